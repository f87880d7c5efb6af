package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
)

func TestPrivateNamespaceIsMadeWhateverTheUmask(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "slots")
	was := unix.Umask(0o777)
	_, err := ownDir(dir, true)
	unix.Umask(was)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(dir); err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", st.Mode(), err)
	}
}

// TestPrivateNamespaceSaysWhatIsWrong: the sentence names the directory and
// what its user can do.
func TestPrivateNamespaceSaysWhatIsWrong(t *testing.T) {
	base := t.TempDir()
	open, file, link := filepath.Join(base, "open"), filepath.Join(base, "file"), filepath.Join(base, "link")
	err := errors.Join(os.Mkdir(open, 0o700), os.Chmod(open, 0o777), os.WriteFile(file, nil, 0o600), os.Symlink(open, link))
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []fs.FileMode{0o777, 0o770, 0o702} {
		must(t, os.Chmod(open, mode))
		saysWrong(t, open, errno.AccessDenied, "chmod 700 "+open)
	}
	saysWrong(t, file, errno.PathNotFound, "MAILSLOT_DIR")
	saysWrong(t, link, errno.PathNotFound, "MAILSLOT_DIR")
}

func TestPrivateNamespaceOfAnotherUserIsSaid(t *testing.T) {
	dir := t.TempDir()
	if os.Geteuid() != 0 {
		t.Skip("not run: needs root to give a directory away")
	}
	if err := os.Chown(dir, 1, 1); err != nil {
		t.Fatal(err)
	}
	saysWrong(t, dir, errno.AccessDenied, "have root remove it")
}

func saysWrong(t *testing.T, dir string, code errno.Errno, advice string) {
	t.Helper()
	got, err := ownDir(dir, true)
	if got != "" || errno.Of(err) != code || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), advice) {
		t.Errorf("%s: %q, %v", dir, got, err)
	}
}

// TestWhoCannotReachAPrivateNamespaceIsToldWhy: root's directory does not help
// where MAILSLOT_DIR names another.
func TestWhoCannotReachAPrivateNamespaceIsToldWhy(t *testing.T) {
	for _, c := range []struct {
		chosen  string
		network bool
		advice  string
	}{
		{"", false, "install -d -m 1777 /run/mailslot), or keep the mode"},
		{"", true, "have root make /run/mailslot"},
		{"/x", false, "unset it, or name a directory with mode 1777, or keep the mode"},
		{"/x", true, "unset it, or name a directory with mode 1777 to the daemon too"},
	} {
		t.Setenv("MAILSLOT_DIR", c.chosen)
		if _, advice := errno.Advice(private("/x", c.network)); !strings.Contains(advice, c.advice) {
			t.Errorf("%+v: %q", c, advice)
		}
	}
}

func TestReadOnlyNamespaceIsSaid(t *testing.T) {
	err := sysError("cannot write", &fs.PathError{Op: "mkdir", Path: "/x", Err: unix.EROFS})
	if errno.Of(err) != errno.AccessDenied || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("%v", err)
	}
}

func TestLimitOfFileSizesIsSaid(t *testing.T) {
	err := sysError("no memory for messages", &fs.PathError{Op: "ftruncate", Path: "/x", Err: unix.EFBIG})
	if errno.Of(err) != errno.NoSystemResources || !strings.Contains(err.Error(), "ulimit -f") {
		t.Errorf("%v", err)
	}
}

// A stranger's directory is no place to meet, however open: he could remove
// everybody's slots.
func TestStickyDirectoryOfAnotherUserIsNotForAll(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not run: needs root to give a directory away")
	}
	dir := t.TempDir()
	for _, c := range []struct {
		uid  int
		mode fs.FileMode
		want bool
	}{
		{0, 0o777 | fs.ModeSticky, true}, {0, 0o777, false}, {0, 0o775 | fs.ModeSticky, false},
		{12345, 0o777 | fs.ModeSticky, false},
	} {
		must(t, os.Chown(dir, c.uid, -1), os.Chmod(dir, c.mode))
		if MachineWide(dir) != c.want {
			t.Errorf("%+v", c)
		}
	}
}
