//go:build linux

package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mailslot"
	"mailslot/internal/errno"
)

// stranger is a user of the computer who owns nothing here.
const stranger = 12345

// sharedComputer makes a namespace like /run/mailslot, where users meet, and
// a copy of the test binary that everybody may run.
func sharedComputer(t *testing.T) (dir string, asStranger option) {
	t.Helper()
	needRoot(t)
	base, err := os.MkdirTemp("", "mailslot-users-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(base) })
	must(t, os.Chmod(base, 0o755))
	dir = filepath.Join(base, "slots")
	must(t, os.Mkdir(dir, 0o700))
	must(t, os.Chmod(dir, 0o777|fs.ModeSticky))
	t.Setenv("MAILSLOT_DIR", dir)

	binary := filepath.Join(base, "helper")
	text, err := os.ReadFile(self(t))
	must(t, err)
	must(t, os.WriteFile(binary, text, 0o755))
	return dir, func(c *exec.Cmd) {
		c.Path = binary
		c.Dir = base
		c.SysProcAttr.Credential = &syscall.Credential{Uid: stranger, Gid: stranger}
	}
}

func TestAnotherUserMayNotWriteAPrivateSlot(t *testing.T) {
	_, asStranger := sharedComputer(t)
	slot := listen(t, "private", mailslot.ListenConfig{Mode: 0o600})
	start(t, "visitor", []string{"private"}, asStranger).expect("code 5")
	if info, err := slot.Info(); err != nil || info.Count != 0 {
		t.Fatalf("after the refused write: %+v, %v", info, err)
	}
}

func TestAnotherUserWritesAPublicSlotAndIsNamed(t *testing.T) {
	_, asStranger := sharedComputer(t)
	slot := listen(t, "public", mailslot.ListenConfig{Mode: 0o666})
	visitor := start(t, "visitor", []string{"public"}, asStranger)
	visitor.expect("code 0")
	m, err := slot.Receive(t.Context())
	must(t, err)
	if m.From.UID != stranger || m.From.PID != visitor.pid() {
		t.Errorf("the message is from uid %d, pid %d, want %d, %d", m.From.UID, m.From.PID, stranger, visitor.pid())
	}
}

func TestPrivateNamespaceRefusesAPublicSlot(t *testing.T) {
	computer(t)
	_, err := (&mailslot.ListenConfig{Mode: 0o666}).Listen("public")
	if err == nil || !strings.Contains(err.Error(), "MAILSLOT_DIR") {
		t.Fatalf("error %v, want one that tells of MAILSLOT_DIR", err)
	}
}

// TestStrangerHarmsNothing lets another user try to remove, replace, enter,
// change and stop what is not his; the slot must not notice.
func TestStrangerHarmsNothing(t *testing.T) {
	dir, asStranger := sharedComputer(t)
	slot := listen(t, "victim", mailslot.ListenConfig{Mode: 0o666})
	w := dial(t, "victim")
	must(t, w.WriteMessage([]byte("before")))

	vandal := start(t, "vandal", []string{dir, fmt.Sprint(os.Getpid())}, asStranger)
	for l := vandal.line(); l != "done"; l = vandal.line() {
		t.Error("the stranger could", l)
	}
	must(t, dial(t, "victim").WriteMessage([]byte("after")))
	for _, want := range []string{"before", "after"} {
		m, err := slot.Receive(t.Context())
		must(t, err)
		if string(m.Data) != want {
			t.Errorf("read %q, want %q", m.Data, want)
		}
	}
}

// TestLeftOverNameIsFreeForItsUserAndRoot kills the owner of a slot.
func TestLeftOverNameIsFreeForItsUserAndRoot(t *testing.T) {
	_, asStranger := sharedComputer(t)
	start(t, "owner", []string{"left"}, asStranger).killAfter("listening")
	start(t, "owner", []string{"left"}, asStranger).killAfter("listening")
	listen(t, "left", mailslot.ListenConfig{})
}

// TestLeftOverNameIsExplainedToOthers: the kernel does not let another user
// remove the entry, so the error says who can.
func TestLeftOverNameIsExplainedToOthers(t *testing.T) {
	_, asStranger := sharedComputer(t)
	start(t, "owner", []string{"left"}).killAfter("listening")
	said := start(t, "owner", []string{"left"}, asStranger).line()
	if !strings.HasPrefix(said, "code 183") || !strings.Contains(said, "doctor --clean") {
		t.Fatalf("the stranger was told %q", said)
	}
}

// TestStrangerOverHisShareIsRefusedBeforeHeWrites: whoever opens, writes and
// closes again and again is kept out at the end of his share. Every write that
// has returned is counted and read, and nobody else is kept out.
func TestStrangerOverHisShareIsRefusedBeforeHeWrites(t *testing.T) {
	_, asStranger := sharedComputer(t)
	const share = 1 << 20
	slot := listen(t, "shared", mailslot.ListenConfig{Mode: 0o622, UserQuota: share})
	asAnother := func(c *exec.Cmd) {
		asStranger(c)
		c.SysProcAttr.Credential = &syscall.Credential{Uid: stranger + 1, Gid: stranger + 1}
	}
	for round := range 2 {
		greedy := start(t, "hog", []string{"shared"}, asStranger)
		greedy.expect("code 1450")
		written := int(number(greedy.line()))
		info, err := slot.Info()
		must(t, err)
		t.Logf("round %d: %d messages, %d bytes", round, written, info.UnreadBytes)
		if info.Count != written || info.Offenders != 0 || written < 100 {
			t.Fatalf("%d were written, %+v", written, info)
		}
		start(t, "visitor", []string{"shared"}, asAnother).expect("code 0")
		start(t, "visitor", []string{"shared"}, asStranger).expect("code 1450")
		for range written + 1 {
			_, err := slot.Receive(t.Context())
			must(t, err)
		}
		_, err = slot.Info()
		must(t, err)
	}
}

// TestStrangerCannotSayWhereAMessageComesFrom: only root and the daemon may,
// and whoever else does is cut off.
func TestStrangerCannotSayWhereAMessageComesFrom(t *testing.T) {
	_, asStranger := sharedComputer(t)
	slot := listen(t, "shared", mailslot.ListenConfig{Mode: 0o622})
	start(t, "forger", nil, asStranger).expect("sent")
	m, err := slot.Receive(t.Context()) // its greeting
	must(t, err)
	info, err := slot.Info()
	must(t, err)
	if m.From.UID != stranger || info.Count != 0 || info.Offenders != 1 || info.Writers != 0 {
		t.Errorf("after %+v: %+v", m.From, info)
	}
}

// forger sends a message with the header that tells of another computer.
func forger([]string) error {
	c, err := greet()
	if err != nil {
		return err
	}
	origin := []byte{10, 0, 4, 'R', 'O', 'O', 'T', 0, 0, 0}
	body := append(origin, "evil"...)
	if err := c.send(withFlags(rawFrame(rawMessage, uint32(len(body)), uint64(monotonic()), body), 2)); err != nil {
		return err
	}
	fmt.Println("sent")
	awaitEnd()
	return nil
}

// hog opens, writes and closes until it is refused, and says by which code and
// how many writes have returned.
func hog(args []string) error {
	p := make([]byte, 1000)
	for n := range 100_000 {
		w, err := mailslot.Dial(args[0])
		if err == nil {
			err = w.WriteMessage(p)
			w.Close()
		}
		if err != nil {
			fmt.Println("code", uint32(errno.Of(err)))
			fmt.Println(n)
			break
		}
	}
	awaitEnd()
	return nil
}

// TestStrangersDescriptorsHoldNobodyUp: a socket whose data nobody takes lets
// whoever closes it last wait, for as long as its owner wants. The server is
// sent such sockets as a ring, more of them than it takes of a packet, behind a
// packet for which it ends the connection, and behind an empty one, which looks
// like the end. It waits for none.
func TestStrangersDescriptorsHoldNobodyUp(t *testing.T) {
	_, asStranger := sharedComputer(t)
	server := start(t, "host", []string{"shared"})
	server.expect("listening")
	w := dial(t, "shared")
	for _, how := range []string{"ring", "many", "behind", "hidden"} {
		server.stop()
		start(t, "clinger", []string{how}, asStranger).expect("sent")
		must(t, w.WriteMessage([]byte(how)))
		server.resume()
		server.expect("hi") // of a greeting
		server.expect(how)
	}
	server.tell("end")
	server.expect("offenders 3")
	server.expect("closed")
	server.finish()
}

// host is a server that prints what it reads until its input has something.
func host(args []string) error {
	s, err := (&mailslot.ListenConfig{Mode: 0o622}).Listen(args[0])
	if err != nil {
		return err
	}
	fmt.Println("listening")
	ended := make(chan error)
	go func() {
		awaitEnd()
		info, err := s.Info()
		fmt.Println("offenders", info.Offenders)
		ended <- errors.Join(err, s.Close())
	}()
	for m, err := range s.Messages(context.Background()) {
		if err == nil {
			fmt.Println(string(m.Data))
		}
	}
	if err := <-ended; err != nil {
		return err
	}
	fmt.Println("closed")
	return nil
}

// clinger sends the server sockets that linger. It stays, so that they do.
func clinger(args []string) error {
	c, err := greet()
	if err != nil {
		return err
	}
	ring := rawFrame(rawSegment, 4, 0, []byte{0, 0, 0, 0})
	switch args[0] {
	case "ring":
		err = c.sendLingering(ring, 1)
	case "many":
		err = c.sendLingering(ring, 20)
	case "behind":
		err = c.send(rawFrame(200, 4, 1, []byte("evil")))
		for range 3 {
			err = errors.Join(err, c.sendLingering(ring, 5))
		}
	case "hidden":
		err = errors.Join(c.send(nil), c.sendLingering(ring, 5))
		c.close()
	}
	if err != nil && !errors.Is(err, syscall.EPIPE) {
		return err
	}
	fmt.Println("sent")
	awaitEnd()
	return nil
}

// sendLingering sends n sockets whose data wait for a reader that does not read,
// and closes its own copies.
func (c *rawClient) sendLingering(packet []byte, n int) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	kept = append(kept, l)
	var fds []int
	for range n {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return err
		}
		tcp := conn.(*net.TCPConn)
		tcp.SetLinger(3600)
		conn.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
		for err == nil {
			_, err = conn.Write(make([]byte, 1<<20))
		}
		f, err := tcp.File()
		if err != nil {
			return err
		}
		defer f.Close()
		defer conn.Close()
		fds = append(fds, int(f.Fd()))
	}
	return c.send(packet, fds...)
}

