//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"mailslot/bench/load"
)

// patience is more than that of the programs themselves.
const patience = 75 * time.Second

// runner starts programs in a directory of its own, one at a time.
type runner struct {
	*peers
	dir    string
	serial int // makes names unique
}

func newRunner(p *peers) (*runner, error) {
	// In memory, like the namespaces of users and of the computer under /run.
	dir, err := os.MkdirTemp("/dev/shm", "mailslot-bench-")
	if err != nil {
		dir, err = os.MkdirTemp("", "mailslot-bench-")
	}
	if err != nil {
		return nil, err
	}
	slots := filepath.Join(dir, "slots")
	// Open to all and sticky, so that slots for other users may live here too.
	if err := errors.Join(os.Mkdir(slots, 0o700), os.Chmod(slots, 0o777|os.ModeSticky), os.Chmod(dir, 0o755)); err != nil {
		return nil, err
	}
	return &runner{peers: p, dir: dir}, nil
}

func (r *runner) close() error { return os.RemoveAll(r.dir) }

// notRun is why a program gave no figure without having failed.
type notRun string

func (n notRun) Error() string { return string(n) }

// run runs one lane once. A program that says it cannot is a notRun error.
func (r *runner) run(l lane) (answer, error) {
	if why := r.why(l.program); why != "" {
		return nil, notRun(why)
	}
	r.serial++
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	argv := r.argv(l, fmt.Sprintf("n%d", r.serial))
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "MAILSLOT_DIR="+filepath.Join(r.dir, "slots"),
		"BENCH_LIBMAILSLOT="+r.library,
		load.LabEnv+"="+r.lab, load.ProgramEnv+"="+r.program)
	// A group of its own, so that a program can end its children and itself.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err := cmd.Run()
	a, parseErr := parseAnswer(out.Bytes())
	if reason := notRun(""); errors.As(parseErr, &reason) {
		return nil, reason
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", strings.Join(argv[1:], " "), err, firstLine(complaint.Bytes()))
	}
	return a, parseErr
}

// parseAnswer reads "key value" lines, or "skip reason".
func parseAnswer(out []byte) (answer, error) {
	a := answer{}
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		k, v, _ := strings.Cut(s.Text(), " ")
		if k == "skip" {
			return nil, notRun(v)
		}
		n, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return nil, fmt.Errorf("not an answer: %q", s.Text())
		}
		a[k] = n
	}
	return a, nil
}
