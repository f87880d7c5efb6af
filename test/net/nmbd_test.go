//go:build linux

package net

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailslot/internal/control"
)

// withNmbd is a LAN of three hosts with nmbd as NMBD1 on h1.
func withNmbd(t *testing.T, id string, flags ...string) *lab {
	t.Helper()
	needSamba(t)
	l := newLab(t, id, append([]string{"-n", "3", "-B", "1"}, flags...)...)
	eventually(t, "nmbd to claim its names", func() bool {
		return strings.Contains(l.nmblookup(2, "-B", "10.77.0.255", "NMBD1"), addr(1)+" ")
	})
	return l
}

// nmblookup asks as another stack does, from a free port.
func (l *lab) nmblookup(host int, args ...string) string {
	l.t.Helper()
	r := l.run(host, "nmblookup", append([]string{"-s", "/dev/null"}, args...)...)
	return r.out
}

func (l *lab) nmbdSocket() string { return filepath.Join(l.dir, "nmbd/sock/unexpected") }

// TestSambaSeesOurNames asks our host by nmblookup: by broadcast, by suffix,
// by the wildcard, and for its node status.
func TestSambaSeesOurNames(t *testing.T) {
	l := withNmbd(t, "names")
	l.daemon(2, "")
	for _, name := range []string{"H2", "h2", "H2#00", "MSLOT#00", "*"} {
		if out := l.nmblookup(3, "-B", "10.77.0.255", name); !strings.Contains(out, addr(2)+" ") {
			t.Errorf("nmblookup %s did not find us: %s", name, out)
		}
	}
	status := l.nmblookup(3, "-A", addr(2))
	for _, want := range []string{"H2              <00> -         B <ACTIVE>", "MSLOT           <00> - <GROUP> B <ACTIVE>", "MAC Address"} {
		if !strings.Contains(status, want) {
			t.Errorf("node status lacks %q: %s", want, status)
		}
	}
}

// TestNbtscanReadsOurStatus asks with a third stack.
func TestNbtscanReadsOurStatus(t *testing.T) {
	needTools(t, "nbtscan")
	l := newLab(t, "scan", "-S", "-n", "2")
	l.daemon(1, "")
	out := l.run(2, "nbtscan", "-v", "10.77.0.1/32").out
	if !strings.Contains(out, "H1") || !strings.Contains(out, "MSLOT") || !strings.Contains(out, "Adapter address") {
		t.Errorf("nbtscan: %s", out)
	}
}

// TestNameHeldByNmbdEndsInConflictAndSaysSo, on our side.
func TestNameHeldByNmbdEndsInConflictAndSaysSo(t *testing.T) {
	l := withNmbd(t, "taken")
	d := l.daemon(2, "domains = []\n[daemon]\nmetrics = \"127.0.0.1:9138\"\nnames = [\"NMBD1\"]\n")
	eventually(t, "the conflict", func() bool { return l.names(2)["NMBD1<00>"] == "conflict" })
	out := l.ok(2, "mailslot", "names")
	if !strings.Contains(out, addr(1)) {
		t.Errorf("names does not say who holds it: %s", out)
	}
	if !strings.Contains(d.stderr(), "name conflict") {
		t.Errorf("the log does not say it: %s", d.stderr())
	}
	if r := l.run(2, "mailslot", "doctor"); r.code != 1 || !strings.Contains(r.out, "NMBD1<00> is held by") {
		t.Errorf("doctor does not say it: exit %d: %s", r.code, r.out)
	}
}

// TestNmbdGivesWayToOurName: we defend it. Samba's tool claims it by the
// registration of a starting nmbd with our name.
func TestNmbdGivesWayToOurName(t *testing.T) {
	needSamba(t)
	l := newLab(t, "defend", "-S", "-n", "2")
	l.daemon(2, "")
	conf := l.smbConf(1, "H2")
	l.start(1, "nmbd", "-F", "--no-process-group", "-s", conf)
	eventually(t, "our defence", func() bool { return l.state(2).Counters["names_defended"] > 0 })
	if s := l.names(2)["H2<00>"]; s != "owned" {
		t.Errorf("our name is %s", s)
	}
}

