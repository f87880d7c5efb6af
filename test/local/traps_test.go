//go:build linux

package local

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot"
	"mailslot/internal/errno"
)

// trap creates the slot called args[0] with the mode args[1] and then does to
// its own files what it is told: take the hint away or bend the socket to the
// path args[2]. It answers "count" with the number of unread messages.
func trap(args []string) error {
	mode, err := strconv.ParseUint(args[1], 8, 32)
	if err != nil {
		return err
	}
	s, err := (&mailslot.ListenConfig{Mode: fs.FileMode(mode)}).Listen(args[0])
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Println("listening")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		said := "done"
		switch in.Text() {
		case "truncate":
			err = each("hint", func(hint string) error { return os.Truncate(hint, 0) })
		case "bend":
			err = each("s", func(socket string) error {
				return errors.Join(os.Remove(socket), os.Symlink(args[2], socket))
			})
		case "count":
			var i mailslot.Info
			i, err = s.Info()
			said = fmt.Sprint(i.Count)
		}
		if err != nil {
			return err
		}
		fmt.Println(said)
	}
	return nil
}

// each does something to the file called name of every slot that this user has.
func each(name string, do func(path string) error) error {
	paths, err := filepath.Glob(filepath.Join(os.Getenv("MAILSLOT_DIR"), "*", name))
	for _, path := range paths {
		if st, e := os.Stat(filepath.Dir(path)); e == nil && int(st.Sys().(*syscall.Stat_t).Uid) == os.Geteuid() {
			err = errors.Join(err, do(path))
		}
	}
	return err
}

// TestStrangerCannotCrashAClient: root may write to everybody's slots, and a
// mapped file that its owner truncates kills whoever looks at it.
func TestStrangerCannotCrashAClient(t *testing.T) {
	_, asStranger := sharedComputer(t)
	trap := start(t, "trap", []string{"trap", "600"}, asStranger)
	trap.expect("listening")
	w := dial(t, "trap")
	for n := range 40 { // through the connection, then through a ring
		must(t, w.WriteMessage([]byte("x")))
		trap.tell("count")
		trap.expect(fmt.Sprint(n + 1)) // at once, so the hint was stirred
	}
	trap.tell("truncate")
	trap.expect("done")
	w.WriteMessage(make([]byte, 1<<20)) // it may fail, and comes back
	w.Close()
}

// TestStrangerPassesAClientNoDescriptors looks at the connections that a
// client has: of the first handle, and of one that opens the slot again.
func TestStrangerPassesAClientNoDescriptors(t *testing.T) {
	_, asStranger := sharedComputer(t)
	start(t, "trap", []string{"trap", "666"}, asStranger).expect("listening")
	dial(t, "trap")
	dial(t, "trap")
	connections := 0
	for fd := range 1024 {
		cred, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
		if err != nil || cred.Uid != stranger {
			continue
		}
		connections++
		takes, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_PASSRIGHTS)
		if err != nil {
			t.Skipf("not run: this system takes descriptors from everybody: %v", err)
		}
		if takes != 0 {
			t.Error("a connection to a stranger takes descriptors")
		}
	}
	if connections != 2 {
		t.Errorf("%d connections", connections)
	}
}

// TestStrangerCannotBendAHandle: a slot's socket may be a link to another's,
// which its owner may not write to and the client may. It may become one after
// the client has opened the slot before.
func TestStrangerCannotBendAHandle(t *testing.T) {
	dir, asStranger := sharedComputer(t)
	private := listen(t, "private", mailslot.ListenConfig{})
	sockets, err := filepath.Glob(filepath.Join(dir, "*", "s"))
	if err != nil || len(sockets) != 1 {
		t.Fatal(sockets, err)
	}
	for _, mode := range []string{"600", "666"} {
		trap := start(t, "trap", []string{"trap" + mode, mode, sockets[0]}, asStranger)
		trap.expect("listening")
		must(t, dial(t, "trap"+mode).WriteMessage([]byte("x")))
		trap.tell("bend")
		trap.expect("done")
		w, err := mailslot.Dial("trap" + mode)
		if err == nil {
			w.WriteMessage([]byte("meant for another"))
			w.Close()
		}
		if errno.Of(err) != errno.AccessDenied {
			t.Errorf("a slot with another's socket was opened: %v", err)
		}
		if i, err := private.Info(); err != nil || i.Count != 0 {
			t.Errorf("the private slot has %+v, %v", i, err)
		}
	}
}
