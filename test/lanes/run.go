//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	logDir      = "build/logs"
	exitSkipped = 77 // a step's exit code for "not run", after a line that says why
	tailLines   = 60 // of the log, shown when a lane fails
	killGrace   = 10 * time.Second
)

// result is what became of one lane.
type result struct {
	passed, failed int
	skips          []string // one reason each
	names          []string // of what failed
	took           time.Duration
	overran        bool
	tail           []byte // of the output, or what the failed tests said
}

// run runs the lane's steps, all of them even after a failure, inside its budget.
func (l lane) run(ctx context.Context, long bool) (r result) {
	started := time.Now()
	budget, steps := l.budget, l.steps
	if long {
		budget, steps = l.longBudget(), slices.Concat(l.steps, l.more)
	}
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	log, err := createLog(l.name)
	if err != nil {
		return result{failed: 1, tail: []byte(err.Error())}
	}
	defer log.Close()
	out := &tailWriter{to: log}
	for _, s := range steps {
		s.run(ctx, out, budget, &r)
	}
	r.took = time.Since(started)
	r.overran = errors.Is(ctx.Err(), context.DeadlineExceeded)
	if len(r.tail) == 0 { // no test has said why
		r.tail = out.tail(tailLines)
	}
	return r
}

func createLog(name string) (*os.File, error) {
	if err := os.MkdirAll(logDir, 0o755); err != nil {
		return nil, err
	}
	return os.Create(filepath.Join(logDir, name+".log"))
}

// run runs one step and adds what came of it to r.
func (s step) run(ctx context.Context, out *tailWriter, budget time.Duration, r *result) {
	if len(s.test) > 0 {
		s.runTests(ctx, out, budget, r)
		return
	}
	switch code := s.exec(ctx, out, s.cmd); code {
	case 0:
		r.passed++
	case exitSkipped:
		r.skips = append(r.skips, lastReason(out.tail(5)))
	default:
		r.failed++
		r.names = append(r.names, s.cmd[0])
	}
}

// exec runs cmd as the leader of a process group, so that an overrun takes its
// children too, and returns its exit code.
func (s step) exec(ctx context.Context, out io.Writer, cmd []string) int {
	fmt.Fprintf(out, "$ %s %s\n", strings.Join(s.env, " "), strings.Join(cmd, " "))
	c := exec.CommandContext(ctx, cmd[0], cmd[1:]...)
	c.Env = append(os.Environ(), s.env...)
	c.Stdout, c.Stderr = out, out
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = killGrace
	err := c.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && ctx.Err() == nil:
		return exit.ExitCode()
	}
	fmt.Fprintln(out, err)
	return -1
}

// print writes the lane's line, then what did not run and why it failed.
func (r result) print(l lane) {
	status := "passed"
	switch {
	case r.failed > 0:
		status = "FAILED"
	case r.passed == 0 && len(r.skips) == 1:
		status = "not run: " + r.skips[0]
	case r.passed == 0:
		status = "not run"
	}
	fmt.Printf("%-12s %4.0f s  %4d checks  %s\n", l.name, r.took.Seconds(), r.passed+r.failed, status)
	if r.overran {
		fmt.Printf("    it overran its budget of %s\n", l.budget)
	}
	if r.passed > 0 || len(r.skips) > 1 {
		for _, reason := range r.skips {
			fmt.Println("    not run:", reason)
		}
	}
	if r.failed > 0 {
		fmt.Printf("    %s\n", bytes.ReplaceAll(bytes.TrimSpace(r.tail), []byte("\n"), []byte("\n    ")))
		fmt.Printf("    (all of it: %s/%s.log)\n", logDir, l.name)
	}
}

// lastReason is what the last "not run:" line of a step's output says.
func lastReason(out []byte) string {
	reason := "no reason given"
	for line := range bytes.Lines(out) {
		if text, ok := bytes.CutPrefix(line, []byte("not run: ")); ok {
			reason = string(bytes.TrimSpace(text))
		}
	}
	return reason
}

// tailWriter passes output on and remembers the end of it.
type tailWriter struct {
	to   io.Writer
	last []byte
}

// tailBytes bounds what is remembered.
const tailBytes = 16 << 10

func (w *tailWriter) Write(p []byte) (int, error) {
	w.last = append(w.last, p...)
	if len(w.last) > tailBytes {
		w.last = append(w.last[:0], w.last[len(w.last)-tailBytes:]...)
	}
	return w.to.Write(p)
}

// tail is the last n lines.
func (w *tailWriter) tail(n int) []byte {
	lines := bytes.SplitAfter(w.last, []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-n-1):], nil)
}
