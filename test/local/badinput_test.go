//go:build linux

package local

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot"
	"mailslot/internal/errno"
)

// TestMalformedNames: each answers its code and a sentence, from Listen and
// from Dial, and leaves nothing behind.
func TestMalformedNames(t *testing.T) {
	dir := computer(t)
	for _, c := range []struct {
		what, name string
	}{
		{"empty", ``},
		{"prefix alone", `\\.\mailslot\`},
		{"no prefix", `\\.\`},
		{"another device", `\\.\pipe\x`},
		{"NUL", "a\x00b"},
		{"too long", strings.Repeat("x", 40_000)},
	} {
		for op, call := range map[string]func(string) error{"Listen": tryListen, "Dial": tryDial} {
			err := call(c.name)
			switch errno.Of(err) {
			case errno.FileNotFound, errno.PathNotFound, errno.InvalidName, errno.FilenameExcedRange, errno.BadNetPath:
			default:
				t.Errorf("%s of a name that is %s: %v (%d)", op, c.what, err, errno.Of(err))
			}
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "[0-9a-f]*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestNamesCannotLeaveTheNamespace: whatever stands in a name, it is a name
// and no path.
func TestNamesCannotLeaveTheNamespace(t *testing.T) {
	dir := computer(t)
	outside := filepath.Join(filepath.Dir(dir), "outside")
	for _, name := range []string{`..\outside`, `../outside`, `..`, `.`, `a\..\..\outside`, "\xed\xa0\x80", "/etc/passwd"} {
		if s, err := mailslot.Listen(name); err == nil {
			s.Close()
		} else if errno.Of(err) == errno.GenFailure {
			t.Errorf("Listen %q: %v", name, err)
		}
		if _, err := os.Lstat(outside); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("the name %q left its directory", name)
		}
	}
}

func TestOversizeMessageIsRefused(t *testing.T) {
	computer(t)
	slot := listen(t, "small", mailslot.ListenConfig{MaxMessageSize: 100})
	w := dial(t, "small")
	must(t, w.WriteMessage(make([]byte, 100)))
	if err := w.WriteMessage(make([]byte, 101)); err == nil {
		t.Error("a message over the maximum was written")
	}
	if info, err := slot.Info(); err != nil || info.Count != 1 {
		t.Errorf("after one good and one refused write: %+v, %v", info, err)
	}
}

func TestClosedHandlesSaySo(t *testing.T) {
	computer(t)
	slot := listen(t, "closed", mailslot.ListenConfig{})
	w := dial(t, "closed")
	must(t, w.Close())
	if err := w.WriteMessage(nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("write on a closed handle: %v", err)
	}
	if _, err := w.Info(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("info on a closed handle: %v", err)
	}
	must(t, slot.Close())
	if _, err := slot.ReadMessage(nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("read on a closed slot: %v", err)
	}
	if _, err := slot.Info(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("info on a closed slot: %v", err)
	}
	if _, err := mailslot.Dial("closed"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("dial of a closed slot: %v", err)
	}
}

// TestUnreadableNamespaceSaysWhich runs as another user, because root reads
// everything.
func TestUnreadableNamespaceSaysWhich(t *testing.T) {
	dir, asStranger := sharedComputer(t)
	must(t, os.Chmod(dir, 0o700))
	said := start(t, "owner", []string{"x"}, asStranger).line()
	if !strings.HasPrefix(said, "code 5 ") || !strings.Contains(said, dir) {
		t.Errorf("creating in a closed directory: %q", said)
	}
	start(t, "visitor", []string{"x"}, asStranger).expect("code 5")
}

// TestMissingMemfdIsAnError: a sandbox without memfd_create still allows
// messages that fit the connection; larger ones say what is missing.
func TestMissingMemfdIsAnError(t *testing.T) {
	computer(t)
	slot := listen(t, "sandboxed", mailslot.ListenConfig{})
	said := start(t, "sandboxed", nil).line()
	if !strings.HasPrefix(said, "code 50 ") || !strings.Contains(said, "memfd") {
		t.Errorf("a large write without memfd_create: %q", said)
	}
	if info, err := slot.Info(); err != nil || info.Count != 1 {
		t.Errorf("after one small and one refused write: %+v, %v", info, err)
	}
}

// sandboxed writes a small and a large message where memfd_create is refused.
func sandboxed([]string) error {
	if err := refuseCall(unix.SYS_MEMFD_CREATE, unix.ENOSYS); err != nil {
		return err
	}
	w, err := mailslot.Dial("sandboxed")
	if err != nil {
		return err
	}
	if err := w.WriteMessage([]byte("small")); err != nil {
		return err
	}
	printCode(w.WriteMessage(make([]byte, segmentSized)))
	awaitEnd()
	return nil
}

// TestPathInTheWayIsRefused puts other things where a slot's directory would
// be: neither side follows or trusts them.
func TestPathInTheWayIsRefused(t *testing.T) {
	dir := computer(t)
	elsewhere := t.TempDir()
	slot := listen(t, "way", mailslot.ListenConfig{})
	path := slotPath(t, dir)
	must(t, slot.Close())
	for what, place := range map[string]func() error{
		"a symbolic link": func() error { return os.Symlink(elsewhere, path) },
		"a file":          func() error { return os.WriteFile(path, nil, 0o600) },
	} {
		must(t, place())
		if err := tryDial("way"); err == nil {
			t.Errorf("opened through %s", what)
		}
		if err := tryListen("way"); err == nil && what == "a symbolic link" {
			t.Errorf("created over %s", what)
		}
		os.Remove(path)
	}
	if left, _ := os.ReadDir(elsewhere); len(left) > 0 {
		t.Errorf("the link was followed: %v", left)
	}
}

// TestManyNamesSlowNobody fills the namespace with names.
func TestManyNamesSlowNobody(t *testing.T) {
	dir := computer(t)
	for i := range share(100_000, 3_000) {
		must(t, os.Mkdir(filepath.Join(dir, strings.Repeat("e", 56)+hex8(i)), 0o700))
	}
	slot := listen(t, "crowded", mailslot.ListenConfig{})
	must(t, dial(t, "crowded").WriteMessage([]byte("hello")))
	if info, err := slot.Info(); err != nil || info.Count != 1 {
		t.Errorf("in a crowded namespace: %+v, %v", info, err)
	}
}