// kept are not to be collected.
var kept []any

// killAfter waits for a line, then kills the helper.
func (p *process) killAfter(line string) {
	p.t.Helper()
	p.expect(line)
	p.kill()
}

// visitor opens a slot, writes one message and says how that ended. It stays
// until its input ends, so that its credentials can be asked for.
func visitor(args []string) error {
	w, err := mailslot.Dial(args[0])
	if err == nil {
		err = w.WriteMessage([]byte("hello"))
	}
	fmt.Println("code", uint32(errno.Of(err)))
	awaitEnd()
	return nil
}

// owner creates a slot and keeps it until its input ends.
func owner(args []string) error {
	s, err := mailslot.Listen(args[0])
	if err != nil {
		fmt.Println("code", uint32(errno.Of(err)), err)
		return nil
	}
	fmt.Println("listening")
	awaitEnd()
	return s.Close()
}

func awaitEnd() {
	os.Stdin.Read(make([]byte, 1))
}

// vandal tries to harm the slots in a directory and says what succeeded.
func vandal(args []string) error {
	entries, err := os.ReadDir(args[0])
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	for _, e := range entries {
		for what, attack := range attacks(filepath.Join(args[0], e.Name())) {
			if attack() == nil {
				fmt.Println(what, e.Name())
			}
		}
	}
	pid := int(number(args[1]))
	if syscall.Kill(pid, syscall.SIGSTOP) == nil {
		fmt.Println("stop the owner")
		syscall.Kill(pid, syscall.SIGCONT)
	}
	if _, err := os.ReadDir(fmt.Sprintf("/proc/%d/map_files", pid)); err == nil {
		fmt.Println("open the owner's memory")
	}
	if _, err := mailslot.Listen("victim"); err == nil {
		fmt.Println("create the name a second time")
	}
	fmt.Println("done")
	return nil
}

