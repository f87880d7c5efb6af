// Package windows runs what is built for Windows under Wine: the tests of the
// packages that work on both systems, and the command.
package windows

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mailslot/test/underwine"
)

// deadline is how long one program may take on a busy machine.
const deadline = 100 * time.Second

// A computer runs Windows programs that see each other's slots.
type computer struct{ underwine.Computer }

func newComputer(t *testing.T) computer {
	t.Helper()
	return computer{underwine.New(t)}
}

// ended is what a program has written, and its exit code.
type ended struct {
	text string
	code int
}

// run runs a Windows program in a directory to its end.
func (c computer) run(t *testing.T, dir, program string, args ...string) ended {
	t.Helper()
	return c.start(t, dir, "", program, args...).wait(t)
}

// running is a program under way.
type running struct {
	cmd *exec.Cmd
	out *os.File
}

// start starts a program with that standard input. What it writes goes by a
// file, as services that Wine starts would keep a pipe open.
func (c computer) start(t *testing.T, dir, input, program string, args ...string) running {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	t.Cleanup(cancel)
	cmd := c.Command(ctx, program, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(input), out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return running{cmd, out}
}

// wait lets it come to its end.
func (r running) wait(t *testing.T) ended {
	t.Helper()
	r.cmd.Wait()
	r.out.Close()
	text, err := os.ReadFile(r.out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return ended{string(text), r.cmd.ProcessState.ExitCode()}
}

// kill leaves it no time to close anything.
func (r running) kill(t *testing.T) {
	t.Helper()
	r.cmd.Process.Kill()
	r.wait(t)
}

// build makes a Windows program by go with these arguments. It is not optimized:
// lane vet has compiled all that it imports so already.
func build(t *testing.T, args ...string) (exe string) {
	t.Helper()
	exe = filepath.Join(t.TempDir(), "program.exe")
	cmd := exec.Command("go", append(args[:1:1], append([]string{"-gcflags=all=-N -l", "-o", exe}, args[1:]...)...)...)
	cmd.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go %v: %v\n%s", args, err, out)
	}
	return exe
}
