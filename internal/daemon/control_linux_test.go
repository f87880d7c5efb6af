package daemon

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sys/unix"

	"mailslot/internal/control"
	"mailslot/internal/errno"
	"mailslot/internal/nbt"
)

// echoBackend answers with the operation's name as an error.
type echoBackend struct{}

func (echoBackend) answer(_ context.Context, _ asker, r control.Request) (control.Reply, error) {
	if r.Op == control.OpSend {
		return control.Reply{}, nil
	}
	return control.Reply{}, errno.New(errno.NotFound, "%s", r.Op)
}

// slowBackend answers when it is let, or its context ends.
type slowBackend struct{ begun, let chan struct{} }

func newSlowBackend() slowBackend { return slowBackend{make(chan struct{}), make(chan struct{})} }

func (b slowBackend) answer(ctx context.Context, _ asker, _ control.Request) (control.Reply, error) {
	close(b.begun)
	select {
	case <-b.let:
		return control.Reply{}, nil
	case <-ctx.Done():
		return control.Reply{}, ctx.Err()
	}
}

func startControl(t *testing.T, rate float64) (path string, s *controlServer) {
	t.Helper()
	return startControlOf(t, echoBackend{}, rate)
}

func startControlOf(t *testing.T, b backend, rate float64) (path string, s *controlServer) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "d", "control")
	l, err := listenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	s = newControlServer(l, b, newUserRate(rate), 0, slog.New(slog.DiscardHandler))
	t.Cleanup(func() { s.Close() })
	return path, s
}

func TestControlAnswersEachRequestInTurn(t *testing.T) {
	defer goleak.VerifyNone(t)
	path, s := startControl(t, 0)
	c := control.New(path)
	if err := c.Send(context.Background(), "x", nil); err != nil {
		t.Error(err)
	}
	if _, err := c.Do(context.Background(), control.Request{Op: "browse"}); errno.Of(err) != errno.NotFound || err.Error() != "browse" {
		t.Errorf("%v", err)
	}
	c.Close()
	s.Close()
}

// underWay sends a request that the backend has begun to answer. In the end nothing
// of it may go on.
func underWay(t *testing.T) (b slowBackend, s *controlServer, sent chan error) {
	t.Helper()
	t.Cleanup(func() { goleak.VerifyNone(t) })
	b = newSlowBackend()
	path, s := startControlOf(t, b, 0)
	c := control.New(path)
	t.Cleanup(func() { c.Close() })
	sent = make(chan error, 1)
	go func() { sent <- c.Send(context.Background(), "x", nil) }()
	<-b.begun
	return b, s, sent
}

func TestRequestUnderWayIsAnsweredAtClose(t *testing.T) {
	b, s, sent := underWay(t)
	closed := make(chan struct{})
	go func() { s.Close(); close(closed) }()
	eventually(t, "Close", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.closed
	})
	close(b.let)
	if err := <-sent; err != nil {
		t.Errorf("sent, but the sender is told: %v", err)
	}
	<-closed
}

func TestRequestThatTakesForEverDoesNotHoldUpClose(t *testing.T) {
	_, s, sent := underWay(t)
	s.Close()
	if err := <-sent; err == nil {
		t.Error("answered as if it were done")
	}
}

// TestRequestsThatWaitDoNotHoldUpClose: whoever has asked much would.
func TestRequestsThatWaitDoNotHoldUpClose(t *testing.T) {
	b := newSlowBackend() // which can be asked once
	path, s := startControlOf(t, b, 0)
	c, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "{}\n{}\n"); err != nil {
		t.Fatal(err)
	}
	<-b.begun
	s.Close()
	if replies, _ := io.ReadAll(c); bytes.Count(replies, []byte("\n")) != 1 {
		t.Errorf("replies: %s", replies)
	}
}

