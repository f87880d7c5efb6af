package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// Clean removes what dead owners have left in dir, as far as this user may:
// one's own entries, or everything for root. It returns the names.
func Clean(dir string) (removed []string, err error) {
	dir, err = orNamespace(dir)
	if err != nil {
		return nil, err
	}
	list, err := List(dir)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.Alive {
			continue
		}
		state, e := clearAway(pathOf(dir, a.Name))
		if e != nil {
			err = errors.Join(err, errno.New(errno.Of(e), "%s: %w", a.Name, e))
		} else if state == free {
			removed = append(removed, a.Name)
		}
	}
	return removed, errors.Join(err, sweepAll(dir))
}

// sweepAll sweeps every user's directory of entries without a name. Root must
// not be led astray by a link where such a directory should be, so each is held
// while it is swept.
func sweepAll(dir string) error {
	names, err := os.ReadDir(dir)
	if err != nil {
		return namespaceError(dir, err)
	}
	for _, n := range names {
		if !strings.HasPrefix(n.Name(), tempPrefix) {
			continue
		}
		if fd, err := openOwn(filepath.Join(dir, n.Name()), tempPrefix); err == nil {
			sweep(shm.In(fd, "."))
			unix.Close(fd)
		}
	}
	return nil
}

// openOwn opens a directory whose name has its owner's number. What only has
// such a name, a link or the directory of another user, is fs.ErrInvalid.
func openOwn(path, prefix string) (fd int, err error) {
	fd, err = shm.OpenPath(path)
	if errors.Is(err, unix.ENOTDIR) || errors.Is(err, unix.ELOOP) {
		return -1, fs.ErrInvalid
	}
	if err != nil {
		return -1, err
	}
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || !named(filepath.Base(path), prefix, int(st.Uid)) {
		unix.Close(fd)
		return -1, fs.ErrInvalid
	}
	return fd, nil
}

// sweep removes the temporary directories whose lock is free.
func sweep(temp string) {
	names, err := os.ReadDir(temp)
	if err != nil {
		return
	}
	for _, name := range names {
		path := filepath.Join(temp, name.Name())
		fd, err := shm.OpenDir(path)
		if err != nil {
			continue
		}
		if unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) == nil {
			os.RemoveAll(path)
		}
		unix.Close(fd)
	}
}