// smbConf writes a configuration for a second nmbd, on host, called name.
func (l *lab) smbConf(host int, name string) string {
	l.t.Helper()
	d := filepath.Join(l.dir, fmt.Sprintf("smb%d", host))
	text := fmt.Sprintf("[global]\nworkgroup = MSLOT\nnetbios name = %s\ninterfaces = %s/24\nbind interfaces only = yes\nlocal master = no\n", name, addr(host))
	for _, key := range []string{"private dir", "state directory", "cache directory", "lock directory", "pid directory", "nmbd:socket dir", "ncalrpc dir"} {
		sub := filepath.Join(d, strings.ReplaceAll(strings.ReplaceAll(key, " ", ""), ":", ""))
		if err := os.MkdirAll(sub, 0o755); err != nil {
			l.t.Fatal(err)
		}
		text += key + " = " + sub + "\n"
	}
	path := filepath.Join(d, "smb.conf")
	if err := os.WriteFile(path, []byte(text+"log file = "+d+"/log\n"), 0o644); err != nil {
		l.t.Fatal(err)
	}
	return path
}

// TestBrowsingWithNmbd is one conversation with a local master browser: it
// lists us with our comment, answers our backup list request into our slot,
// announces itself into our slot LANMAN, and shows up in our own list.
func TestBrowsingWithNmbd(t *testing.T) {
	l := withNmbd(t, "browse")
	l.daemon(2, "[announce]\nenabled = true\ncomment = \"valve control\"\n")
	lanman := l.listen(2, "lanman")
	slot := l.listen(2, "browse")

	eventually(t, "nmbd to become local master", func() bool {
		return strings.Contains(l.nmblookup(3, "-B", "10.77.0.255", "MSLOT#1d"), addr(1)+" ")
	})
	const token = 0x4D534C54
	request := binary.LittleEndian.AppendUint32([]byte{0x09, 4}, token)
	l.sendBytes(2, "//MSLOT<1d>/mailslot/browse", request)
	for {
		answer := []byte(slot.next().text())
		if len(answer) > 6 && answer[0] == 0x0A {
			if got := binary.LittleEndian.Uint32(answer[2:]); got != token || !bytes.Contains(answer, []byte("NMBD1\x00")) {
				t.Errorf("backup list response %x", answer)
			}
			break
		}
	}
	if m := lanman.next(); m.From.Host != "NMBD1" || m.From.Destination != "MSLOT<00>" {
		t.Errorf("LANMAN from %+v", m.From)
	}
	eventually(t, "our computer in browse.dat", func() bool { return l.inBrowseDat("H2", "valve control") })
	eventually(t, "nmbd in our list", func() bool {
		reply, err := l.ask(2, control.Request{Op: control.OpBrowse})
		return err == nil && strings.Contains(strings.ToLower(fmt.Sprint(reply.Computers)), "nmbd1 lab nmbd")
	})
	if out := l.ok(2, "mailslot", "browse"); !strings.Contains(strings.ToLower(out), "lab nmbd") {
		t.Errorf("browse: %s", out)
	}
}

// sendBytes sends a binary message from a host.
func (l *lab) sendBytes(host int, name string, data []byte) {
	l.t.Helper()
	path := filepath.Join(l.dir, "message")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		l.t.Fatal(err)
	}
	l.ok(host, "mailslot", "send", name, "--file", path)
}

func (l *lab) inBrowseDat(name, comment string) bool {
	found := false
	filepath.WalkDir(filepath.Join(l.dir, "nmbd"), func(path string, _ os.DirEntry, _ error) error {
		if filepath.Base(path) == "browse.dat" {
			text, _ := os.ReadFile(path)
			for line := range strings.Lines(string(text)) {
				found = found || strings.Contains(line, `"`+name+`"`) && strings.Contains(line, comment)
			}
		}
		return nil
	})
	return found
}

// TestNmbdHandsOnOurMessage: a client of nmbd's unexpected socket, here our
// own daemon beside it, gets what we sent to nmbd's name.
func TestNmbdHandsOnOurMessage(t *testing.T) {
	l := withNmbd(t, "behind")
	l.daemon(2, "")
	l.daemonBeside(1, "NMBD1", "behind nmbd", "nmbd_socket = \""+l.nmbdSocket()+"\"\n")
	slot := l.listen(1, "x")
	l.checkBeside(slot, "NMBD1")
}

