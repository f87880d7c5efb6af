package shm

import (
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// lowest is the least number that a descriptor of ours may have.
var lowest atomic.Int32

// KeepAbove has every descriptor made from now on numbered n or higher, so
// that a C program's select, which ends at 1023, keeps its numbers. Where the
// limit of open files does not allow it, a descriptor stays where it is.
func KeepAbove(n int) { lowest.Store(int32(n)) }

// lift moves a fresh descriptor up.
func lift(fd int) int {
	n := int(lowest.Load())
	if fd < 0 || fd >= n {
		return fd
	}
	up, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, n)
	if err != nil {
		return fd
	}
	unix.Close(fd)
	return up
}

// Spare opens a descriptor that holds a place in the table.
func Spare() (int, error) {
	fd, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	return lift(fd), err
}
