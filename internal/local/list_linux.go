package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// Lookup reads the description of the slot called name in dir.
func Lookup(dir, name string) (About, error) {
	dir, err := orNamespace(dir)
	if err != nil {
		return About{}, err
	}
	fd, a, err := lookup(pathOf(dir, name), name, nil)
	if err != nil {
		return About{}, err
	}
	defer unix.Close(fd)
	a.Alive = probe(fd) == living
	return a, nil
}

// List describes every slot in dir, dead ones too. What cannot be read is
// left out.
func List(dir string) ([]About, error) {
	dir, names, err := entries(dir)
	if err != nil {
		return nil, err
	}
	var list []About
	for _, n := range names {
		if len(n.Name()) != hashLength {
			continue
		}
		path := filepath.Join(dir, n.Name())
		fd, a, err := lookup(path, n.Name(), nil)
		if errno.Of(err) == errno.TooManyOpenFiles {
			return nil, err
		}
		if err != nil {
			continue
		}
		a.Alive = probe(fd) == living
		unix.Close(fd)
		if pathOf(dir, a.Name) == path {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b About) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// entries is what lies in dir, which is the namespace unless it is given.
func entries(dir string) (string, []fs.DirEntry, error) {
	dir, err := orNamespace(dir)
	if err != nil {
		return "", nil, err
	}
	names, err := os.ReadDir(dir)
	if err != nil {
		return "", nil, namespaceError(dir, err)
	}
	return dir, names, nil
}

// hashLength is the length of a slot directory's name.
const hashLength = 64

func orNamespace(dir string) (string, error) {
	if dir == "" {
		return Namespace()
	}
	return dir, nil
}

// lookup opens a slot's directory, for use in paths only, and reads its
// description, which it pins unless pin is nil.
func lookup(path, name string, pin *shm.Pin) (dir int, a About, err error) {
	dir, err = shm.OpenPath(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return -1, About{}, notFound(name)
	case err != nil:
		return -1, About{}, openError(path, errno.AccessDenied, err)
	}
	if a, err = describe(dir, name, pin); err != nil {
		unix.Close(dir)
		return -1, About{}, err
	}
	return dir, a, nil
}

// describe reads the description in a slot's directory. Whose the slot is says
// the directory, as this process's user namespace names him: what the owner has
// written is his number in his own.
func describe(dir int, name string, pin *shm.Pin) (About, error) {
	var st unix.Stat_t
	if err := unix.Fstat(dir, &st); err != nil {
		return About{}, sysError("cannot open "+name, err)
	}
	b, err := shm.ReadIn(dir, aboutFile, aboutHeader+maxName, pin)
	if errors.Is(err, fs.ErrNotExist) {
		return About{}, notFound(name)
	}
	if err != nil {
		return About{}, sysError("cannot read the description of "+name, err)
	}
	a, err := parseAbout(b)
	a.UID = int(st.Uid)
	return a, err
}