// TestOwnNameBehindNmbd has a name that nmbd knows nothing of: what is unicast
// to it still goes to nmbd first.
func TestOwnNameBehindNmbd(t *testing.T) {
	l := withNmbd(t, "own")
	l.daemon(2, "")
	l.daemonBeside(1, "GOHOST", "behind nmbd", "nmbd_socket = \""+l.nmbdSocket()+"\"\n")
	slot := l.listen(1, "x")
	l.checkBeside(slot, "GOHOST")
}

// TestAliasBesideNmbd gives our daemon an address of its own on nmbd's host.
func TestAliasBesideNmbd(t *testing.T) {
	l := withNmbd(t, "alias")
	l.daemon(2, "")
	l.ok(1, "ip", "addr", "add", "10.77.0.101/24", "brd", "10.77.0.255", "dev", "eth0")
	l.daemonBeside(1, "GOHOST", "alias", "interfaces = [\"eth0=10.77.0.101\"]\n")
	slot := l.listen(1, "x")
	l.checkBeside(slot, "GOHOST")
	if out := l.nmblookup(3, "-B", "10.77.0.255", "GOHOST"); !strings.Contains(out, "10.77.0.101 ") {
		t.Errorf("our name is not at our address: %s", out)
	}
}

// TestBroadcastOnlyBesideNmbd cannot reach nmbd's socket: the domain's messages
// arrive, and no name of ours makes others send in vain.
func TestBroadcastOnlyBesideNmbd(t *testing.T) {
	l := withNmbd(t, "bcast")
	l.daemon(2, "")
	l.daemonBeside(1, "GOHOST", "broadcast only", "nmbd_socket = \"/nowhere\"\n")
	slot := l.listen(1, "x")
	l.ok(2, "mailslot", "send", "//MSLOT/mailslot/x", "domain")
	l.ok(2, "mailslot", "send", "//MSLOT/mailslot/x", "marker")
	l.checkOnce(slot.until("marker"), "MSLOT", 1, true, "domain")
	if out := l.nmblookup(3, "-B", "10.77.0.255", "GOHOST"); strings.Contains(out, addr(1)+" ") {
		t.Errorf("a name that cannot be reached is announced: %s", out)
	}
	l.checkNmbdUndisturbed()
}

// daemonBeside starts a daemon on nmbd's host.
func (l *lab) daemonBeside(host int, computer, mode, extra string) {
	l.t.Helper()
	l.daemon(host, "computer = \""+computer+"\"\n"+extra)
	for _, i := range l.state(host).Interfaces {
		if i.Mode != mode {
			l.t.Fatalf("mode %q, want %q", i.Mode, mode)
		}
	}
}

// checkBeside sends to our daemon on nmbd's host, from it, and to nmbd.
func (l *lab) checkBeside(slot listener, computer string) {
	l.t.Helper()
	for _, target := range []string{computer, "MSLOT", "*"} {
		for _, sender := range []int{1, 2} {
			name := "//" + target + "/mailslot/x"
			l.ok(sender, "mailslot", "send", name, "hello")
			l.ok(2, "mailslot", "send", "//"+computer+"/mailslot/x", "marker")
			l.checkOnce(slot.until("marker"), fmt.Sprintf("%s from h%d", name, sender), 1, true, "hello")
		}
	}
	answer := l.listen(1, "answer")
	l.ok(1, "mailslot", "send", "//H2/mailslot/nothing", "we can send")
	l.ok(2, "mailslot", "send", "//"+computer+"/mailslot/answer", "and hear")
	if got := answer.next().text(); got != "and hear" {
		l.t.Errorf("got %q", got)
	}
	l.checkNmbdUndisturbed()
}

// checkNmbdUndisturbed: nmbd still gets every unicast packet that is its own.
func (l *lab) checkNmbdUndisturbed() {
	l.t.Helper()
	for range 4 {
		if out := l.nmblookup(3, "-U", addr(1), "NMBD1"); !strings.Contains(out, addr(1)+" ") {
			l.t.Errorf("nmbd does not answer to its own address: %s", out)
		}
	}
	if out := l.nmblookup(3, "-A", addr(1)); !strings.Contains(out, "NMBD1") {
		l.t.Errorf("nmbd does not answer a node status request: %s", out)
	}
}
