//go:build linux

package net

import (
	"fmt"
	"strings"
	"testing"
)

// Exit codes of the command line.
const (
	exitTooLarge = 6
	exitExists   = 4
	exitNetwork  = 7
)

// TestMessagesReachEveryHostOnce sends in all remote forms between three hosts,
// with daemons everywhere:
//
//	h1 (sends, has the slot)   h2 (has the slot)   h3 (has the slot)
func TestMessagesReachEveryHostOnce(t *testing.T) {
	l := newLab(t, "once", "-S", "-n", "3")
	for host := 1; host <= 3; host++ {
		l.daemon(host, "")
	}
	l.checkForms(1)
}

// TestMessagesReachEveryHostOnceWithoutDaemon is the same for a sender that
// has no daemon: its own slot is reached all the same.
func TestMessagesReachEveryHostOnceWithoutDaemon(t *testing.T) {
	l := newLab(t, "alone", "-S", "-n", "3")
	l.configure(1, "")
	l.daemon(2, "")
	l.daemon(3, "")
	l.checkForms(1)
}

// checkForms sends from one of three hosts to the others and to itself.
func (l *lab) checkForms(sender int) {
	l.t.Helper()
	const slot = "net/level/test"
	var listeners [4]listener
	for host := 1; host <= 3; host++ {
		listeners[host] = l.listen(host, slot)
	}
	all := []int{1, 2, 3}
	for _, target := range []struct {
		name  string
		hosts []int
	}{
		{"H3", []int{3}}, {"h2", []int{2}}, {fmt.Sprintf("H%d", sender), []int{sender}},
		{"MSLOT", all}, {"*", all},
	} {
		for _, size := range []int{0, 1, 416} {
			text := strings.Repeat("x", size)
			l.ok(sender, "mailslot", "send", "//"+target.name+"/mailslot/"+slot, text)
			for host := 1; host <= 3; host++ {
				l.ok(sender, "mailslot", "send", fmt.Sprintf("//H%d/mailslot/%s", host, slot), "marker")
				got := listeners[host].until("marker")
				l.checkOnce(got, target.name, host, contains(target.hosts, host), text)
			}
		}
	}
}

func (l *lab) checkOnce(got []message, target string, host int, wanted bool, text string) {
	l.t.Helper()
	want := 0
	if wanted {
		want = 1
	}
	if len(got) != want {
		l.t.Errorf("//%s of %d bytes: h%d got %d messages, want %d: %+v", target, len(text), host, len(got), want, got)
		return
	}
	for _, m := range got {
		if m.text() != text {
			l.t.Errorf("//%s: h%d got %q, want %d bytes", target, host, m.text(), len(text))
		}
	}
}

func contains(hosts []int, host int) bool {
	for _, h := range hosts {
		if h == host {
			return true
		}
	}
	return false
}

// TestLargestMessageArrivesAndOneByteMoreIsRefused holds for a name of 5 to 8
// characters; 425 bytes are refused before anything is sent.
func TestLargestMessageArrivesAndOneByteMoreIsRefused(t *testing.T) {
	l := newLab(t, "limit", "-S", "-n", "2")
	l.daemon(1, "")
	l.daemon(2, "")
	slot := l.listen(2, "limits")
	for _, target := range []string{"H2", "MSLOT", "*"} {
		name := "//" + target + "/mailslot/limits"
		l.ok(1, "mailslot", "send", name, strings.Repeat("a", 424))
		if m := slot.next(); m.Size != 424 {
			t.Errorf("%s: got %d bytes, want 424", name, m.Size)
		}
		if r := l.run(1, "mailslot", "send", name, strings.Repeat("a", 425)); r.code != exitTooLarge || !strings.Contains(r.err, "win32 53") {
			t.Errorf("%s: 425 bytes: exit %d, want %d with error 53: %s", name, r.code, exitTooLarge, r.err)
		}
	}
	l.ok(1, "mailslot", "send", "//H2/mailslot/limits", "marker")
	if got := slot.until("marker"); len(got) != 0 {
		t.Errorf("a refused message arrived: %+v", got)
	}
}

