package shm

import (
	"fmt"
	"os"
	"sync"
	"unsafe" // and for go:linkname

	"golang.org/x/sys/unix"
)

// Forever is the deadline that never comes.
const Forever = ^uint64(0)

// Epoll watches many descriptors.
type Epoll struct{ FD int }

// NewEpoll makes an empty set, with a descriptor that is itself pollable.
func NewEpoll() (Epoll, error) {
	if err := fault("epoll_create"); err != nil {
		return Epoll{-1}, fmt.Errorf("epoll_create: %w", err)
	}
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return Epoll{-1}, fmt.Errorf("epoll_create: %w", err)
	}
	return Epoll{lift(fd)}, nil
}

// Once watches fd for one event, after which Again must be called.
const Once = unix.EPOLLIN | unix.EPOLLONESHOT

// Readable watches fd for data and hang-up as long as there is any.
const Readable = unix.EPOLLIN | unix.EPOLLRDHUP

// Add starts watching fd.
func (e Epoll) Add(fd int, events uint32) error { return e.control(unix.EPOLL_CTL_ADD, fd, events) }

// Again watches fd for one more event.
func (e Epoll) Again(fd int) error { return e.control(unix.EPOLL_CTL_MOD, fd, Once) }

// Muted has a descriptor in the set without watching it. Unmute and Mute then
// switch it on and off: the kernel needs no memory for that, so they cannot
// fail and are not made to.
const Muted = 0

// Unmute watches fd, which Add put into the set.
func (e Epoll) Unmute(fd int) { e.modify(fd, Readable) }

// Mute stops watching fd, which stays in the set.
func (e Epoll) Mute(fd int) { e.modify(fd, Muted) }

func (e Epoll) modify(fd int, events uint32) {
	unix.EpollCtl(e.FD, unix.EPOLL_CTL_MOD, fd, &unix.EpollEvent{Events: events, Fd: int32(fd)})
}

// Remove stops watching fd.
func (e Epoll) Remove(fd int) error { return e.control(unix.EPOLL_CTL_DEL, fd, 0) }

func (e Epoll) control(op, fd int, events uint32) error {
	if err := fault("epoll_ctl"); err != nil {
		return fmt.Errorf("epoll_ctl: %w", err)
	}
	if err := unix.EpollCtl(e.FD, op, fd, &unix.EpollEvent{Events: events, Fd: int32(fd)}); err != nil {
		return fmt.Errorf("epoll_ctl: %w", err)
	}
	return nil
}

// Event says that the descriptor Fd is ready.
type Event = unix.EpollEvent

// Events is room for what one look at an Epoll finds.
type Events [16]Event

// Ready fills ev with what is ready now, without waiting. A full ev means
// that there may be more. While another thread looks at the set, nothing means
// little: see Idle.
func (e Epoll) Ready(ev *Events) int {
	for {
		// ev is live until the call returns.
		n, _, errno := unix.RawSyscall6(unix.SYS_EPOLL_PWAIT, uintptr(e.FD), uintptr(unsafe.Pointer(&ev[0])),
			uintptr(len(ev)), 0, 0, 0)
		if errno == 0 {
			return int(n)
		}
		if errno != unix.EINTR {
			return 0
		}
	}
}

// Idle reports whether nothing is ready, for a caller that has just been told
// so by Ready. Kernels before 6.18 look at the list of what is ready without
// its lock when they are not to wait, and find it empty while another thread
// has it in hand; poll takes the lock.
func (e Epoll) Idle() bool {
	return looksUnderLock() || !polls(e.FD, unix.POLLIN)
}

// Ended reports whether the process of a pidfd has ended.
func Ended(pidfd int) bool { return polls(pidfd, unix.POLLIN) }

// polls reports whether poll has an event to tell of fd.
func polls(fd int, events int16) bool {
	fds := [1]unix.PollFd{{Fd: int32(fd), Events: events}}
	n, _, _ := unix.RawSyscall6(unix.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), 1,
		uintptr(unsafe.Pointer(&unix.Timespec{})), 0, 0, 0) // both live until the call returns
	return n == 1
}

var looksUnderLock = sync.OnceValue(func() bool {
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return false
	}
	var major, minor int
	fmt.Sscanf(string(release), "%d.%d", &major, &minor)
	return major > 6 || major == 6 && minor >= 18
})

