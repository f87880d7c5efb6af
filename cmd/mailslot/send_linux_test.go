package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"mailslot"
	"mailslot/internal/errno"
)

// full returns a slot and a handle whose quota is used up.
func full(t *testing.T) (*mailslot.Slot, *mailslot.Writer) {
	t.Helper()
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	config := mailslot.ListenConfig{Quota: 64 << 10}
	slot, err := config.Listen("full")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { slot.Close() })
	w, err := mailslot.Dial("full")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	for err == nil {
		err = w.WriteMessage(make([]byte, 1000))
	}
	if !errors.Is(err, errno.NotEnoughQuota) {
		t.Fatal(err)
	}
	return slot, w
}

func TestSendWithoutWaitFailsWhenTheQuotaIsFull(t *testing.T) {
	_, w := full(t)
	var o sendOptions
	err := o.write(t.Context(), w, make([]byte, 1000))
	if exitCode(err) != exitFailure || describe(err).Win32 != errno.NotEnoughQuota {
		t.Errorf("exit code %d of %v", exitCode(err), err)
	}
}

func TestSendWaitsForRoomAsLongAsItMay(t *testing.T) {
	slot, w := full(t)
	o := sendOptions{wait: duration{20 * time.Millisecond, true}}
	err := o.write(t.Context(), w, make([]byte, 1000))
	if exitCode(err) != exitTimeout {
		t.Errorf("exit code %d of %v", exitCode(err), err)
	}
	said := describe(err).line()
	if !strings.Contains(said, "no room in the slot within the time-out: ") || strings.Contains(said, "context") {
		t.Errorf("it says %q", said)
	}
	o.wait.Duration = patience
	sent := make(chan error)
	go func() { sent <- o.write(t.Context(), w, []byte("last")) }()
	for {
		m, err := slot.Receive(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if string(m.Data) == "last" {
			break
		}
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}
