//go:build linux

package net

import (
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/netbios"
)

// TestEveryUserMaySendButOnlyRootMayRule, through the control socket.
func TestEveryUserMaySendButOnlyRootMayRule(t *testing.T) {
	needTools(t, "setpriv")
	l := newLab(t, "users", "-S", "-n", "2")
	l.daemon(1, "")
	l.daemon(2, "")
	slot := l.listen(2, "x")
	nobody := func(args ...string) result {
		setpriv := []string{"--reuid", "65534", "--regid", "65534", "--clear-groups", "sh", "-c", `exec "$0" "$@"`, program(t)}
		return l.run(1, "setpriv", append(setpriv, args...)...)
	}
	l.readable()
	if r := nobody("send", "//H2/mailslot/x", "hello"); r.code != 0 {
		t.Errorf("send: exit %d: %s", r.code, r.err)
	}
	if got := slot.next().text(); got != "hello" {
		t.Errorf("got %q", got)
	}
	for _, args := range [][]string{{"names"}, {"resolve", "H2"}, {"status", "H2"}, {"browse"}} {
		if r := nobody(args...); r.code != 0 {
			t.Errorf("%v: exit %d: %s", args, r.code, r.err)
		}
	}
	for _, args := range [][]string{{"names", "claim", "EVIL"}, {"names", "release", "H1"}} {
		if r := nobody(args...); r.code != exitDenied {
			t.Errorf("%v: exit %d, want %d: %s", args, r.code, exitDenied, r.err)
		}
	}
	if l.names(1)["H1<00>"] != "owned" {
		t.Error("a user without rights released our name")
	}
}

// TestDaemonBecomesTheNamedUserAndTakesNoDirectory: a control socket in a
// directory that is there does not give that away, and without the user that it
// is to become the daemon does not run.
func TestDaemonBecomesTheNamedUserAndTakesNoDirectory(t *testing.T) {
	l := newLab(t, "own", "-S", "-n", "2")
	l.readable()
	l.daemon(1, "[daemon]\nuser = \"nobody\"\n").stop()
	run := filepath.Dir(filepath.Dir(l.controlPath(1)))
	if owner(t, filepath.Join(run, "mailslotd")) != nobodyID {
		t.Error("the control socket's directory is not the daemon's")
	}
	for extra, want := range map[string]string{
		"control = \"/run/mailslot.sock\"\n[daemon]\nuser = \"nobody\"\n": "control in [network]",
		"[daemon]\nuser = \"no-such-user\"\n":                             "no-such-user",
		"[daemon]\nuser = \"nobody\"\ngroup = \"no-such-group\"\n":        "no-such-group",
	} {
		l.configure(1, extra)
		if r := l.run(1, "timeout", "10", program(t), "daemon"); r.code == 0 || r.code == 124 || !strings.Contains(r.err, want) {
			t.Errorf("%s: exit %d: %s", extra, r.code, r.err)
		}
		check := l.run(1, "mailslot", "daemon", "--check")
		if named := strings.Contains(extra, "no-such"); named != (check.code != 0) {
			t.Errorf("%s: --check: exit %d: %s", extra, check.code, check.err)
		}
	}
	if uid := owner(t, run); uid != 0 {
		t.Errorf("/run was given to user %d", uid)
	}
}

func owner(t *testing.T, path string) uint32 {
	t.Helper()
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		t.Fatal(err)
	}
	return st.Uid
}

// readable lets every user reach the program under test.
func (l *lab) readable() {
	l.t.Helper()
	l.ok(1, "chmod", "755", program(l.t), strings.TrimSuffix(program(l.t), "/mailslot"))
}

// TestUserWhoAsksTooMuchIsRefused, and others are not.
func TestUserWhoAsksTooMuchIsRefused(t *testing.T) {
	l := newLab(t, "rate", "-S", "-n", "2")
	l.daemon(1, "[limits]\nper_user = 100\n")
	cmd := l.command(1, "mailslot", "send", "//H1/mailslot/x", "--count", "2000", "hello")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "per_user") {
		t.Errorf("2000 messages at once: %v: %s", err, out)
	}
}

// TestAcceptListNamesSlotsAndSources: only what it names comes in, and a slot
// that it forces hears the network without saying so.
func TestAcceptListNamesSlotsAndSources(t *testing.T) {
	l := newLab(t, "accept", "-S", "-n", "3")
	for host := 1; host <= 3; host++ {
		extra := ""
		if host == 1 {
			extra = "[[accept]]\nslots = [\"alarms/*\"]\nfrom = [\"10.77.0.2/32\"]\n[[accept]]\nslots = [\"forced\"]\nforce = true\n"
		}
		l.daemon(host, extra)
	}
	alarms, other := l.listen(1, "alarms/fire"), l.listen(1, "other")
	forced := listener{l.start(1, "mailslot", "listen", "forced", "--json", "--mode", "0666")}
	eventually(t, "the slot", func() bool { return strings.Contains(l.run(1, "mailslot", "list").out, "forced") })

	l.ok(3, "mailslot", "send", "//H1/mailslot/alarms/fire", "from h3")
	l.ok(2, "mailslot", "send", "//H1/mailslot/other", "not named")
	l.ok(2, "mailslot", "send", "//H1/mailslot/alarms/fire", "from h2")
	l.ok(3, "mailslot", "send", "//H1/mailslot/forced", "forced")
	if got := alarms.next().text(); got != "from h2" {
		t.Errorf("alarms got %q", got)
	}
	if got := forced.next().text(); got != "forced" {
		t.Errorf("forced got %q", got)
	}
	if m, err := other.nextWithin(100 * time.Millisecond); err == nil {
		t.Errorf("other got %+v", m)
	}
	if n := l.state(1).Counters["drop_not_accepted"]; n != 2 {
		t.Errorf("%d messages were not accepted, want 2", n)
	}
}

