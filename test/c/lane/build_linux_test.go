// Package lane builds C and C++ programs written for windows.h against
// libmailslot.so and runs them: with each other and with the command line.
package lane

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// deadline is how long any one program may take on a busy machine.
const deadline = 60 * time.Second

// The library and the command line, built once by TestMain.
var (
	root   string // of the project
	binDir string // holds mailslot
	libDir string // holds the library
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if root, err = filepath.Abs("../../.."); err != nil {
		panic(err)
	}
	if binDir, err = os.MkdirTemp("", "mailslot-c-test"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(binDir)
	libDir = filepath.Join(root, "build/capi")
	library := []string{"make", "-C", filepath.Join(root, "capi")}
	if sanitized {
		libDir = filepath.Join(root, "build/capi-sanitized")
		library = append(library, "OUT="+libDir, "CFLAGS="+strings.Join(sanitizers, " "))
	}
	for _, command := range [][]string{
		library,
		{"go", "build", "-o", binDir, filepath.Join(root, "cmd/mailslot")},
	} {
		if _, err := exec.LookPath("gcc"); err != nil {
			break // every test skips itself
		}
		out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
		if err != nil {
			os.Stderr.Write(out)
			return 1
		}
	}
	return m.Run()
}

// A build is one way of compiling a program.
type build struct {
	mode     string // an option of mailslot-cc
	compiler string // "gcc" or "clang"
}

var (
	ansi     = build{"--ansi", "gcc"}
	unicode  = build{"--unicode", "gcc"}
	unicode2 = build{"--unicode2", "gcc"}
	clang    = build{"--ansi", "clang"}
	clangW   = build{"--unicode", "clang"}
	clangW2  = build{"--unicode2", "clang"}

	allBuilds  = withoutClang(ansi, unicode, unicode2, clang, clangW, clangW2)
	ansiBuilds = withoutClang(ansi, clang)
)

func (b build) String() string { return b.compiler + b.mode }

// needs skips the test when a tool is not there.
func needs(t *testing.T, tool string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Skipf("not run: %s is not installed", tool)
	}
}

// compile builds a source file and returns the program.
func (b build) compile(t *testing.T, source string, more ...string) string {
	t.Helper()
	needs(t, b.compiler)
	wrapper := "mailslot-cc"
	if strings.HasSuffix(source, ".cpp") {
		wrapper = "mailslot-c++"
	}
	program := filepath.Join(t.TempDir(), strings.TrimSuffix(filepath.Base(source), filepath.Ext(source)))
	if sanitized {
		more = append(more, sanitizers...)
	}
	c := exec.Command(filepath.Join(root, "capi/bin", wrapper), append([]string{b.mode, source, "-o", program}, more...)...)
	c.Env = append(os.Environ(), "MAILSLOT_LIB="+libDir)
	if b.compiler == "clang" {
		c.Env = append(c.Env, "MAILSLOT_CC=clang", "MAILSLOT_CXX=clang++")
	}
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", source, err, out)
	}
	return program
}

// A computer is a directory of slots of its own.
type computer struct {
	t   *testing.T
	dir string
}

func newComputer(t *testing.T) computer { return computer{t, t.TempDir()} }

// command is a program on that computer, stopped at the deadline.
func (c computer) command(program string, args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(c.t.Context(), deadline)
	c.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "MAILSLOT_DIR="+c.dir, "LC_ALL=C.UTF-8")
	return cmd
}

// output runs a program to its end and returns what it wrote and its code.
func (c computer) output(input, program string, args ...string) (string, int) {
	c.t.Helper()
	cmd := c.command(program, args...)
	cmd.Stdin = strings.NewReader(input)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState == nil {
		c.t.Fatalf("%s: %v", program, err)
	}
	if code := cmd.ProcessState.ExitCode(); code < 0 {
		c.t.Fatalf("%s: %v\n%s\n%s", program, err, out, errs.Bytes())
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// server starts a program and waits until its slot is there.
func (c computer) server(slot, program string, args ...string) *server {
	c.t.Helper()
	s := &server{computer: c, cmd: c.command(program, args...)}
	s.cmd.Stdout, s.cmd.Stderr = &s.out, &s.out
	if err := s.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	for end := time.Now().Add(deadline); ; time.Sleep(10 * time.Millisecond) {
		if c.command(filepath.Join(binDir, "mailslot"), "info", slot).Run() == nil {
			return s
		}
		if time.Now().After(end) {
			s.cmd.Process.Kill()
			s.cmd.Wait()
			c.t.Fatalf("%s made no slot %s\n%s", program, slot, s.out.String())
		}
	}
}

// A server is a program that still runs.
type server struct {
	computer
	cmd *exec.Cmd
	out lockedBuffer
}

// wait lets the program come to its end and returns what it wrote.
func (s *server) wait() string {
	s.t.Helper()
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("server: %v\n%s", err, s.out.String())
	}
	return s.out.String()
}

// poll waits for text among the output.
func (s *server) poll(text string) {
	s.t.Helper()
	for end := time.Now().Add(deadline); !strings.Contains(s.out.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("the server never wrote %q:\n%s", text, s.out.String())
		}
	}
}

// waitFor waits for text among the output, then ends the program.
func (s *server) waitFor(text string) string {
	s.t.Helper()
	defer func() { s.cmd.Process.Kill(); s.cmd.Wait() }()
	s.poll(text)
	return s.out.String()
}
