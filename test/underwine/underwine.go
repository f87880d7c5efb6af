// Package underwine runs Windows programs for the tests that have some, under
// a Wine that they share.
package underwine

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// deadline is how long one program may take on a busy machine.
const deadline = 100 * time.Second

// A Computer runs Windows programs that see each other's slots: a prefix of Wine.
type Computer struct {
	wine, server string // programs of Wine
	prefix       string // its disk
}

// New makes one in a few seconds and ends it with the test. Without a Wine the
// test is skipped.
func New(t *testing.T) Computer {
	t.Helper()
	c := Computer{prefix: t.TempDir()}
	c.wine, c.server = find(t)
	if out, code := c.Run(t, "wineboot", "--init"); code != 0 {
		t.Fatalf("wineboot: code %d\n%s", code, out)
	}
	t.Cleanup(func() {
		c.command(context.Background(), c.server, "--kill").Run()
		c.command(context.Background(), c.server, "--wait").Run() // nothing writes to the disk any more
		c.removeSocket()
	})
	return c
}

// removeSocket removes the directory of the server's socket, whose name
// Debian's Wine keeps on the disk.
func (c Computer) removeSocket() {
	name, err := os.ReadFile(filepath.Join(c.prefix, "wineserver"))
	if err != nil || !strings.HasPrefix(string(name), "wine-") {
		return
	}
	for _, dir := range []string{"/tmp", fmt.Sprintf("/run/user/%d", os.Getuid())} {
		os.RemoveAll(filepath.Join(dir, filepath.Base(strings.TrimSpace(string(name)))))
	}
}

// find is the Wine on PATH if it is not too old, else the one that make deps
// has unpacked.
func find(t *testing.T) (wine, server string) {
	t.Helper()
	root, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	unpacked := filepath.Join(filepath.Dir(string(root)), "build/deps/wine/bin")
	for _, c := range [][2]string{
		{"wine", "wineserver"},
		{"wine", "/usr/lib/wine/wineserver"},
		{filepath.Join(unpacked, "wine"), filepath.Join(unpacked, "wineserver")},
	} {
		if _, err := exec.LookPath(c[1]); err == nil && newEnough(c[0]) {
			return c[0], c[1]
		}
	}
	t.Skip("not run: there is no Wine 9.14 or later; make deps unpacks one")
	return "", ""
}

// newEnough reports whether the mailslots of this Wine are to be compared with:
// whether its wineserver keeps them.
func newEnough(wine string) bool {
	out, err := exec.Command(wine, "--version").Output()
	var major, minor int
	if _, scan := fmt.Sscanf(string(out), "wine-%d.%d", &major, &minor); err != nil || scan != nil {
		return false
	}
	return major > 9 || major == 9 && minor >= 14
}

// Command is a Windows program on that computer. Let it write to a file: the
// services that Wine starts would keep a pipe open.
func (c Computer) Command(ctx context.Context, program string, args ...string) *exec.Cmd {
	return c.command(ctx, c.wine, append([]string{program}, args...)...)
}

func (c Computer) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "WINEPREFIX="+c.prefix, "WINEDEBUG=-all",
		"WINEDLLOVERRIDES=mscoree,mshtml=", "DISPLAY=", "LC_ALL=C.UTF-8")
	return cmd
}

// Run runs a program to its end and returns what it wrote, and its code.
func (c Computer) Run(t *testing.T, program string, args ...string) (string, int) {
	t.Helper()
	return c.Start(t, program, args...).Wait()
}

// A Program is running, or has ended.
type Program struct {
	t   *testing.T
	cmd *exec.Cmd
	out string
}

// Start starts a program; if it still runs when the test ends it is killed.
// Its standard error is dropped: there Wine tells of services without a screen.
func (c Computer) Start(t *testing.T, program string, args ...string) Program {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	cmd := c.Command(ctx, program, args...)
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		cmd.Wait()
	})
	return Program{t, cmd, out.Name()}
}

// Wait waits for the end and returns all that the program wrote, and its code.
func (p Program) Wait() (string, int) {
	p.t.Helper()
	err := p.cmd.Wait()
	code := p.cmd.ProcessState.ExitCode()
	if code < 0 {
		p.t.Errorf("%v: %v", p.cmd.Args, err)
	}
	return p.Written(), code
}

// Written is what the program has written so far, with the ends of lines of Linux.
func (p Program) Written() string {
	p.t.Helper()
	text, err := os.ReadFile(p.out)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}
