package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A user who installs for himself need not be root.
func TestMakeInstallUnderAHomeNeedsNoRoot(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("not run: make is not installed")
	}
	if out, err := exec.Command("make", "-C", "../..", "build").CombinedOutput(); err != nil {
		t.Skipf("not run: this is not the source tree: %s", out)
	}
	home, err := os.MkdirTemp("", "mailslot-home-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(home)
	install := exec.Command("make", "-C", "../..", "-o", "build", "install", "PREFIX="+home)
	if os.Getuid() == 0 {
		os.Chown(home, nobody, nobody)
		user := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		look := exec.Command("test", "-r", "../../Makefile", "-a", "-x", "../../build/mailslot")
		look.SysProcAttr, install.SysProcAttr = user, user
		if look.Run() != nil {
			t.Skip("not run: other users cannot read the source tree")
		}
	}
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

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
