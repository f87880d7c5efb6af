package shm

import (
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// lowest is the least number that a descriptor of ours may have.
var lowest atomic.Int32

// KeepAbove has every descriptor made from now on numbered n or higher, so
// that a C program's select, which ends at 1023, keeps its numbers. Where even
// the hard limit of open files does not allow it, a descriptor stays where it is.
func KeepAbove(n int) { lowest.Store(int32(n)) }

// lift moves a fresh descriptor up.
func lift(fd int) int {
	n := int(lowest.Load())
	if fd < 0 || fd >= n {
		return fd
	}
	up, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, n)
	if err == unix.EINVAL || err == unix.EMFILE {
		up, err = beyondLimit(fd, n)
	}
	if err != nil {
		return fd
	}
	unix.Close(fd)
	return up
}

// raising serialises beyondLimit, so that no call restores another's limit.
var raising sync.Mutex

// beyondLimit duplicates fd to n or higher where the soft limit of open files
// ends below n, as the usual 1024 does. The limit is the program's, so it is
// raised for this one call; a descriptor above it stays good.
func beyondLimit(fd, n int) (int, error) {
	raising.Lock()
	defer raising.Unlock()
	var was unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &was); err != nil {
		return -1, err
	}
	raised := unix.Rlimit{Cur: was.Max, Max: was.Max}
	if err := unix.Prlimit(0, unix.RLIMIT_NOFILE, &raised, nil); err != nil {
		return -1, err
	}
	defer unix.Prlimit(0, unix.RLIMIT_NOFILE, &was, nil)
	return unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, n)
}

// Spare opens a descriptor that holds a place in the table.
func Spare() (int, error) {
	fd, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	return lift(fd), err
}

// HoldLifted moves a fresh descriptor up and marks it until it is released.
func HoldLifted(fd int) int { return Hold(lift(fd)) }
