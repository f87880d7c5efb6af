//go:build !windows

package win32

import (
	"strings"
	"testing"

	"mailslot/internal/errno"
	"mailslot/internal/slotname"
)

// Each constant of unproven.go says what the code does: this test would fail
// if the one were changed without the other.
func TestUnprovenRulesAreAsDecided(t *testing.T) {
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	if same := slotname.Equal(slotPart(t, `\\.\mailslot\x\`), slotPart(t, `\\.\mailslot\x`)); same == keepsTrailingSeparator {
		t.Error("keepsTrailingSeparator")
	}
	if slotname.Equal("ς", "σ") != foldsFinalSigma {
		t.Error("foldsFinalSigma")
	}
	name := `\\.\mailslot\` + strings.Repeat("n", 300)
	if _, err := slotname.Parse(name); (err == nil) != (len(name) < maxPath) {
		t.Error("maxPath")
	}

	sd := &SECURITY_DESCRIPTOR{present: true, dacl: new(ACL)}
	h, err := CreateMailslot(wideName(t, `\\.\mailslot\nobody`), 0, 0, &SecurityAttributes{SecurityDescriptor: sd})
	if (err == nil) != creatorPassesEmptyDACL {
		t.Error("creatorPassesEmptyDACL", err)
	}
	CloseHandle(h)
	tooLargeAndOrphaned(t)
}

func tooLargeAndOrphaned(t *testing.T) {
	name := wideName(t, `\\.\mailslot\small`)
	server, err := CreateMailslot(name, 4, MAILSLOT_WAIT_FOREVER, nil)
	if err != nil {
		t.Fatal(err)
	}
	client, err := CreateFile(name, GENERIC_WRITE, FILE_SHARE_READ, nil, OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer CloseHandle(client)
	if err := WriteFile(client, make([]byte, 5), nil, nil); err != messageTooLarge {
		t.Error("messageTooLarge", err)
	}
	done, err := CreateEvent(nil, 1, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer CloseHandle(done)
	ov := &Overlapped{HEvent: done}
	if err := ReadFile(server, make([]byte, 4), nil, ov); err != ERROR_IO_PENDING {
		t.Fatal(err)
	}
	CloseHandle(server)
	WaitForSingleObject(done, 10000)
	if err := GetOverlappedResult(server, ov, nil, false); errno.Of(err) != readAtLastClose {
		t.Error("readAtLastClose", err)
	}
	if err := WriteFile(client, nil, nil, nil); err != writeAfterClose {
		t.Error("writeAfterClose", err)
	}
	again, err := CreateMailslot(name, 0, 0, nil)
	if (err == nil) != reusesNameOfOrphans {
		t.Error("reusesNameOfOrphans", err)
	}
	CloseHandle(again)
}

// TestFullQueueIsAnErrorAndNeverAWait is rule 4.6.
func TestFullQueueIsAnErrorAndNeverAWait(t *testing.T) {
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	name := wideName(t, `\\.\mailslot\full`)
	server, err := CreateMailslot(name, 0, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer CloseHandle(server)
	client, err := CreateFile(name, GENERIC_WRITE, FILE_SHARE_READ, nil, OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer CloseHandle(client)
	if err := WriteFile(client, make([]byte, 300<<20), nil, nil); err != queueFull {
		t.Error("a message over the quota:", err)
	}
}

func slotPart(t *testing.T, name string) string {
	t.Helper()
	n, err := slotname.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return n.Slot
}

func wideName(t *testing.T, s string) *uint16 {
	t.Helper()
	p, err := UTF16PtrFromString(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
