package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mailslot"
	"mailslot/cmd/mailslot/internal/codepage"
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

// TestSendToAnotherComputerEndsWithCtrlC, however long the daemon looks for it.
func TestSendToAnotherComputerEndsWithCtrlC(t *testing.T) {
	for name, send := range map[string]func(context.Context) error{
		"send": func(ctx context.Context) error {
			w, err := mailslot.Dial("//OTHER/mailslot/x")
			if err != nil {
				return err
			}
			defer w.Close()
			return new(sendOptions).write(ctx, w, []byte("x"))
		},
		"signal": func(ctx context.Context) error { return signalHost(ctx, "OTHER", "go") },
		"popup":  func(ctx context.Context) error { return sendPopup(ctx, "OTHER", "me", "x", codepage.Encoding{}) },
	} {
		t.Run(name, func(t *testing.T) {
			daemon := silentDaemon(t)
			ctx, cancel := context.WithCancelCause(t.Context())
			sent := make(chan error, 1)
			go func() { sent <- send(ctx) }()
			asked, err := daemon.Accept()
			if err != nil {
				t.Fatal(err)
			}
			defer asked.Close()
			if _, err := asked.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			cancel(interrupted{syscall.SIGINT})
			if err := <-sent; !errors.As(err, new(interrupted)) {
				t.Errorf("it ended by itself: %v", err)
			}
		})
	}
}

// silentDaemon is where a daemon would be asked, which answers nothing.
func silentDaemon(t *testing.T) net.Listener {
	t.Helper()
	dir := t.TempDir()
	silent, err := net.Listen("unix", filepath.Join(dir, "control"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	config := filepath.Join(dir, "mailslot.toml")
	if err := os.WriteFile(config, fmt.Appendf(nil, "[network]\ncontrol = %q\n", silent.Addr()), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MAILSLOT_CONFIG", config)
	return silent
}
