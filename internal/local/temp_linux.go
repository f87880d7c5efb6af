package local

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// tempDir is this user's directory for entries that have no name yet or no
// longer.
func tempDir(dir string) (string, error) {
	if named(filepath.Base(dir), tempPrefix, os.Geteuid()) {
		return dir, nil
	}
	temp := filepath.Join(dir, tempName(os.Geteuid()))
	if err := os.Mkdir(temp, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", createError(err)
	}
	if ours(temp) {
		return temp, nil
	}
	return otherTemp(dir)
}

// otherTemp is tempDir where its name is taken: by somebody who wants to keep
// this user out, or by the user of a container who has the same number there.
func otherTemp(dir string) (string, error) {
	names, err := os.ReadDir(dir)
	if err != nil {
		return "", namespaceError(dir, err)
	}
	for _, n := range names {
		if temp := filepath.Join(dir, n.Name()); named(n.Name(), tempPrefix, os.Geteuid()) && ours(temp) {
			return temp, nil
		}
	}
	temp, err := os.MkdirTemp(dir, tempName(os.Geteuid())+".*")
	if err != nil {
		return "", createError(err)
	}
	return temp, nil
}

// createError says why nothing can be created in the namespace directory.
func createError(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return errno.New(errno.AccessDenied, "cannot write into the namespace directory: %w", err).Advise("set MAILSLOT_DIR to another")
	}
	return sysError("cannot write into the namespace directory", err)
}

// ours reports whether there is a directory of this user.
func ours(path string) bool {
	st, err := os.Lstat(path)
	return err == nil && st.IsDir() && int(st.Sys().(*unixStat).Uid) == os.Geteuid()
}

// tempPrefix begins the names of the directories that tempDir makes. The user's
// number follows and, if that name was taken, a dot and whatever was free.
const tempPrefix = ".tmp-"

func tempName(uid int) string { return tempPrefix + strconv.Itoa(uid) }

// named reports whether a directory's name says that it is a user's.
func named(base, prefix string, uid int) bool {
	rest, ok := strings.CutPrefix(base, prefix+strconv.Itoa(uid))
	return ok && (rest == "" || rest[0] == '.')
}

func random() string { return fmt.Sprintf("%016x", rand.Uint64()) }

// makeTemp makes an empty locked directory, and clears away what processes
// that died in the midst of it left beside it.
func makeTemp(dir string) (path string, lock int, err error) {
	temp, err := tempDir(dir)
	if err != nil {
		return "", -1, err
	}
	sweep(temp)
	for range publishTries {
		path = filepath.Join(temp, random())
		if err := os.Mkdir(path, 0o700); err != nil {
			return "", -1, sysError("cannot make the slot's directory", err)
		}
		lock, err := hold(path)
		if err == nil {
			return path, lock, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			unix.Rmdir(path)
			return "", -1, sysError("cannot lock the slot's directory", err)
		}
		// A sweep took it for dead between our two calls: make another.
	}
	return "", -1, errno.New(errno.NoSystemResources, "cannot make the slot's directory in %s", temp)
}

// hold opens and locks a fresh directory. One that a sweep has in hand is gone.
func hold(path string) (lock int, err error) {
	fd, err := shm.OpenDir(path)
	if err != nil {
		return -1, err
	}
	err = unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
	if err == unix.EWOULDBLOCK || err == nil && !samePath(fd, path) {
		err = fs.ErrNotExist
	}
	if err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}
