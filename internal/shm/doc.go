// Package shm is what the local transport asks of the kernel: sealed memory
// segments, packets with descriptors on Unix sockets, wake-ups and the order
// clock. All unsafe code of the transport and all its system calls are here.
package shm
