package shm

import (
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// OpenCommon opens, or makes, a file of its user alone for memory or a lock
// that the user's processes share. It is closed in a child that forks.
func OpenCommon(path string, create bool) (fd int, err error) {
	if err := fault("open"); err != nil {
		return -1, err
	}
	how := unix.O_RDWR | unix.O_NOFOLLOW | unix.O_CLOEXEC
	if create {
		how |= unix.O_CREAT
	}
	if fd, err = unix.Open(path, how, 0o600); err != nil {
		return -1, err
	}
	return Hold(lift(fd)), nil
}

// MapCommon maps the beginning of such a file, made long enough, as a T, which
// holds no pointers. The memory is given back by Unmap.
func MapCommon[T any](fd int) (*T, []byte, error) {
	size := int(unsafe.Sizeof(*new(T)))
	if err := fault("ftruncate"); err != nil {
		return nil, nil, err
	}
	if err := unix.Ftruncate(fd, int64(size)); err != nil {
		return nil, nil, err
	}
	mem, err := mapFile(fd, size)
	if err != nil {
		return nil, nil, err
	}
	unix.Madvise(mem, unix.MADV_DONTFORK)          // a mapping keeps its file's locks alive
	return (*T)(unsafe.Pointer(&mem[0])), mem, nil // a mapping begins at a page, so it is aligned
}

// Unmap gives a mapping back.
func Unmap(mem []byte) { unix.Munmap(mem) }

// SleepOn sleeps while word is value, for as long as patience or until Rouse;
// a patience of 0 is for ever. It may also return early.
func SleepOn(word *atomic.Uint32, value uint32, patience time.Duration) {
	var t *unix.Timespec
	if patience > 0 {
		spec := unix.NsecToTimespec(int64(patience))
		t = &spec
	}
	unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWait, uintptr(value), uintptr(unsafe.Pointer(t)), 0, 0)
}

// Rouse changes the word and wakes all, of every process, that sleep on it.
func Rouse(word *atomic.Uint32) {
	word.Add(1)
	unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWake, 1<<30, 0, 0, 0)
}

const (
	futexWait = 0
	futexWake = 1
)
