package main

import (
	"os/exec"
	"strings"
	"testing"
)

// The library and the packages have the program's number, which make reads from
// its source.
func TestTheLibraryHasTheProgramsVersion(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("not run: make is not installed")
	}
	out, err := exec.Command("make", "-s", "--no-print-directory", "-C", "../../capi", "version").CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != version {
		t.Errorf("capi/Makefile says %q (%v), the program %q", out, err, version)
	}
}