// Sleep is one thread's sleep on an Epoll, kept for the next one: nothing is
// allocated on the way to sleep.
type Sleep struct {
	Events Events // what woke it
	left   timespec
	haste  haste
}

// On blocks the thread until something is ready in e or the deadline of the
// order clock has come, which is 0 events.
func (s *Sleep) On(e Epoll, deadline uint64) (int, error) {
	s.haste.ask()
	for {
		timeout, passed := s.until(deadline)
		// s is live until the call returns, and timeout lies in it.
		n, _, errno := unix.Syscall6(sysEpollPwait2, uintptr(e.FD), uintptr(unsafe.Pointer(&s.Events[0])),
			uintptr(len(s.Events)), uintptr(unsafe.Pointer(timeout)), 0, 0)
		if errno == unix.ENOSYS || errno == unix.EPERM { // before Linux 5.11, or a sandbox of that time: no finer than a millisecond
			n, _, errno = unix.Syscall6(unix.SYS_EPOLL_PWAIT, uintptr(e.FD), uintptr(unsafe.Pointer(&s.Events[0])),
				uintptr(len(s.Events)), uintptr(timeout.milliseconds()), 0, 0)
		}
		if errno == 0 && n > 0 {
			return int(n), nil
		}
		// Go's preemption signal interrupts the call: look at the clock again.
		if errno != 0 && errno != unix.EINTR {
			return 0, errno
		}
		if passed {
			return 0, nil
		}
	}
}

// until is the time left, nil for ever.
func (s *Sleep) until(deadline uint64) (timeout *timespec, passed bool) {
	if deadline == Forever {
		return nil, false
	}
	left := max(0, int64(deadline-Now()))
	s.left = timespec{left / 1e9, left % 1e9}
	return &s.left, left == 0
}

// timespec is the kernel's, with 64 bits on every machine.
type timespec struct{ sec, nsec int64 }

// milliseconds rounds up; -1 is for ever.
func (t *timespec) milliseconds() int {
	if t == nil {
		return -1
	}
	return int(min(t.sec*1000+(t.nsec+999999)/1e6, 1<<30))
}

// WaitReadable blocks its thread until fd is readable. When the deadline of the
// order clock comes before, or one of the bells rings, it is false.
func WaitReadable(fd int, deadline uint64, bells ...Bell) (bool, error) {
	set := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	for _, b := range bells {
		set = append(set, unix.PollFd{Fd: int32(b.FD), Events: unix.POLLIN})
	}
	var sleep Sleep
	for {
		timeout, passed := sleep.until(deadline)
		n, err := unix.Poll(set, timeout.milliseconds())
		if err == nil && n > 0 {
			return set[0].Revents != 0, nil
		}
		if err != nil && err != unix.EINTR {
			return false, err
		}
		if passed {
			return false, nil
		}
	}
}

// Bell is an eventfd: a flag that can be waited for.
type Bell struct{ FD int }

// NewBell makes a bell that is silent.
func NewBell() (Bell, error) {
	if err := fault("eventfd"); err != nil {
		return Bell{-1}, fmt.Errorf("eventfd: %w", err)
	}
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return Bell{-1}, fmt.Errorf("eventfd: %w", err)
	}
	return Bell{lift(fd)}, nil
}

// Ring makes the bell readable.
func (b Bell) Ring() { unix.Write(b.FD, []byte{1, 0, 0, 0, 0, 0, 0, 0}) }

// Silence makes it unreadable again.
func (b Bell) Silence() {
	var v [8]byte
	unix.Read(b.FD, v[:])
}

// GiveWay lets the goroutines that wait for this one's processor run first.
// runtime.Gosched would have another thread take over this goroutine as well,
// which a reader about to sleep pays for twice: now, and in a cold cache.
func GiveWay() { goyield() }

//go:linkname goyield runtime.goyield
func goyield()

// Yield lets another thread of the computer have the processor.
func Yield() { unix.RawSyscall(unix.SYS_SCHED_YIELD, 0, 0, 0) }

// Nap sleeps as a program in C does, at once and with its processor of Go's
// scheduler. Go's own ways look for other work first, or wake a thread for it,
// and meanwhile keep the processor from a reader that was woken on it.
func Nap(pause *unix.Timespec) {
	unix.RawSyscall(unix.SYS_NANOSLEEP, uintptr(unsafe.Pointer(pause)), 0, 0) // pause is live until the call returns
}
