//go:build linux

package net

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTsharkFindsNothingMalformed captures all that we send: claims, defence,
// queries, answers, node status, releases, announcements and messages of every
// form and size.
func TestTsharkFindsNothingMalformed(t *testing.T) {
	needTools(t, "tshark", "tcpdump")
	l := newLab(t, "shark", "-S", "-n", "3")
	file := l.capture()
	l.configure(3, "")
	l.daemon(1, "[announce]\nenabled = true\ncomment = \"one\"\n[daemon]\npopups = true\nnames = [\"SITE<1c>\"]\n")
	l.daemon(2, "computer = \"H1\"\n") // a conflict: h1 defends
	slot := l.listen(1, "last")
	for _, target := range []string{"H1", "MSLOT", "*", "H1<03>"} {
		for _, size := range []int{0, 1, 2, 3, 4, 424} {
			l.run(3, "mailslot", "send", "//"+target+"/mailslot/limits", strings.Repeat("x", size))
		}
	}
	l.run(3, "mailslot", "popup", "send", "MSLOT", "hello")
	for _, nobody := range []string{"NOBODY", "MSLOT<1d>"} { // questions without an answer
		l.run(3, "mailslot", "send", "//"+nobody+"/mailslot/x", "y")
	}
	l.ok(3, "mailslot", "resolve", "H1")
	l.ok(3, "mailslot", "status", addr(1))
	l.ok(1, "mailslot", "names", "release", "SITE<1c>")
	l.ok(3, "mailslot", "send", "//H1/mailslot/last", "marker")
	slot.until("marker")
	untilCaptured(t, file, "marker")

	packets := tshark(t, file, "udp")
	if n := strings.Count(packets, "\n"); n < 50 {
		t.Errorf("only %d packets were captured", n)
	}
	for _, kind := range []string{"Registration", "Release", "Name query", "NBSTAT", "Host Announcement"} {
		if !strings.Contains(packets, kind) {
			t.Errorf("no %s was captured", kind)
		}
	}
	if bad := tshark(t, file, "_ws.malformed or _ws.expert.severity>=error"); bad != "" {
		t.Errorf("tshark: %s", bad)
	}
	if out, err := exec.Command(program(t), "decode", file).CombinedOutput(); err != nil {
		t.Errorf("mailslot decode: %v: %s", err, out)
	}
}

// capture begins to record what passes through the switch, until the lab ends.
func (l *lab) capture() (file string) {
	l.t.Helper()
	file = filepath.Join(l.t.TempDir(), "all.pcap")
	if out, err := exec.Command("./lab.sh", "cap", "-i", l.id, file, "600").CombinedOutput(); err != nil {
		l.t.Fatalf("capture: %v: %s", err, out)
	}
	return file
}

// untilCaptured waits until the last message of a test stands in its capture,
// and with it all that came before: the kernel keeps packets back from tcpdump
// for as long as a second, while the message has long been delivered.
func untilCaptured(t *testing.T, file, text string) {
	t.Helper()
	eventually(t, "the capture of "+text, func() bool {
		captured, err := os.ReadFile(file)
		return err == nil && bytes.Contains(captured, []byte(text))
	})
}

func tshark(t *testing.T, file, filter string) string {
	t.Helper()
	out, err := exec.Command("tshark", "-n", "-r", file, "-Y", filter).Output()
	if err != nil {
		t.Fatalf("tshark: %v", err)
	}
	return string(out)
}
