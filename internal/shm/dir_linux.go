package shm

import "golang.org/x/sys/unix"

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