func TestControlOverTheRateIsRefused(t *testing.T) {
	path, _ := startControl(t, 3)
	c := control.New(path)
	defer c.Close()
	refused := 0
	for range 6 {
		if err := c.Send(context.Background(), "x", nil); errno.Of(err) == errno.NoSystemResources {
			refused++
		}
	}
	if refused == 0 {
		t.Error("six requests at once passed a rate of three a second")
	}
}

func TestGarbageIsAnsweredAndTooLongALineEndsIt(t *testing.T) {
	path, _ := startControl(t, 0)
	c, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	lines := bufio.NewReader(c)
	c.Write([]byte("garbage\n"))
	if line, err := lines.ReadString('\n'); err != nil || !strings.Contains(line, `"code":11`) {
		t.Errorf("%s, %v", line, err)
	}
	go c.Write([]byte(strings.Repeat("x", control.MaxLine+1) + "\n"))
	if line, err := lines.ReadString('\n'); err == nil {
		t.Errorf("a line over the limit is answered: %s", line)
	}
}

func TestConnectionsOfOneUserAreBounded(t *testing.T) {
	path, s := startControl(t, 0)
	for range maxUserClients {
		c, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	eventually(t, "all to be counted", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.clients) == maxUserClients
	})
	c := control.New(path)
	defer c.Close()
	for range 100 { // whether the refusal comes before the question or after it
		err := c.Send(context.Background(), "x", nil)
		if errno.Of(err) != errno.NoSystemResources || !strings.Contains(err.Error(), "connections") {
			t.Fatalf("one more is told: %v", err)
		}
	}
}

func TestControlDirectoryOfOthersIsRefused(t *testing.T) {
	dir := t.TempDir()
	for _, mode := range []os.FileMode{0o777, 0o775, 0o757} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := listenControl(filepath.Join(dir, "control")); errno.Of(err) != errno.AccessDenied {
			t.Errorf("%o: %v", mode, err)
		}
	}
}

// TestDirectoriesAreOpenToAllWhateverTheUmask: who starts the daemon may have
// any.
func TestDirectoriesAreOpenToAllWhateverTheUmask(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	dir := t.TempDir()
	l, err := listenControl(filepath.Join(dir, "control", "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := prepareDir(filepath.Join(dir, "above", "prepared"), os.Geteuid(), os.Getegid()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"control", "above", "above/prepared"} {
		if fi, err := os.Stat(filepath.Join(dir, name)); err != nil || fi.Mode().Perm() != 0o755 {
			t.Errorf("%s: %v, %v", name, fi.Mode(), err)
		}
	}
}

func TestSecondDaemonIsRefusedAndADeadOnesSocketReplaced(t *testing.T) {
	path, s := startControl(t, 0)
	if _, err := listenControl(path); errno.Of(err) != errno.AlreadyExists {
		t.Errorf("%v", err)
	}
	s.listener.SetUnlinkOnClose(false) // as if killed
	s.Close()
	l, err := listenControl(path)
	if err != nil {
		t.Fatalf("after its death: %v", err)
	}
	l.Close()
}

func TestOnlyRootAndTheGroupRule(t *testing.T) {
	s := &controlServer{group: 4242, members: newMembership()}
	rules := func(who asker) bool { return s.mayRule(t.Context(), who, control.OpReload) == nil }
	for _, c := range []struct {
		who  asker
		want bool
	}{
		{asker{uid: 0}, true}, {asker{uid: uint32(os.Geteuid())}, true},
		{asker{uid: 54321, gid: 4242}, true}, {asker{uid: 54321, gid: 100}, false},
	} {
		if got := rules(c.who); got != c.want {
			t.Errorf("%+v: %v", c.who, got)
		}
	}
	s.group = 0 // there is none: the group root is not meant
	if rules(asker{uid: 54321, gid: 0}) {
		t.Error("without a group of the daemon, the group root rules")
	}
	for op, want := range map[string]bool{
		control.OpReload: true, control.OpClaim: true, control.OpRelease: true,
		control.OpSend: false, control.OpResolve: false, control.OpStatus: false, control.OpNames: false, control.OpState: false, control.OpBrowse: false,
	} {
		if privileged(op) != want {
			t.Errorf("%s: privileged %v", op, privileged(op))
		}
	}
}

// TestOneLookUpInTheUserDatabaseAtATime: each holds a thread for as long as the
// database takes, and the daemon has few. Nobody else waits for that.
func TestOneLookUpInTheUserDatabaseAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var inside, most atomic.Int32
		let := make(chan struct{})
		m := newMembership()
		m.lookUp = func(uint32, uint32) bool {
			most.Store(max(most.Load(), inside.Add(1)))
			<-let
			inside.Add(-1)
			return true
		}
		s := &controlServer{backend: echoBackend{}, rate: newUserRate(0), group: 4242, members: m}
		ask := func(op string, uid uint32) errno.Errno {
			line := fmt.Appendf(nil, `{"op":%q}`, op)
			if e := s.reply(t.Context(), asker{uid: uid, gid: 100}, line).Error; e != nil {
				return errno.Errno(e.Code)
			}
			return errno.Success
		}
		answers := make(chan errno.Errno, maxClients)
		for i := range uint32(maxClients) {
			go func() { answers <- ask(control.OpReload, 54321+i) }()
		}
		synctest.Wait()
		if n := inside.Load(); n != 1 || len(answers) != 0 {
			t.Errorf("%d look-ups under way, %d answered", n, len(answers))
		}
		if got := ask(control.OpState, 54321); got != errno.NotFound { // as this backend answers
			t.Errorf("state: %d", got)
		}
		if got := ask(control.OpSend, 54321); got != errno.Success {
			t.Errorf("send: %d", got)
		}
		for range maxClients { // the one that is inside does not wait for ever either
			if got := <-answers; got != errno.NoSystemResources {
				t.Fatalf("while the database does not answer: %d", got)
			}
		}
		close(let)
		if got := ask(control.OpReload, 54321); got != errno.NotFound || most.Load() != 1 {
			t.Errorf("afterwards: %d, at most %d at once", got, most.Load())
		}
	})
}

