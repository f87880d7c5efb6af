//go:build linux

package net

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is a program that runs on a host until the test ends.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines chan string // of its standard output
	done  chan struct{}

	mu   sync.Mutex
	errs bytes.Buffer
}

// start runs a program on a host.
func (l *lab) start(host int, name string, args ...string) *process {
	l.t.Helper()
	p := &process{t: l.t, cmd: l.command(host, name, args...), lines: make(chan string, 1<<16), done: make(chan struct{})}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		l.t.Fatal(err)
	}
	p.cmd.Stderr = p
	if err := p.cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	go p.read(out)
	l.t.Cleanup(p.stop)
	return p
}

// Write keeps what the program says on standard error.
func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.errs.Write(b)
}

func (p *process) stderr() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.errs.String()
}

func (p *process) read(out io.Reader) {
	defer close(p.done)
	defer close(p.lines)
	s := bufio.NewScanner(out)
	for s.Scan() {
		p.lines <- s.Text()
	}
	io.Copy(io.Discard, out)
	p.cmd.Wait()
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// stop ends it as an operator would, and waits.
func (p *process) stop() {
	if p.ended() {
		return
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(10 * time.Second):
		p.cmd.Process.Kill()
		<-p.done
		p.t.Errorf("%v did not end on SIGTERM: %s", p.cmd.Args, p.stderr())
	}
}

// line is the next line of output.
func (p *process) line(what string) string {
	p.t.Helper()
	select {
	case s, ok := <-p.lines:
		if !ok {
			p.t.Fatalf("%s: the program ended: %s", what, p.stderr())
		}
		return s
	case <-time.After(patience):
		p.t.Fatalf("%s: nothing for %v; %s", what, patience, p.stderr())
		return ""
	}
}

// message is what listen --json prints.
type message struct {
	Slot   string
	Size   int
	Text   *string
	Base64 []byte
	From   struct {
		UID                             int
		Host, Address, Via, Destination string
	}
}

func (m message) text() string {
	if m.Text != nil {
		return *m.Text
	}
	return string(m.Base64)
}

// listener is a mailslot listen --json on a host.
type listener struct{ *process }

// listen makes a slot that hears the network, and waits until it is there.
func (l *lab) listen(host int, slot string) listener {
	l.t.Helper()
	p := l.start(host, "mailslot", "listen", slot, "--json", "--network", "--mode", "0666")
	eventually(l.t, "slot "+slot, func() bool {
		if p.ended() {
			l.t.Fatalf("listen %s: %s", slot, p.stderr())
		}
		return strings.Contains(l.run(host, "mailslot", "list", "--json").out, `"slot":"`+slot+`"`)
	})
	return listener{p}
}

func (l listener) next() message {
	l.t.Helper()
	var m message
	if err := json.Unmarshal([]byte(l.line("a message")), &m); err != nil {
		l.t.Fatal(err)
	}
	return m
}

// until reads messages up to one with the text of marker, which is not
// returned. What was sent before a marker and has not come by then is lost.
func (l listener) until(marker string) []message {
	l.t.Helper()
	var got []message
	for {
		m := l.next()
		if m.text() == marker {
			return got
		}
		got = append(got, m)
	}
}

// nextWithin is next, or errNothing if nothing comes for a while.
func (l listener) nextWithin(d time.Duration) (message, error) {
	l.t.Helper()
	select {
	case line, ok := <-l.lines:
		var m message
		if !ok {
			return m, errNothing
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			l.t.Fatal(err)
		}
		return m, nil
	case <-time.After(d):
		return message{}, errNothing
	}
}
