package lan

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

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