// What it costs a program to have the daemon send a message, but for the
// sending.
func BenchmarkControlSend(b *testing.B) {
	path := filepath.Join(b.TempDir(), "d", "control")
	l, err := listenControl(path)
	if err != nil {
		b.Fatal(err)
	}
	s := newControlServer(l, echoBackend{}, newUserRate(0), 0, slog.New(slog.DiscardHandler))
	defer s.Close()
	c := control.New(path)
	defer c.Close()
	data := make([]byte, 400)
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Send(context.Background(), `\\H2\mailslot\bench`, data); err != nil {
			b.Fatal(err)
		}
	}
}

// countingBackend does nothing, so many times.
type countingBackend struct{ asked atomic.Int32 }

func (b *countingBackend) answer(context.Context, asker, control.Request) (control.Reply, error) {
	b.asked.Add(1)
	return control.Reply{}, nil
}

// connectAs has s serve a connection of uid, and returns the client's end of it.
func connectAs(t *testing.T, s *controlServer, uid uint32) net.Conn {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	var ends [2]net.Conn
	for i, fd := range fds {
		f := os.NewFile(uintptr(fd), "")
		if ends[i], err = net.FileConn(f); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	t.Cleanup(func() { ends[0].Close() })
	c, err := s.admit(ends[1].(*net.UnixConn), uid)
	if err != nil {
		t.Fatalf("user %d: %v", uid, err)
	}
	go s.serve(c, asker{uid: uid})
	return ends[0]
}

// allIdle waits until s is done with what it has answered.
func allIdle(t *testing.T, s *controlServer) {
	t.Helper()
	eventually(t, "all to be idle", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for c := range s.clients {
			if c.busy {
				return false
			}
		}
		return true
	})
}

