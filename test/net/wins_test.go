//go:build linux

package net

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNamesThroughAWINSServer: nmbd on h1 is the server. h2 registers there and
// h3, which never broadcasts a question, finds it; lmhosts names what nobody
// registers.
func TestNamesThroughAWINSServer(t *testing.T) {
	l := withNmbd(t, "wins", "-W")
	l.daemon(2, "wins = [\"10.77.0.1\"]\n")
	hosts := filepath.Join(l.dir, "lmhosts")
	if err := os.WriteFile(hosts, []byte("10.77.0.2  BYHAND\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	l.configure(3, "wins = [\"10.77.0.1\"]\nnode_type = \"p\"\nlmhosts = \""+hosts+"\"\n")
	for _, name := range []string{"H2", "BYHAND"} {
		if out := l.ok(3, "mailslot", "resolve", name); strings.TrimSpace(out) != addr(2) {
			t.Errorf("%s is at %q", name, out)
		}
	}
	slot := l.listen(2, "x")
	l.ok(3, "mailslot", "send", "//H2/mailslot/x", "by WINS")
	if m := slot.next(); m.text() != "by WINS" {
		t.Errorf("got %+v", m)
	}
	if out := l.nmblookup(3, "-U", addr(1), "--recursion", "H2"); !strings.Contains(out, addr(2)+" ") {
		t.Errorf("the server does not know us: %s", out)
	}
}

// TestPopupsAreShown, to a computer and to the domain.
func TestPopupsAreShown(t *testing.T) {
	l := newLab(t, "popup", "-S", "-n", "2")
	l.configure(1, "")
	l.daemon(2, "[daemon]\npopups = true\n")
	if l.names(2)["H2<03>"] != "owned" {
		t.Errorf("names %v", l.names(2))
	}
	p := l.start(2, "mailslot", "popup", "listen")
	eventually(t, "the slot", func() bool { return strings.Contains(l.run(2, "mailslot", "list").out, "messngr") })
	for _, target := range []string{"H2", "MSLOT"} {
		l.ok(1, "mailslot", "popup", "send", target, "--from", "Jürgen", "the", "line", "stops")
		if got := p.line("a pop-up"); got != "Jürgen -> "+target+": the line stops" {
			t.Errorf("got %q", got)
		}
	}
}

// TestDaemonRemovesWhatDeadOwnersLeft, whoever they were.
func TestDaemonRemovesWhatDeadOwnersLeft(t *testing.T) {
	needTools(t, "setpriv")
	l := newLab(t, "dead", "-S", "-n", "2")
	l.configure(1, "interfaces = []\n")
	l.readable()
	p := l.start(1, "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", program(t), "listen", "left")
	eventually(t, "the slot", func() bool {
		if p.ended() {
			t.Fatal(p.stderr())
		}
		return len(l.entries(1)) == 1
	})
	p.cmd.Process.Kill()
	<-p.done
	if len(l.entries(1)) != 1 {
		t.Fatal("a killed owner left nothing")
	}
	l.start(1, "mailslot", "daemon")
	eventually(t, "the entry to go", func() bool { return len(l.entries(1)) == 0 })
}

// entries are the slots on disk of a host.
func (l *lab) entries(host int) []string {
	l.t.Helper()
	all, err := filepath.Glob(filepath.Join(l.dir, fmt.Sprintf("h%d/run/mailslot/[0-9a-f]*", host)))
	if err != nil {
		l.t.Fatal(err)
	}
	return all
}
