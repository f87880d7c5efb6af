package shm

// sysEpollPwait2 has the same number on every architecture.
const sysEpollPwait2 = 441
