//go:build linux

package local

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait for another process. It only ends tests that
// hang; no assertion depends on it.
const patience = 60 * time.Second

// process is a helper that runs. Its standard output is read line by line;
// what it says on standard error is logged when it ends.
type process struct {
	t     *testing.T
	name  string
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines chan string
	log   bytes.Buffer
	ended chan struct{}
	err   error // of Wait, valid after ended
}

// option changes the command of a helper before it starts.
type option func(*exec.Cmd)

// start runs a helper. It is killed at the end of the test if it still runs.
func start(t *testing.T, name string, args []string, options ...option) *process {
	t.Helper()
	p := launch(t, name, args, options...)
	t.Cleanup(p.dismiss)
	return p
}

// launch is start for a test that dismisses the helper itself. A helper does
// not outlive the test's process, which may be killed by its time limit.
func launch(t *testing.T, name string, args []string, options ...option) *process {
	t.Helper()
	p := &process{t: t, name: name, lines: make(chan string, 64), ended: make(chan struct{})}
	p.cmd = exec.Command(self(t), args...)
	p.cmd.Env = append(os.Environ(), helperVariable+"="+name)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	p.cmd.Stderr = &p.log
	for _, o := range options {
		o(p.cmd)
	}
	out, err := p.cmd.StdoutPipe()
	must(t, err)
	p.in, err = p.cmd.StdinPipe()
	must(t, err)
	must(t, p.cmd.Start())
	go p.watch(out)
	return p
}

// dismiss kills the helper and lets go of its input.
func (p *process) dismiss() {
	p.kill()
	p.in.Close()
}

// watch hands the lines on and collects the process when it ends.
func (p *process) watch(out io.Reader) {
	for s := bufio.NewScanner(out); s.Scan(); {
		p.lines <- s.Text()
	}
	close(p.lines)
	p.err = p.cmd.Wait()
	close(p.ended)
}

// line is the helper's next line.
func (p *process) line() string {
	p.t.Helper()
	select {
	case l, open := <-p.lines:
		if !open {
			<-p.ended
			p.t.Fatalf("%s ended (%v) instead of saying something\n%s", p.name, p.err, p.log.Bytes())
		}
		return l
	case <-time.After(patience):
		p.t.Fatalf("%s says nothing", p.name)
	}
	return ""
}

// expect fails the test unless the helper's next line is want.
func (p *process) expect(want string) {
	p.t.Helper()
	if got := p.line(); got != want {
		p.t.Fatalf("%s said %q, want %q", p.name, got, want)
	}
}

// tell writes a line to the helper.
func (p *process) tell(format string, args ...any) {
	p.t.Helper()
	_, err := fmt.Fprintf(p.in, format+"\n", args...)
	must(p.t, err)
}

// finish closes the helper's input and waits until it has ended well.
func (p *process) finish() {
	p.t.Helper()
	p.in.Close()
	p.join()
	if p.err != nil {
		p.t.Fatalf("%s: %v\n%s", p.name, p.err, p.log.Bytes())
	}
}

// join waits until the helper has ended, in whatever way.
func (p *process) join() {
	p.t.Helper()
	for {
		select {
		case _, open := <-p.lines:
			if open {
				continue
			}
			<-p.ended
			return
		case <-time.After(patience):
			p.t.Fatalf("%s does not end", p.name)
		}
	}
}

// kill kills the helper with SIGKILL and waits until the kernel has taken it
// apart. It may have ended already.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	p.join()
}

// stop and resume freeze the helper and let it go on.
func (p *process) stop()   { p.signal(syscall.SIGSTOP); p.awaitState('T') }
func (p *process) resume() { p.signal(syscall.SIGCONT) }

func (p *process) signal(s syscall.Signal) {
	select {
	case <-p.ended:
	default:
		p.cmd.Process.Signal(s)
	}
}

// awaitState waits until every thread of the helper is in a state of
// /proc/PID/stat, so that a stopped process is known to run no further step.
func (p *process) awaitState(state byte) {
	p.t.Helper()
	eventually(p.t, "the state "+string(state)+" of "+p.name, func() bool {
		return allThreadsIn(p.pid(), state)
	})
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func allThreadsIn(pid int, state byte) bool {
	dir := fmt.Sprintf("/proc/%d/task", pid)
	threads, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, th := range threads {
		stat, _ := os.ReadFile(dir + "/" + th.Name() + "/stat")
		_, rest, found := bytes.Cut(stat, []byte(") "))
		if !found || rest[0] != state {
			return false
		}
	}
	return len(threads) > 0
}

// self is this test binary.
func self(t *testing.T) string {
	t.Helper()
	exe, err := os.Executable()
	must(t, err)
	return exe
}

// withFiles hands files to the helper, as descriptors 3, 4, ...
func withFiles(files ...*os.File) option {
	return func(c *exec.Cmd) { c.ExtraFiles = append(c.ExtraFiles, files...) }
}
