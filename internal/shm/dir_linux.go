package shm

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// OpenDir opens a directory for locking. It follows no symbolic link.
func OpenDir(path string) (int, error) { return open(path, unix.O_RDONLY) }

// OpenPath opens a directory for use in paths only, which needs no right to
// read it. It follows no symbolic link.
func OpenPath(path string) (int, error) { return open(path, unix.O_PATH) }

func open(path string, how int) (int, error) {
	if err := fault("open"); err != nil {
		return -1, err
	}
	fd, err := unix.Open(path, how|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	return lift(fd), err
}

// ReadIn reads the regular file called name in the directory behind dir, which
// nobody changes and which has at most limit bytes.
func ReadIn(dir int, name string, limit int64) ([]byte, error) {
	fd, err := unix.Openat(dir, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFREG || st.Size > limit {
		return nil, fs.ErrInvalid
	}
	b := make([]byte, st.Size)
	n, err := unix.Read(fd, b)
	if err != nil || n != len(b) {
		return nil, fs.ErrInvalid
	}
	return b, nil
}
