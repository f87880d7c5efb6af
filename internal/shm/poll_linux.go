package shm

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Forever is the deadline that never comes.
const Forever = ^uint64(0)

// Epoll watches many descriptors.
type Epoll struct{ FD int }

// NewEpoll makes an empty set, with a descriptor that is itself pollable.
func NewEpoll() (Epoll, error) {
	if err := fault("epoll_create"); err != nil {
		return Epoll{}, fmt.Errorf("epoll_create: %w", err)
	}
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return Epoll{}, fmt.Errorf("epoll_create: %w", err)
	}
	return Epoll{fd}, nil
}

// Once watches fd for one event, after which Again must be called.
const Once = unix.EPOLLIN | unix.EPOLLONESHOT

// Readable watches fd for data and hang-up as long as there is any.
const Readable = unix.EPOLLIN | unix.EPOLLRDHUP

// Add starts watching fd.
func (e Epoll) Add(fd int, events uint32) error { return e.control(unix.EPOLL_CTL_ADD, fd, events) }

// Again watches fd for one more event.
func (e Epoll) Again(fd int) error { return e.control(unix.EPOLL_CTL_MOD, fd, Once) }

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

// Events is room for what one look at an Epoll finds.
type Events [64]unix.EpollEvent

// Ready fills ev with what is ready now, without waiting. A full ev means
// that there may be more.
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

// WaitReadable blocks its thread until one of the descriptors is readable or
// the deadline of the order clock has come, which is false.
func WaitReadable(deadline uint64, fds ...int) (bool, error) {
	var set [2]unix.PollFd
	for i, fd := range fds {
		set[i] = unix.PollFd{Fd: int32(fd), Events: unix.POLLIN}
	}
	for {
		timeout, passed := until(deadline)
		n, err := unix.Ppoll(set[:len(fds)], timeout, nil)
		if err == nil && n > 0 {
			return true, nil
		}
		// Go's preemption signal interrupts the call: look at the clock again.
		if err != nil && err != unix.EINTR {
			return false, err
		}
		if passed {
			return false, nil
		}
	}
}

// until is the time left, nil for ever.
func until(deadline uint64) (timeout *unix.Timespec, passed bool) {
	if deadline == Forever {
		return nil, false
	}
	left := max(0, int64(deadline-Now()))
	ts := unix.NsecToTimespec(left)
	return &ts, left == 0
}

// Bell is an eventfd: a flag that can be waited for.
type Bell struct{ FD int }

// NewBell makes a bell that is silent.
func NewBell() (Bell, error) {
	if err := fault("eventfd"); err != nil {
		return Bell{}, fmt.Errorf("eventfd: %w", err)
	}
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return Bell{}, fmt.Errorf("eventfd: %w", err)
	}
	return Bell{fd}, nil
}

// Ring makes the bell readable.
func (b Bell) Ring() { unix.Write(b.FD, []byte{1, 0, 0, 0, 0, 0, 0, 0}) }

// Silence makes it unreadable again.
func (b Bell) Silence() {
	var v [8]byte
	unix.Read(b.FD, v[:])
}

// Yield lets another thread of the computer have the processor.
func Yield() { unix.RawSyscall(unix.SYS_SCHED_YIELD, 0, 0, 0) }