// TestConnectionsOfAllUsersAreBounded, however many users they are of: one may
// be thousands to the kernel. Whoever comes is served, as long as one is idle.
func TestConnectionsOfAllUsersAreBounded(t *testing.T) {
	b := new(countingBackend)
	path, s := startControlOf(t, b, 0)
	places := func() int {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.clients)
	}
	first, late := control.New(path), control.New(path)
	defer first.Close()
	defer late.Close()
	send := func(c *control.Client) error { return c.Send(context.Background(), "x", nil) }
	if err := send(first); err != nil {
		t.Fatal(err)
	}
	allIdle(t, s)
	for uid := range uint32(maxClients - 1) {
		connectAs(t, s, 100000+uid)
	}
	for i, c := range []*control.Client{late, first, late, first} { // two in the place of two others
		if err := send(c); err != nil || places() != maxClients {
			t.Errorf("request %d: %v, with %d connections", i, err, places())
		}
	}
	if n := b.asked.Load(); n != 5 {
		t.Errorf("5 requests came as %d", n)
	}
	allIdle(t, s)
	s.mu.Lock()
	for c := range s.clients {
		c.busy = true
	}
	s.mu.Unlock()
	one := control.New(path)
	defer one.Close()
	if err := send(one); errno.Of(err) != errno.NoSystemResources || places() != maxClients {
		t.Errorf("while all have a request under way: %v, with %d connections", err, places())
	}
}

// TestRequestOfTheLastMomentIsAnswered: it had come when its connection was
// chosen to make room for another.
func TestRequestOfTheLastMomentIsAnswered(t *testing.T) {
	b := newSlowBackend()
	_, s := startControlOf(t, b, 0)
	last := connectAs(t, s, 100000)
	var next net.Conn
	for uid := range uint32(maxClients - 1) {
		if c := connectAs(t, s, 200000+uid); next == nil {
			next = c
		}
	}
	s.mu.Lock()
	io.WriteString(last, "{}\n") // which cannot begin as long as we have mu
	s.makeRoom()
	if n := len(s.clients); n != maxClients-1 {
		t.Errorf("%d connections", n)
	}
	s.mu.Unlock()
	if _, err := next.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the next: %v", err)
	}
	<-b.begun
	close(b.let)
	if reply, err := io.ReadAll(last); string(reply) != "{}\n" || err != nil {
		t.Errorf("answer %q, %v", reply, err)
	}
}

// TestHalfALineIsNoRequest: whoever could not send it whole sends it again.
func TestHalfALineIsNoRequest(t *testing.T) {
	b := new(countingBackend)
	_, s := startControlOf(t, b, 0)
	c := connectAs(t, s, 100000).(*net.UnixConn)
	io.WriteString(c, "{}")
	c.CloseWrite()
	if reply, err := io.ReadAll(c); len(reply) != 0 || err != nil || b.asked.Load() != 0 {
		t.Errorf("answered by %q, %v", reply, err)
	}
}

// TestClientWaitsAsLongAsTheDaemonMayNeed: nobody has the name, no name server
// answers, nor does the bridge.
func TestClientWaitsAsLongAsTheDaemonMayNeed(t *testing.T) {
	config := nbt.Config{
		Computer: "H1", Type: nbt.MNode,
		Interfaces: []nbt.Interface{{Index: 1, Prefix: netip.MustParsePrefix("10.0.0.1/24")}},
	}
	for i := range nbt.MaxServers {
		config.WINS = append(config.WINS, netip.AddrFrom4([4]byte{10, 0, 0, byte(100 + i)}))
	}
	node, err := nbt.New(config)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	now := begun
	actions := node.Step(now, nbt.Send{ID: 1, Host: "NOBODY", Slot: "x"})
	for !slices.ContainsFunc(actions, func(a nbt.Action) bool { _, done := a.(nbt.Sent); return done }) {
		wait, ok := node.Next()
		if !ok {
			t.Fatal("no answer")
		}
		now = now.Add(wait)
		actions = node.Step(now, nbt.Tick{})
	}
	if need := now.Sub(begun) + 2*farPatience; need >= control.Patience {
		t.Errorf("may need %v, the client waits %v", need, control.Patience)
	}
}
