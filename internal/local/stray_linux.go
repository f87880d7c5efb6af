package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// Stray is what lies in a namespace directory under a name of ours and is not
// what it should be: put there by mistake, or to keep others from a name.
type Stray struct {
	Path string
	UID  int    // whose it is
	Why  string // what is wrong with it, to be read after the path
}

// Strays finds them. What does not look like ours is nobody's business.
func Strays(dir string) ([]Stray, error) {
	dir, names, err := entries(dir)
	if err != nil {
		return nil, err
	}
	var list []Stray
	for _, n := range names {
		path := filepath.Join(dir, n.Name())
		var st unix.Stat_t
		if unix.Lstat(path, &st) != nil {
			continue
		}
		if why := strangeness(path); why != "" {
			list = append(list, Stray{path, int(st.Uid), why})
		}
	}
	return list, nil
}

// strangeness says what is wrong with an entry of the namespace directory; ""
// is nothing.
func strangeness(path string) string {
	name := filepath.Base(path)
	switch {
	case len(name) == hashLength:
		return slotStrangeness(path)
	case strings.HasPrefix(name, tempPrefix) && !own(path, tempPrefix),
		strings.HasPrefix(name, ObjectsPrefix) && !own(path, ObjectsPrefix):
		return "is not the directory of the user whose number its name has"
	}
	return ""
}

// ObjectsPrefix begins the names of the directories of users' named objects,
// which package named keeps beside the slots.
const ObjectsPrefix = ".objects-"

// own reports whether a directory is that of the user whom its name says. What
// cannot be told is.
func own(path, prefix string) bool {
	fd, err := openOwn(path, prefix)
	if err == nil {
		unix.Close(fd)
	}
	return !errors.Is(err, fs.ErrInvalid)
}

func slotStrangeness(path string) string {
	dir, err := shm.OpenPath(path)
	switch {
	case errors.Is(err, unix.ENOTDIR), errors.Is(err, unix.ELOOP):
		return "is no slot and keeps others from its name"
	case err != nil:
		return ""
	}
	defer unix.Close(dir)
	switch a, err := describe(dir, filepath.Base(path), nil); errno.Of(err) {
	case errno.Success:
		if pathOf(filepath.Dir(path), a.Name) != path {
			return fmt.Sprintf("says that it is the slot %s and keeps others from another name", a.Name)
		}
	case errno.BadFormat, errno.AccessDenied, errno.FileNotFound, errno.GenFailure:
		if samePath(dir, path) { // else it was a slot that has ended
			return "has no valid description and keeps others from its name"
		}
	}
	return ""
}

// Remove removes it, as far as that is safe and this user may: never through a
// link, and no slot directory that a process holds.
func (s Stray) Remove() error {
	err := s.remove()
	if err != nil && os.Geteuid() != 0 && os.Geteuid() != s.UID {
		return errno.New(errno.AccessDenied, "only root and user %d may remove it", s.UID)
	}
	return err
}

func (s Stray) remove() error {
	fd, err := shm.OpenPath(s.Path)
	switch {
	case errors.Is(err, unix.ENOTDIR), errors.Is(err, unix.ELOOP):
		if err := unix.Unlink(s.Path); err != nil {
			return sysError("cannot remove it", err)
		}
		return nil
	case err != nil:
		return sysError("cannot open it", err)
	}
	defer unix.Close(fd)
	if filepath.Base(s.Path)[0] == '.' { // a user's directory, which nobody locks
		return discardDead(fd, s.Path)
	}
	state, err := clearAway(s.Path)
	if err == nil && state != free {
		err = errno.New(errno.SharingViolation, "a process holds it: end that first (fuser %s tells which)", s.Path)
	}
	return err
}
