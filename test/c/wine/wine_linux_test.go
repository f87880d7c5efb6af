// Package wine builds C programs for Windows and runs them under Wine: the
// same sources that the lane c runs against libmailslot.
package wine

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// deadline is how long any one program may take on a busy machine.
const deadline = 60 * time.Second

// A prefix is a Windows computer: programs of one prefix see each other's slots.
type prefix struct {
	t            *testing.T
	wine, server string // programs of Wine
	dir          string
}

// newPrefix makes one, in about four seconds, and ends it with the test.
func newPrefix(t *testing.T) prefix {
	t.Helper()
	p := prefix{t: t, dir: t.TempDir()}
	p.wine, p.server = findWine(t)
	if out, code := p.output("wineboot", "--init"); code != 0 {
		t.Fatalf("wineboot: code %d\n%s", code, out)
	}
	t.Cleanup(func() {
		p.command(p.server, "--kill").Run()
		p.command(p.server, "--wait").Run() // then nothing writes to dir
	})
	return p
}

// findWine is the one on PATH if it is not too old, else the one that
// make deps has unpacked.
func findWine(t *testing.T) (wine, server string) {
	t.Helper()
	if wine, err := exec.LookPath("wine"); err == nil && newEnough(wine) {
		for _, server := range []string{"wineserver", "/usr/lib/wine/wineserver"} {
			if server, err := exec.LookPath(server); err == nil {
				return wine, server
			}
		}
	}
	bin, err := filepath.Abs("../../../build/deps/wine/bin")
	if err != nil {
		t.Fatal(err)
	}
	wine, server = filepath.Join(bin, "wine"), filepath.Join(bin, "wineserver")
	if !newEnough(wine) {
		t.Skip("not run: there is no Wine 9.14 or later; make deps unpacks one")
	}
	return wine, server
}

// newEnough reports whether wineserver keeps the mailslots of this Wine.
func newEnough(wine string) bool {
	out, err := exec.Command(wine, "--version").Output()
	var major, minor int
	if _, scan := fmt.Sscanf(string(out), "wine-%d.%d", &major, &minor); err != nil || scan != nil {
		return false
	}
	return major > 9 || major == 9 && minor >= 14
}

// command is a program that sees this computer.
func (p prefix) command(program string, args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	p.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "WINEPREFIX="+p.dir, "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree,mshtml=", "DISPLAY=", "LC_ALL=C.UTF-8")
	return cmd
}

// output runs a Windows program to its end and returns what it wrote, with the
// ends of lines of Linux, and its code. What it wrote goes by a file: Wine's
// services would keep a pipe open.
func (p prefix) output(program string, args ...string) (string, int) {
	p.t.Helper()
	r := p.start(program, args...)
	return r.wait()
}

// A running program.
type running struct {
	t   *testing.T
	cmd *exec.Cmd
	out *os.File
}

func (p prefix) start(program string, args ...string) running {
	p.t.Helper()
	out, err := os.Create(filepath.Join(p.t.TempDir(), "out"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { out.Close() })
	cmd := p.command(p.wine, append([]string{program}, args...)...)
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		if cmd.ProcessState == nil {
			cmd.Process.Kill()
			cmd.Wait()
		}
	})
	return running{p.t, cmd, out}
}

// wait lets the program come to its end.
func (r running) wait() (string, int) {
	r.t.Helper()
	err := r.cmd.Wait()
	code := r.cmd.ProcessState.ExitCode()
	if code < 0 {
		r.t.Errorf("%v: %v", r.cmd.Args, err)
	}
	return r.written(), code
}

// written is what the program has said so far.
func (r running) written() string {
	r.t.Helper()
	text, err := os.ReadFile(r.out.Name())
	if err != nil {
		r.t.Fatal(err)
	}
	return string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}

// compile builds a Windows program.
func compile(t *testing.T, flags []string, sources ...string) string {
	t.Helper()
	compiler := "x86_64-w64-mingw32-gcc"
	if strings.HasSuffix(sources[0], ".cpp") {
		compiler = "x86_64-w64-mingw32-g++"
	}
	if _, err := exec.LookPath(compiler); err != nil {
		t.Skipf("not run: %s is not installed", compiler)
	}
	name := strings.TrimSuffix(filepath.Base(sources[0]), filepath.Ext(sources[0]))
	exe := filepath.Join(t.TempDir(), name+".exe")
	args := slices.Concat([]string{"-Wall", "-Wextra", "-Werror", "-static", "-o", exe}, flags, sources)
	if out, err := exec.Command(compiler, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return exe
}
