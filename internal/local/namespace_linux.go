package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"mailslot/internal/errno"
	"mailslot/internal/secureenv"
)

// machineDir is the namespace that all users of the computer share, when the
// package or an administrator has made it.
const machineDir = "/run/mailslot"

// Namespace is the directory in which this process creates and opens slots.
// There is one rule and no second look-up, so that server and client agree:
// MAILSLOT_DIR, else /run/mailslot if root made it sticky, else a private
// directory of the user.
func Namespace() (string, error) {
	n, err := ownNamespace()
	if err != nil {
		return "", err
	}
	return n.use()
}

// namespace is a namespace directory that nobody has looked at yet.
type namespace struct {
	dir     string
	made    bool // it is there, for all users
	private bool
}

// ownNamespace is where the rule of Namespace leads.
func ownNamespace() (namespace, error) {
	if dir := secureenv.Get("MAILSLOT_DIR"); dir != "" {
		dir, err := filepath.Abs(dir) // a slot must be found again after a chdir
		if err != nil {
			return namespace{}, namespaceError(dir, err)
		}
		return namespace{dir: dir}, nil
	}
	if MachineWide(machineDir) {
		return namespace{dir: machineDir, made: true}, nil
	}
	session, always := privateDirs()
	if _, err := os.Stat(filepath.Dir(session)); err == nil {
		return namespace{dir: session, private: true}, nil
	}
	return namespace{dir: always, private: true}, nil
}

// privateDirs are the user's own directories: while there is a session, and
// without one.
func privateDirs() (session, always string) {
	uid := strconv.Itoa(os.Geteuid())
	return "/run/user/" + uid + "/mailslot", "/tmp/mailslot-" + uid
}

// Elsewhere lists the other directories in which slots of this user may live:
// those of a program that began before the user logged in, or before root made
// the directory for all. Nobody finds them.
func Elsewhere() []string {
	if secureenv.Get("MAILSLOT_DIR") != "" {
		return nil
	}
	n, err := ownNamespace()
	if err != nil {
		return nil
	}
	session, always := privateDirs()
	var others []string
	for _, dir := range []string{session, always} {
		st, err := os.Lstat(dir)
		if err == nil && dir != n.dir && st.IsDir() && closedToOthers(dir, st) == nil {
			others = append(others, dir)
		}
	}
	return others
}

// use makes sure of the directory.
func (n namespace) use() (string, error) {
	if n.made {
		return n.dir, nil
	}
	return ownDir(n.dir, n.private)
}

// MachineWide reports whether slots of different users can meet in dir: it is
// sticky and everybody may create in it.
func MachineWide(dir string) bool {
	st, err := os.Lstat(dir)
	if err != nil || !st.IsDir() || st.Mode()&fs.ModeSticky == 0 || st.Mode().Perm()&0o002 == 0 {
		return false
	}
	owner := st.Sys().(*unixStat).Uid
	return owner == 0 || int(owner) == os.Geteuid()
}

// ownDir makes dir if it is missing. A private one must be this user's and
// closed to others, or somebody else could take names in it.
func ownDir(dir string, private bool) (string, error) {
	st, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeDir(dir, private); err != nil {
			return "", namespaceError(dir, err)
		}
		st, err = os.Lstat(dir)
	}
	if err != nil {
		return "", namespaceError(dir, err)
	}
	if !private && st.Mode()&fs.ModeSymlink != 0 {
		return filepath.Clean(dir), nil
	}
	if !st.IsDir() {
		return "", notDirectory(dir, private)
	}
	if private {
		if err := closedToOthers(dir, st); err != nil {
			return "", err
		}
	}
	return filepath.Clean(dir), nil
}

func notDirectory(dir string, private bool) error {
	if private {
		return errno.New(errno.PathNotFound, "%s is not a directory", dir).Advise("have it removed, or set MAILSLOT_DIR")
	}
	return errno.New(errno.PathNotFound, "MAILSLOT_DIR is %s, which is not a directory", dir).Advise("unset it, or name another")
}

// closedToOthers is the error of a private directory in which others could
// take names.
func closedToOthers(dir string, st fs.FileInfo) error {
	if uid := int(st.Sys().(*unixStat).Uid); uid != os.Geteuid() {
		return errno.New(errno.AccessDenied, "%s belongs to user %d", dir, uid).Advise("have root remove it, or set MAILSLOT_DIR")
	}
	if st.Mode().Perm()&0o022 != 0 {
		return errno.New(errno.AccessDenied, "other users may write to %s", dir).Advise("chmod 700 " + dir + ", or set MAILSLOT_DIR")
	}
	return nil
}

// makeDir makes dir, and the way to it if it is the user's wish. Another process
// may be faster.
func makeDir(dir string, private bool) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrNotExist) && !private {
		err = os.MkdirAll(dir, 0o700)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		err = os.Chmod(dir, 0o700) // whatever the umask
	}
	return err
}

func namespaceError(dir string, err error) error {
	code := errno.PathNotFound
	if errors.Is(err, fs.ErrPermission) {
		code = errno.AccessDenied
	}
	return errno.New(code, "cannot use the namespace directory: %w", err).Advise("set MAILSLOT_DIR to another")
}
