//go:build unix

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// watching is a running mailslot watch --json.
type watching struct {
	t      *testing.T
	cmd    *exec.Cmd
	events chan event
}

// mailslotCommand prepares a mailslot command in a namespace.
func mailslotCommand(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("mailslot")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "MAILSLOT_DIR="+dir)
	return cmd
}

func startWatch(t *testing.T, dir string, args ...string) *watching {
	t.Helper()
	w := &watching{t, mailslotCommand(t, dir, append([]string{"watch", "--json", "--interval", "10ms"}, args...)...), make(chan event, 1000)}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.cmd.Process.Kill() })
	go w.read(out)
	return w
}

func (w *watching) read(out io.Reader) {
	defer close(w.events)
	for s := bufio.NewScanner(out); s.Scan(); {
		var e event
		if err := json.Unmarshal(s.Bytes(), &e); err != nil {
			w.t.Errorf("%v: %s", err, s.Text())
			return
		}
		w.events <- e
	}
}

// until waits for an event.
func (w *watching) until(what string, match func(event) bool) {
	w.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case e, ok := <-w.events:
			if !ok {
				w.t.Fatalf("watch ended before %s", what)
			}
			if match(e) {
				return
			}
		case <-timeout:
			w.t.Fatalf("no %s", what)
		}
	}
}

func (w *watching) untilEvent(kind, slot string) {
	w.t.Helper()
	w.until(kind+" of "+slot, func(e event) bool { return e.Event == kind && e.Slot == slot })
}

// send runs mailslot send off the terminal.
func send(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("mailslot", append([]string{"send", "--wait", "20s"}, args...)...)
	cmd.Env = append(os.Environ(), "MAILSLOT_DIR="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("send: %v\n%s", err, out)
	}
}

func start(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd
}

func TestWatchSeesSlotsComeFlowAndGo(t *testing.T) {
	dir := t.TempDir()
	first := start(t, mailslotCommand(t, dir, "listen", "early"))
	send(t, dir, "early", "one")
	w := startWatch(t, dir)
	w.untilEvent(eventPresent, "early")

	second := start(t, mailslotCommand(t, dir, "listen", "net/late", "--exec", "sleep 60"))
	w.untilEvent(eventCreated, "net/late")
	send(t, dir, "early", "--count", "50", "twelve bytes")
	w.until("traffic of early", func(e event) bool {
		return e.Event == eventStats && e.Slot == "early" && e.MessagesPerSecond > 0 && e.BytesPerSecond > e.MessagesPerSecond
	})
	send(t, dir, "net/late", "--count", "5", "x")
	w.until("depth of net/late", func(e event) bool {
		return e.Slot == "net/late" && e.Count != nil && *e.Count == 4 && *e.NextSize == 1
	})

	second.Process.Kill()
	w.untilEvent(eventClosed, "net/late")
	first.Process.Signal(syscall.SIGINT)
	w.untilEvent(eventClosed, "early")
	w.cmd.Process.Signal(syscall.SIGINT)
	for range w.events { // drain, so that watch is not blocked by its pipe
	}
	if code := codeOf(w.cmd.Wait()); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
}

// The interval is an hour: only a change of the namespace can tell.
func TestWatchSeesShortLivesBetweenLooks(t *testing.T) {
	dir := t.TempDir()
	start(t, mailslotCommand(t, dir, "listen", "first"))
	send(t, dir, "first", "it is there")
	w := startWatch(t, dir, "--interval", "1h")
	w.untilEvent(eventPresent, "first")
	short := start(t, mailslotCommand(t, dir, "listen", "short"))
	w.untilEvent(eventCreated, "short")
	short.Process.Signal(syscall.SIGINT)
	w.untilEvent(eventClosed, "short")
}

func TestWatchHeedsItsPattern(t *testing.T) {
	dir := t.TempDir()
	start(t, mailslotCommand(t, dir, "listen", "net/a"))
	start(t, mailslotCommand(t, dir, "listen", "other"))
	send(t, dir, "net/a", "there")
	send(t, dir, "other", "there")
	w := startWatch(t, dir, "NET/*")
	seen := 0
	w.until("three events", func(e event) bool {
		if e.Slot != "net/a" {
			t.Errorf("%s of %s", e.Event, e.Slot)
		}
		seen++
		return seen == 3
	})
}

// A stopped owner cannot answer: what is public is shown, and the others are
// not kept waiting for it one after the other.
func TestListShowsAStoppedOwnerWithoutItsCounts(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"stopped", "fine"} {
		cmd := start(t, mailslotCommand(t, dir, "listen", name))
		send(t, dir, name, "it is there")
		if name == "stopped" {
			cmd.Process.Signal(syscall.SIGSTOP)
		}
	}
	out, err := mailslotCommand(t, dir, "list", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		var o slotObject
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatal(err)
		}
		if known := o.Count != nil; known != (o.Slot == "fine") {
			t.Errorf("%s", line)
		}
	}
	if code := codeOf(mailslotCommand(t, dir, "info", "stopped").Run()); code != exitTimeout {
		t.Errorf("info exits with %d, want %d", code, exitTimeout)
	}
}
