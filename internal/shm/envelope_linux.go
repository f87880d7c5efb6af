package shm

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Envelope makes a sealed memory file that holds body, to be sent to another
// process.
func Envelope(body []byte) (fd int, err error) {
	if fd, err = memfd(); err != nil {
		return -1, fmt.Errorf("memfd_create: %w", err)
	}
	for at := 0; at < len(body) && err == nil; {
		var n int
		n, err = unix.Pwrite(fd, body[at:], int64(at))
		at += n
	}
	if err == nil {
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals|unix.F_SEAL_WRITE)
	}
	if err != nil {
		unix.Close(fd)
		return -1, fmt.Errorf("write: %w", err)
	}
	return fd, nil
}

// Unfold reads the size bytes of an envelope.
func Unfold(fd, size int) ([]byte, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Size != int64(size) {
		return nil, ErrSegment
	}
	body := make([]byte, size)
	for at := 0; at < size; {
		n, err := unix.Pread(fd, body[at:], int64(at))
		if n <= 0 {
			return nil, fmt.Errorf("read: %w", err)
		}
		at += n
	}
	return body, nil
}
