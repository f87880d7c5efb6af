package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What is installed can be read by everybody, whatever root's umask is.
func TestMakeInstallBringsPagesAndCompletions(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("not run: make is not installed")
	}
	if _, err := os.Stat("../../Makefile"); err != nil {
		t.Skip("not run: this is not the source tree")
	}
	dest := t.TempDir()
	install := exec.Command("make", "-C", "../..", "install", "PREFIX=/usr", "DESTDIR="+dest)
	was := syscall.Umask(0o077)
	out, err := install.CombinedOutput()
	syscall.Umask(was)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for path, holds := range map[string]string{
		"share/man/man1/mailslot-listen.1":              ".TH",
		"share/bash-completion/completions/mailslot":    "complete",
		"share/zsh/site-functions/_mailslot":            "#compdef mailslot",
		"share/fish/vendor_completions.d/mailslot.fish": "complete -c mailslot",
		"lib/systemd/system/mailslot.service":           "ExecStart=/usr/bin/mailslot",
	} {
		path = filepath.Join(dest, "usr", path)
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), holds) {
			t.Errorf("%s: %v, or no %q in it", path, err, holds)
			continue
		}
		if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o644 {
			t.Errorf("%s: %v, %v", path, st.Mode(), err)
		}
	}
}
