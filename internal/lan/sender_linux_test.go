package lan

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"go.uber.org/goleak"

	"mailslot/internal/errno"
	"mailslot/internal/nbt"
	"mailslot/netbios"
)

// offWire is a computer without a network.
func offWire(t *testing.T, deliver func(nbt.Message)) *Sender {
	t.Helper()
	s, err := OpenSender(Config{Computer: "GOHOST", Workgroup: "MSLOT", NodeType: "b"}, deliver)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOwnNameIsDeliveredWithoutANetwork(t *testing.T) {
	var got []string
	s := offWire(t, func(m nbt.Message) { got = append(got, m.Slot+" "+string(m.Data)) })
	defer s.Close()
	if err := s.Send(context.Background(), "gohost", "x", []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] != "x hello" {
		t.Errorf("%q", got)
	}
}

func TestErrorsAreThoseOfWindows(t *testing.T) {
	s := offWire(t, nil)
	defer s.Close()
	for _, c := range []struct {
		host, slot string
		size       int
		want       errno.Errno
	}{
		{"OTHER", "x", 1, errno.BadNetPath}, {"*", "x", 1, errno.BadNetPath}, {"MSLOT", "x", 1, errno.BadNetPath},
		{"GOHOST", "eightchr", 425, errno.BadNetPath}, {"NAMETHATISTOOLONG", "x", 1, errno.InvalidName},
		{"GOHOST", "", 1, errno.InvalidName},
	} {
		err := s.Send(context.Background(), c.host, c.slot, make([]byte, c.size))
		if errno.Of(err) != c.want {
			t.Errorf("%s %s %d: %v, want %d", c.host, c.slot, c.size, err, c.want)
		}
	}
}

func TestClosedSenderAnswersAtOnceAndLeavesNothing(t *testing.T) {
	defer goleak.VerifyNone(t)
	s := offWire(t, nil)
	s.Close()
	s.Close()
	if err := s.Send(context.Background(), "GOHOST", "x", nil); !errors.Is(err, nbt.ErrStopped) {
		t.Errorf("%v", err)
	}
}

// alone puts the test's thread into a network of its own, with an interface d0
// whose other end is d1, and returns a function that runs ip there.
func alone(t *testing.T) (ip func(args string)) {
	t.Helper()
	if _, err := exec.LookPath("ip"); err != nil || os.Geteuid() != 0 {
		t.Skip("not run: needs root, and ip")
	}
	runtime.LockOSThread() // for good: the thread ends with the test
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Skipf("not run: no network namespaces: %v", err)
	}
	ip = func(args string) {
		t.Helper()
		if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
			t.Fatalf("ip %s: %v: %s", args, err, out)
		}
	}
	ip("link add d0 type veth peer name d1")
	ip("link set d0 up")
	ip("link set d1 up")
	return ip
}

// TestSenderFollowsItsAddresses: a message that the kernel does not take is an
// error, and the next goes out from the address that has come instead. So it is
// for messages to all and, whose packets are questions first, to one.
func TestSenderFollowsItsAddresses(t *testing.T) {
	defer goleak.VerifyNone(t)
	ip := alone(t)
	ip("addr add 10.9.1.1/24 dev d0")
	s, err := OpenSender(Config{Computer: "GOHOST", Workgroup: "MSLOT", NodeType: "b", Interfaces: []string{"d0"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	send := func(host string) error { return s.Send(context.Background(), host, "x", []byte("hello")) }
	for _, step := range []struct{ addr, broken string }{{"10.9.2.1", "*"}, {"10.9.3.1", "NOBODY"}} {
		if err := send("*"); err != nil {
			t.Fatal(err)
		}
		ip("addr flush dev d0")
		if err := send(step.broken); errno.Of(err) != errno.BadNetPath {
			t.Errorf("%s without an address: %v", step.broken, err)
		}
		if err := send("*"); errno.Of(err) != errno.BadNetPath || !strings.Contains(err.Error(), "no IPv4 address") {
			t.Errorf("and again: %v", err)
		}
		ip("addr add " + step.addr + "/24 dev d0")
		if err := send("*"); err != nil {
			t.Errorf("with another: %v", err)
		}
		if got := s.socks.links[0].Addr.String(); got != step.addr {
			t.Errorf("sent from %s", got)
		}
	}
}

// TestMessageIsSentIfOneOfItsPacketsIs, and the next is judged by its own.
func TestMessageIsSentIfOneOfItsPacketsIs(t *testing.T) {
	refused := errors.New("refused")
	var p posting
	p.note(refused)
	p.note(nil)
	if err := p.judge(nil); err != nil {
		t.Errorf("one of two was sent: %v", err)
	}
	p.note(refused)
	if err := p.judge(nil); !errors.Is(err, errNotSent) || !errors.Is(err, refused) {
		t.Errorf("one was refused: %v", err)
	}
	if err := p.judge(nil); err != nil {
		t.Errorf("nothing was to be sent: %v", err)
	}
	p.note(refused)
	if err := p.judge(nbt.ErrBusy); err != nbt.ErrBusy {
		t.Errorf("the node's own error became %v", err)
	}
}

// onLoopback is a sender whose only network is the loopback interface.
func onLoopback(t *testing.T) *Sender {
	t.Helper()
	s, err := OpenSender(Config{Computer: "GOHOST", Workgroup: "MSLOT", NodeType: "b", Interfaces: []string{"lo"}}, nil)
	if err != nil {
		t.Skipf("not run: no loopback interface: %v", err)
	}
	return s
}

func TestQuestionEndsWithItsContext(t *testing.T) {
	defer goleak.VerifyNone(t)
	s := onLoopback(t)
	defer s.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	name, _ := netbios.NewName("NOBODY", netbios.Workstation)
	if _, err := s.Resolve(ctx, name, true); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestCloseAnswersWhoeverStillWaits(t *testing.T) {
	s := onLoopback(t)
	done := make(chan error)
	go func() {
		_, err := s.Status(context.Background(), netip.MustParseAddr("127.0.0.2"))
		done <- err
	}()
	pending := func() int {
		defer s.give()
		s.take()
		return len(s.waiting)
	}
	for pending() == 0 {
		time.Sleep(time.Millisecond)
	}
	s.Close()
	if err := <-done; !errors.Is(err, nbt.ErrStopped) {
		t.Errorf("%v", err)
	}
}

func TestTooManyQuestionsAreRefused(t *testing.T) {
	s := onLoopback(t)
	defer s.Close()
	s.take()
	for id := range uint64(maxPending) {
		s.waiting[1<<32+id] = make(chan any, 1)
	}
	s.give()
	err := s.Send(context.Background(), "GOHOST", "x", nil)
	if errno.Of(err) != errno.NoSystemResources {
		t.Errorf("%v", err)
	}
	s.take()
	delete(s.waiting, 1<<32)
	s.give()
	if err := s.Send(context.Background(), "GOHOST", "x", nil); err != nil {
		t.Errorf("one fewer: %v", err)
	}
}
