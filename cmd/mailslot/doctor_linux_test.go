package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailslot/internal/local"
)

// TestDoctorSaysWhyASharedDirectoryIsNotUsed: one that is missing is no fault.
func TestDoctorSaysWhyASharedDirectoryIsNotUsed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shared")
	if found := judgeMachineDirectory(dir); found != nil {
		t.Errorf("missing: %+v", found)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for mode, says := range map[os.FileMode]string{
		0o755: "mode 0755", 0o777: "mode 0777", 0o755 | os.ModeSticky: "mode 1755", 0o777 | os.ModeSticky: "",
	} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		found := judgeMachineDirectory(dir)
		if says == "" && found == nil {
			continue
		}
		if len(found) != 1 || found[0].Level != warning || !strings.Contains(found[0].Text, says) || !strings.Contains(found[0].Hint, "1777") {
			t.Errorf("%v: %+v", mode, found)
		}
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if found := judgeMachineDirectory(file); len(found) != 1 || !strings.Contains(found[0].Text, "no directory") {
		t.Errorf("a file: %+v", found)
	}
}

// A slot that was created before the user logged in is alive, and nobody finds
// it.
func TestDoctorFindsSlotsWhereNobodyLooks(t *testing.T) {
	dir, empty := t.TempDir(), t.TempDir()
	slot, err := local.Listen("lost", local.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	found := slotsElsewhere([]string{empty, dir})
	if len(found) != 1 || found[0].Level != warning || !strings.Contains(found[0].Text, dir+", where nobody looks now: lost") {
		t.Errorf("%+v", found)
	}
	slot.Close()
	if found := slotsElsewhere([]string{empty, dir}); found != nil {
		t.Errorf("after its end: %+v", found)
	}
	t.Setenv("MAILSLOT_DIR", dir)
	if dirs := local.Elsewhere(); dirs != nil {
		t.Errorf("with MAILSLOT_DIR set: %q", dirs)
	}
}

func TestDoctorJudgesTheKernel(t *testing.T) {
	for release, want := range map[string]level{
		"3.16.9": broken, "3.17": warning, "4.19.0-27-amd64": warning, "5.13.19": warning, "5.14.0": fine, "6.1.0-49-cloud-amd64": fine, "unknown": warning, "": warning,
	} {
		if got := judgeKernel(release); got.Level != want {
			t.Errorf("%q: %+v", release, got)
		}
	}
}

func TestClockStepIsMeasured(t *testing.T) {
	if step := clockStep(); step <= 0 {
		t.Errorf("the clock steps by %v", step)
	}
}
