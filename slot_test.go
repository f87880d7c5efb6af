package mailslot_test

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"mailslot"
	"mailslot/internal/errno"
)

func TestReadTimeoutIsRoundedUpAndBounded(t *testing.T) {
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	slot, err := mailslot.Listen("x")
	if err != nil {
		t.Fatal(err)
	}
	defer slot.Close()
	const most = math.MaxUint32 - 1
	for _, c := range []struct{ set, want time.Duration }{
		{0, 0},
		{1, time.Millisecond},
		{time.Millisecond, time.Millisecond},
		{time.Millisecond + 1, 2 * time.Millisecond},
		{(most - 1) * time.Millisecond, (most - 1) * time.Millisecond},
		{most * time.Millisecond, most * time.Millisecond},
		{(most + 1) * time.Millisecond, most * time.Millisecond},
		{math.MaxInt64, most * time.Millisecond},
		{-1, mailslot.NoWait},
		{math.MinInt64, mailslot.NoWait},
	} {
		slot.SetReadTimeout(c.set)
		if i, err := slot.Info(); err != nil || i.ReadTimeout != c.want {
			t.Errorf("%d ns: %v, %v, want %v", c.set, i.ReadTimeout, err, c.want)
		}
	}
}

func TestContextsDeadlineIsATimeoutAndNoCancellation(t *testing.T) {
	slot := unread(t, "x")
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err := slot.Receive(ctx)
	var timeout net.Error
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("%v is no time-out", err)
	}
	if errors.Is(err, context.Canceled) || errno.Of(err) != errno.SemTimeout {
		t.Errorf("%v is %d, want 121", err, errno.Of(err))
	}
}

func TestEndedContextDoesNothing(t *testing.T) {
	slot := unread(t, "x")
	w, err := mailslot.Dial("x")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.WriteMessage(nil); err != nil {
		t.Fatal(err)
	}
	why := errors.New("no longer wanted")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(why)
	_, received := slot.Receive(ctx)
	_, dialled := new(mailslot.Dialer).Dial(ctx, "x")
	_, waited := (&mailslot.Dialer{Wait: time.Hour}).Dial(ctx, "nobody")
	for _, err := range []error{received, w.Send(ctx, nil), dialled, waited} {
		if !errors.Is(err, context.Canceled) || !errors.Is(err, why) || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v", err)
		}
	}
	if i, err := slot.Info(); err != nil || i.Count != 1 {
		t.Errorf("%+v, %v, want the one message of before", i, err)
	}
}

func TestContextEndsTheWaitForAServer(t *testing.T) {
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err := (&mailslot.Dialer{Wait: time.Hour}).Dial(ctx, "nobody")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("ended by the context: %v", err)
	}
	_, err = (&mailslot.Dialer{Wait: time.Millisecond}).Dial(context.Background(), "nobody")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ended by Wait: %v", err)
	}
}

// TestErrorsReadAsSentences: what a person sees names the operation and the
// slot once, and says what is wrong.
func TestErrorsReadAsSentences(t *testing.T) {
	slot := unread(t, "x")
	w, err := mailslot.Dial("x")
	if err != nil {
		t.Fatal(err)
	}
	slot.Close()
	w.Close()
	_, empty := mailslot.Listen("")
	_, drive := mailslot.Dial(`C:\x`)
	for _, c := range []struct {
		err  error
		want string
	}{
		{empty, `listen mailslot: the name is empty`},
		{drive, "dial mailslot: `C:\\x` is not of the form \\\\.\\mailslot\\name"},
		{slot.Close(), `close mailslot \\.\mailslot\x: the slot is closed`},
		{w.Close(), `close mailslot \\.\mailslot\x: the handle is closed`},
	} {
		if c.err == nil || c.err.Error() != c.want {
			t.Errorf("%v\nwant %s", c.err, c.want)
		}
	}
	if !errors.Is(slot.Close(), net.ErrClosed) || !errors.Is(w.WriteMessage(nil), net.ErrClosed) {
		t.Error("what is closed is not net.ErrClosed")
	}
}

func TestBlockedReaderHearsThatTheSlotWasClosed(t *testing.T) {
	slot := unread(t, "x")
	done := make(chan error, 1)
	go func() {
		_, err := slot.ReadMessage(nil)
		done <- err
	}()
	slot.Close()
	if err := <-done; !errors.Is(err, net.ErrClosed) || !strings.Contains(err.Error(), "closed") {
		t.Errorf("%v", err)
	}
}

// TestAnyQuotaKeepsWhatWasWritten: one beyond all bounds means the largest, not
// none at all.
func TestAnyQuotaKeepsWhatWasWritten(t *testing.T) {
	for _, quota := range []int64{math.MinInt64, -1, 1, 1 << 33, 1<<62 + 1, math.MaxInt64} {
		t.Setenv("MAILSLOT_DIR", t.TempDir())
		config := mailslot.ListenConfig{Quota: quota, UserQuota: quota}
		slot, err := config.Listen("x")
		if err != nil {
			t.Fatal(err)
		}
		w, err := mailslot.Dial("x")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 60 {
			if err := w.WriteMessage(make([]byte, 1000)); err != nil {
				t.Errorf("quota %d, message %d: %v", quota, i, err)
			}
		}
		if i, err := slot.Info(); err != nil || i.Count != 60 || i.Offenders != 0 {
			t.Errorf("quota %d: %+v, %v", quota, i, err)
		}
		w.Close()
		slot.Close()
	}
}

// unread is a slot on a computer of the test's own.
func unread(t *testing.T, name string) *mailslot.Slot {
	t.Helper()
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	slot, err := mailslot.Listen(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { slot.Close() })
	return slot
}

// A reader is told to stop as one of a net.Conn is: by a deadline in the past.
func TestDeadlineEndsAReceiveThatWaits(t *testing.T) {
	slot := unread(t, "x")
	var _ interface{ SetReadDeadline(time.Time) error } = slot
	ended := make(chan error, 1)
	go func() {
		for _, err := range slot.Messages(context.Background()) {
			if err != nil {
				ended <- err
			}
		}
	}()
	if err := slot.SetReadDeadline(time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
	slot.Close()
	if err := slot.SetReadDeadline(time.Time{}); !errors.Is(err, net.ErrClosed) {
		t.Errorf("on a closed slot: %v", err)
	}
}