// attacks are what a stranger may try on the directory of a slot.
func attacks(dir string) map[string]func() error {
	about, socket := filepath.Join(dir, "about"), filepath.Join(dir, "s")
	return map[string]func() error{
		"remove":             func() error { return os.Remove(dir) },
		"remove a file of":   func() error { return os.Remove(about) },
		"remove socket of":   func() error { return os.Remove(socket) },
		"rename":             func() error { return os.Rename(dir, dir+"x") },
		"rename away":        func() error { return os.Rename(socket, filepath.Join(filepath.Dir(dir), "mine")) },
		"replace":            func() error { return os.Symlink("/etc", dir) },
		"squat inside":       func() error { return os.WriteFile(filepath.Join(dir, "squat"), nil, 0o600) },
		"make a node inside": func() error { return syscall.Mknod(filepath.Join(dir, "n"), syscall.S_IFIFO, 0) },
		"write into":         func() error { return os.WriteFile(about, []byte("x"), 0o600) },
		"truncate":           func() error { return os.Truncate(about, 0) },
		"open to all":        func() error { return os.Chmod(dir, 0o777) },
		"open the socket of": func() error { return os.Chmod(socket, 0o777) },
		"take":               func() error { return os.Chown(dir, stranger, stranger) },
		"link into":          func() error { return os.Link(about, filepath.Join(dir, "link")) },
	}
}
