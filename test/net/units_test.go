//go:build linux

package net

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const distDir = "../../dist"

// TestSystemdFindsNothingWrongWithTheUnits: they refer to each other and to
// programs that are there.
func TestSystemdFindsNothingWrongWithTheUnits(t *testing.T) {
	needTools(t, "systemd-analyze")
	dir := t.TempDir()
	units, err := filepath.Glob(distDir + "/systemd/*")
	if err != nil || len(units) == 0 {
		t.Fatalf("no units: %v", err)
	}
	args := []string{"verify", "--man=no"}
	for _, unit := range units {
		text, err := os.ReadFile(unit)
		if err != nil {
			t.Fatal(err)
		}
		installed := strings.ReplaceAll(string(text), "/usr/local/bin/mailslot", program(t))
		path := filepath.Join(dir, filepath.Base(unit))
		if err := os.WriteFile(path, []byte(installed), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	cmd := exec.Command("systemd-analyze", args...)
	cmd.Env = append(os.Environ(), "SYSTEMD_UNIT_PATH="+dir+":") // ours, then the system's
	if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), "mailslot") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestTheMountNeverHidesSlots: the daemon pulls the mount in, and somebody may
// have slots in the plain directory by then.
func TestTheMountNeverHidesSlots(t *testing.T) {
	needTools(t, "systemd-analyze")
	unit, err := os.ReadFile(distDir + "/systemd/run-mailslot.mount")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	args := []string{"condition"}
	for line := range strings.Lines(string(unit)) {
		if strings.HasPrefix(line, "Condition") {
			args = append(args, strings.ReplaceAll(strings.TrimSpace(line), "/run/mailslot", dir))
		}
	}
	if out, err := exec.Command("systemd-analyze", args...).CombinedOutput(); err != nil {
		t.Fatalf("not mounted over an empty directory: %v: %s", err, out)
	}
	if err := os.Mkdir(filepath.Join(dir, "slot"), 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("systemd-analyze", args...).CombinedOutput(); err == nil {
		t.Errorf("mounted over a slot: %s", out)
	}
}

// TestPackageEnablesItsUnitsWhenInstalled, also when it was removed before, whose
// configuration stayed, and not at an upgrade: somebody may have disabled them.
func TestPackageEnablesItsUnitsWhenInstalled(t *testing.T) {
	dir := t.TempDir()
	for _, tool := range []string{"systemctl", "systemd-sysusers", "systemd-tmpfiles"} {
		text := "#!/bin/sh\necho " + tool + " \"$@\" >> " + dir + "/done\n"
		if err := os.WriteFile(filepath.Join(dir, tool), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	script := func(name string, args ...string) {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(distDir, "deb", name))
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("sh", append([]string{"-s", "--"}, args...)...)
		cmd.Stdin = strings.NewReader(strings.ReplaceAll(string(text), "/run/", dir+"/"))
		cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s %q: %v: %s", name, args, err, out)
		}
	}
	for _, c := range []struct {
		what string
		pre  []string
		old  string
		want int
	}{
		{"first", []string{"install"}, "", 1},
		{"first, and started anew before it was configured", nil, "", 1},
		{"upgrade", []string{"upgrade", "1.0", "1.1"}, "1.0", 0},
		{"after a removal", []string{"install", "1.0", "1.1"}, "1.0", 1},
		{"configured again", nil, "1.1", 0},
	} {
		os.Remove(dir + "/done")
		if c.pre != nil {
			script("preinst", c.pre...)
		}
		script("postinst", "configure", c.old)
		log, err := os.ReadFile(dir + "/done")
		if n := strings.Count(string(log), "systemctl enable run-mailslot.mount\n"); n != c.want || err != nil {
			t.Errorf("%s: enabled %d times, want %d, %v", c.what, n, c.want, err)
		}
	}
}

// TestSystemdMakesOurUserAndDirectory, in a folder that it takes for the root.
func TestSystemdMakesOurUserAndDirectory(t *testing.T) {
	needTools(t, "systemd-sysusers", "systemd-tmpfiles")
	if os.Getuid() != 0 {
		t.Skip("not run: a directory of root's needs root")
	}
	root := t.TempDir()
	if err := os.Mkdir(root+"/etc", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{{"systemd-sysusers", "sysusers.d"}, {"systemd-tmpfiles", "tmpfiles.d", "--create"}} {
		conf, err := filepath.Abs(filepath.Join(distDir, c[1], "mailslot.conf"))
		if err != nil {
			t.Fatal(err)
		}
		args := append([]string{"--root=" + root}, append(c[2:], conf)...)
		if out, err := exec.Command(c[0], args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", c[0], err, out)
		}
	}
	users, _ := os.ReadFile(root + "/etc/passwd")
	if !strings.Contains(string(users), "mailslot:x:") || !strings.Contains(string(users), "nologin") {
		t.Errorf("users: %s", users)
	}
	info, err := os.Stat(root + "/run/mailslot")
	if err != nil || info.Mode() != os.ModeDir|os.ModeSticky|0o777 {
		t.Errorf("the namespace: %v, %v", info, err)
	}
}