// TestSendListNamesSlotsAndHosts: the daemon refuses the rest.
func TestSendListNamesSlotsAndHosts(t *testing.T) {
	l := newLab(t, "sendls", "-S", "-n", "2")
	l.daemon(1, "[send]\nslots = [\"ok/*\"]\nhosts = [\"H2\"]\n")
	l.daemon(2, "")
	l.ok(1, "mailslot", "send", "//H2/mailslot/ok/x", "hello")
	for _, name := range []string{"//H2/mailslot/other", "//MSLOT/mailslot/ok/x"} {
		if r := l.run(1, "mailslot", "send", name, "hello"); r.code != exitDenied {
			t.Errorf("%s: exit %d, want %d: %s", name, r.code, exitDenied, r.err)
		}
	}
}

// TestStrangersTakeNoNameAway: releases and conflict demands for our name from
// another host change nothing, and nobody is sent more than he asked for.
func TestStrangersTakeNoNameAway(t *testing.T) {
	l := newLab(t, "forged", "-S", "-n", "2")
	l.daemon(2, "")
	c := l.udp(1, "10.77.0.1:137")
	name, _ := netbios.NewName("H2", netbios.Workstation)
	encoded := netbios.AppendName(nil, name, netbios.Scope{})
	to := netip.AddrPortFrom(netip.MustParseAddr(addr(2)), 137)
	release := append([]byte{0, 1, 0x30, 0x10, 0, 1, 0, 0, 0, 0, 0, 1}, encoded...)
	release = append(release, 0, 0x20, 0, 1, 0xC0, 0x0C, 0, 0x20, 0, 1, 0, 0, 0, 0, 0, 6, 0, 0, 10, 77, 0, 2)
	demand := append([]byte{0, 2, 0xAD, 0x87, 0, 0, 0, 1, 0, 0, 0, 0}, encoded...)
	demand = append(demand, 0, 0x20, 0, 1, 0, 0, 0, 0, 0, 6, 0, 0, 10, 77, 0, 1)
	for range 3 {
		c.WriteToUDPAddrPort(release, to)
		c.WriteToUDPAddrPort(demand, to)
	}
	eventually(t, "both to be counted", func() bool {
		s := l.state(2).Counters
		return s["drop_release"] > 0 && s["drop_demand"]+s["drop_foreign_response"] > 0
	})
	if s := l.names(2)["H2<00>"]; s != "owned" {
		t.Errorf("our name is %s", s)
	}
	c.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	if n, from, err := c.ReadFromUDPAddrPort(make([]byte, 2048)); err == nil {
		t.Errorf("%d bytes were answered by %v", n, from)
	}
}

// TestStrangersTextIsEscaped: a sender may call itself anything.
func TestStrangersTextIsEscaped(t *testing.T) {
	l := newLab(t, "escape", "-S", "-n", "2")
	l.daemon(2, "")
	slot := l.listen(2, "x")
	c := l.udp(1, "10.77.0.1:0")
	packet := mail(1, 7, "x", "hello")
	evil := netbios.Name([]byte("\x1b[2J\r\nEVIL     \x00"))
	copy(packet[14:], netbios.AppendName(nil, evil, netbios.Scope{}))
	c.WriteToUDPAddrPort(packet, netip.AddrPortFrom(netip.MustParseAddr(addr(2)), 138))
	if host := slot.next().From.Host; host != `\x1b[2J\x0d\x0aEVIL` {
		t.Errorf("host %q", host)
	}
}

// TestHeaderThatLiesMakesNoReflection: what the header claims as its source is
// never answered; the third host hears nothing.
func TestHeaderThatLiesMakesNoReflection(t *testing.T) {
	l := newLab(t, "lies", "-S", "-n", "3")
	l.daemon(2, "")
	victim := l.udp(3, "0.0.0.0:138")
	c := l.udp(1, "10.77.0.1:0")
	to := netip.AddrPortFrom(netip.MustParseAddr(addr(2)), 138)
	slot := l.listen(2, "x")
	for id := range uint16(20) {
		packet := mail(3, id, "browse", "\x09\x04fake") // claims h3's address
		c.WriteToUDPAddrPort(packet, to)
	}
	c.WriteToUDPAddrPort(mail(1, 99, "x", "marker"), to)
	slot.until("marker")
	victim.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	if n, from, err := victim.ReadFromUDPAddrPort(make([]byte, 2048)); err == nil && from.Addr().String() == addr(2) {
		t.Errorf("the victim got %d bytes from %v", n, from)
	}
}