// TestUnknownComputerIsUnreachable holds with and without a daemon.
func TestUnknownComputerIsUnreachable(t *testing.T) {
	l := newLab(t, "nobody", "-S", "-n", "2")
	l.configure(2, "")
	l.daemon(1, "")
	for host := 1; host <= 2; host++ {
		r := l.run(host, "mailslot", "send", "//NOBODY/mailslot/x", "hello")
		if r.code != exitNetwork || !strings.Contains(r.err, "win32 53") {
			t.Errorf("h%d: exit %d, want %d with error 53: %s", host, r.code, exitNetwork, r.err)
		}
	}
}

// TestUnknownSlotIsSilence: nobody says that a slot is not there, and a slot
// that does not ask for the network does not hear it.
func TestUnknownSlotIsSilence(t *testing.T) {
	l := newLab(t, "silent", "-S", "-n", "2")
	l.daemon(1, "")
	l.daemon(2, "")
	hears := l.listen(2, "hears")
	deaf := l.start(2, "mailslot", "listen", "deaf", "--mode", "0666", "--json")
	eventually(t, "the slot deaf", func() bool { return strings.Contains(l.run(2, "mailslot", "list").out, "deaf") })
	l.ok(1, "mailslot", "send", "//H2/mailslot/nowhere", "hello")
	l.ok(1, "mailslot", "send", "//H2/mailslot/deaf", "hello")
	l.ok(1, "mailslot", "send", "//H2/mailslot/hears", "marker")
	hears.until("marker")
	eventually(t, "the daemon to count both", func() bool {
		c := l.state(2).Counters
		return c["drop_no_slot"] == 1 && c["drop_not_network"] == 1
	})
	deaf.stop()
	for line := range deaf.lines {
		t.Errorf("a slot without --network heard %s", line)
	}
}

// TestMessageSaysWhereItComesFrom shows the origin that the daemon adds.
func TestMessageSaysWhereItComesFrom(t *testing.T) {
	l := newLab(t, "origin", "-S", "-n", "2")
	l.daemon(1, "")
	l.daemon(2, "")
	slot := l.listen(2, "x")
	l.ok(1, "mailslot", "send", "//MSLOT/mailslot/x", "hello")
	from := slot.next().From
	if from.Host != "H1" || from.Address != addr(1) || from.Destination != "MSLOT<00>" || from.Via != "netbios" {
		t.Errorf("from %+v", from)
	}
}

// TestEqualMessagesOfDifferentProcessesAllArrive: they are no duplicates.
func TestEqualMessagesOfDifferentProcessesAllArrive(t *testing.T) {
	const n = 10
	l := newLab(t, "equal", "-S", "-n", "2")
	l.configure(1, "")
	l.daemon(2, "")
	slot := l.listen(2, "x")
	for range n {
		l.ok(1, "mailslot", "send", "//H2/mailslot/x", "the same")
	}
	l.ok(1, "mailslot", "send", "//H2/mailslot/x", "marker")
	if got := slot.until("marker"); len(got) != n {
		t.Errorf("%d of %d equal messages arrived", len(got), n)
	}
}

// TestSignalWakesWaitersOfAnotherHost wakes two at once.
func TestSignalWakesWaitersOfAnotherHost(t *testing.T) {
	l := newLab(t, "signal", "-S", "-n", "2")
	l.daemon(1, "")
	l.daemon(2, "")
	var waiters []*process
	for range 2 {
		waiters = append(waiters, l.start(2, "mailslot", "wait", "ready", "--network", "--mode", "0666", "--timeout", "40s"))
	}
	eventually(t, "two waiters", func() bool {
		return strings.Count(l.run(2, "mailslot", "list", "--json").out, "waitfor") == 2
	})
	l.ok(1, "mailslot", "signal", "ready", "--host", "H2")
	for _, w := range waiters {
		<-w.done
		if code := w.cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("a waiter ended with %d: %s", code, w.stderr())
		}
	}
}

// TestSlotNameBeyondASCIIArrives, in whatever case.
func TestSlotNameBeyondASCIIArrives(t *testing.T) {
	l := newLab(t, "umlaut", "-S", "-n", "2")
	l.configure(1, "")
	l.daemon(2, "")
	slot := l.listen(2, "störung")
	l.ok(1, "mailslot", "send", "//H2/mailslot/STÖRUNG", "hello")
	if m := slot.next(); m.text() != "hello" {
		t.Errorf("got %+v", m)
	}
}
