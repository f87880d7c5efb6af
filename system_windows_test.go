package mailslot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"mailslot"
	"mailslot/internal/errno"
	"mailslot/mailslottest"
)

func TestWindowsSaysWhatItDoesNotHave(t *testing.T) {
	slot, w := pair("unsupported")
	defer slot.Close()
	defer w.Close()
	_, ready := slot.Ready()
	_, readyFD := slot.ReadyFD()
	_, _, share := w.Share()
	_, inherit := mailslot.Inherit(0, nil)
	uid := 0
	_, verified := (&mailslot.Dialer{ServerUID: &uid}).Dial(t.Context(), "unsupported")
	for what, err := range map[string]error{
		"Ready": ready, "ReadyFD": readyFD, "Share": share, "Inherit": inherit, "a dialer that asks who serves": verified,
	} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWindowsDoesNotTellWhoAndWhen(t *testing.T) {
	slot, w := pair("unknown")
	defer slot.Close()
	defer w.Close()
	unknown := mailslot.Sender{UID: -1, PID: -1}
	w.WriteMessage([]byte("whose?"))
	i, err := slot.Info()
	if err != nil || i.Writers != -1 || i.UnreadBytes != -1 || i.Count != 1 {
		t.Errorf("%+v, %v", i, err)
	}
	m, err := slot.Receive(t.Context())
	if err != nil || m.From != unknown || !m.Time.IsZero() || w.Peer() != unknown {
		t.Errorf("%+v, %v, served by %+v", m, err, w.Peer())
	}
	if i, err := slot.Info(); err != nil || i.Read != 1 || i.ReadBytes != 6 {
		t.Errorf("%+v, %v", i, err)
	}
}

func TestErrorsCarryWindowsNumberAndMatchTheSentinels(t *testing.T) {
	slot, w := pair("sentinels")
	defer w.Close()
	_, again := mailslot.Listen("sentinels")
	slot.SetReadTimeout(time.Millisecond)
	_, late := slot.Receive(context.Background())
	slot.Close()
	_, closed := slot.Receive(context.Background())
	for _, c := range []struct {
		err  error
		code errno.Errno
	}{
		{again, errno.AlreadyExists},
		{late, errno.SemTimeout},
		{closed, errno.InvalidHandle},
	} {
		if !errors.Is(c.err, c.code) || errno.Of(c.err) != c.code {
			t.Errorf("%v: number %d, want %d", c.err, errno.Of(c.err), c.code)
		}
	}
}

// A message that no datagram can carry is refused before the system is asked;
// whether the name can be opened is the system's word.
func TestMessageTooLongForAnotherComputer(t *testing.T) {
	if mailslottest.UnderWine() {
		t.Skip("expected difference D21: remote names cannot be opened")
	}
	w, err := mailslot.Dial(`\\*\mailslot\eight`)
	if err != nil {
		t.Skipf("not run: no redirector for mailslots: %v", err)
	}
	defer w.Close()
	err = w.WriteMessage(make([]byte, 425))
	if !errors.Is(err, mailslot.ErrTooLarge) || errno.Of(err) != errno.BadNetPath {
		t.Error(err)
	}
}
