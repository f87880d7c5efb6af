//go:build linux

package local

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot"
	"mailslot/internal/errno"
)

// TestNamesOutliveAChangeOfDirectory: a relative MAILSLOT_DIR is the directory
// that it was when the slot was created.
func TestNamesOutliveAChangeOfDirectory(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("MAILSLOT_DIR", "slots")
	slot, err := mailslot.Listen("x")
	must(t, err)
	w, err := mailslot.Dial("x")
	must(t, err)
	defer w.Close()
	dir, err := filepath.Abs("slots")
	must(t, err)
	t.Chdir(t.TempDir())
	must(t, w.WriteMessage(make([]byte, segmentSized)))
	must(t, slot.Close())
	if left, err := filepath.Glob(filepath.Join(dir, "*", "*")); err != nil || len(left) != 0 {
		t.Errorf("Close left %v, %v", left, err)
	}
}

// TestMissingProcIsSaid takes /proc away, as some containers do.
func TestMissingProcIsSaid(t *testing.T) {
	needRoot(t)
	computer(t)
	listen(t, "there", mailslot.ListenConfig{})
	p := start(t, "without-proc", nil)
	for _, call := range []string{"listen", "dial"} {
		if said := p.line(); !strings.HasPrefix(said, "code 50 ") || !strings.Contains(said, "/proc is not mounted") {
			t.Errorf("%s without /proc: %q", call, said)
		}
	}
}

// withoutProc creates and opens slots where nothing is below /proc.
func withoutProc([]string) error {
	runtime.LockOSThread() // the namespace is this thread's
	if err := unix.Unshare(unix.CLONE_NEWNS | unix.CLONE_FS); err != nil {
		return err
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Mount("none", "/proc", "tmpfs", 0, ""); err != nil {
		return err
	}
	printCode(tryListen("x"))
	printCode(tryDial("there"))
	return nil
}

// TestPathInTheWayIsNotAFullTable: who has no descriptor left is not told to
// remove a live slot.
func TestPathInTheWayIsNotAFullTable(t *testing.T) {
	dir := computer(t)
	listen(t, "x", mailslot.ListenConfig{})
	fillDescriptors(t)
	for call, err := range map[string]error{"listen": tryListen("x"), "dial": tryDial("x")} {
		if errno.Of(err) != errno.TooManyOpenFiles || strings.Contains(err.Error(), "in the way") {
			t.Errorf("%s in %s without descriptors: %v", call, dir, err)
		}
	}
}

// fillDescriptors leaves the test no descriptor.
func fillDescriptors(t *testing.T) {
	var was unix.Rlimit
	must(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &was))
	few := unix.Rlimit{Cur: 64, Max: was.Max}
	must(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &few))
	t.Cleanup(func() { unix.Setrlimit(unix.RLIMIT_NOFILE, &was) })
	for {
		fd, err := unix.Open("/", unix.O_PATH|unix.O_CLOEXEC, 0)
		if errors.Is(err, unix.EMFILE) {
			return
		}
		must(t, err)
		t.Cleanup(func() { unix.Close(fd) })
	}
}

// TestPathInTheWayOfAnotherUserIsExplained: an empty directory, and one with a
// description that never ends, stop nobody and are named.
func TestPathInTheWayOfAnotherUserIsExplained(t *testing.T) {
	const squatter = stranger + 1
	dir, asStranger := sharedComputer(t)
	slot := listen(t, "mine", mailslot.ListenConfig{})
	path := slotPath(t, dir)
	must(t, slot.Close())

	must(t, os.Mkdir(path, 0o755))
	must(t, os.Chown(path, squatter, squatter))
	said := start(t, "owner", []string{"mine"}, asStranger).line()
	if !strings.HasPrefix(said, "code 183 ") || !strings.Contains(said, path) || !strings.Contains(said, "root") {
		t.Errorf("an empty directory in the way: %q", said)
	}

	l, err := net.Listen("unix", filepath.Join(path, "s"))
	must(t, err)
	defer l.Close()
	must(t, syscall.Mkfifo(filepath.Join(path, "about"), 0o644))
	for file, mode := range map[string]os.FileMode{"s": 0o600, "about": 0o644, ".": 0o711} {
		name := filepath.Join(path, file)
		must(t, os.Chown(name, squatter, squatter))
		must(t, os.Chmod(name, mode))
	}
	said = start(t, "owner", []string{"mine"}, asStranger).line()
	if !strings.HasPrefix(said, fmt.Sprintf("code %d ", errno.AlreadyExists)) {
		t.Errorf("a pipe as description: %q", said)
	}
}
