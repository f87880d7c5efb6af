package mailslottest

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The codes that the cases expect.
const (
	success            = 0
	fileNotFound       = 2
	pathNotFound       = 3
	invalidHandle      = 6
	handleEOF          = 38
	invalidParameter   = 87
	semTimeout         = 121
	insufficientBuffer = 122
	invalidName        = 123
	alreadyExists      = 183
)

// slotName is the slot of cases to which its name does not matter.
const slotName = `\\.\mailslot\conformance`

// run is one case under way.
type run struct {
	testing.TB
	sys System
}

// server creates a slot that lasts as long as the case.
func (r *run) server(name string, maxSize, timeout uint32) Server {
	r.Helper()
	s, err := r.sys.Create(name, maxSize, timeout)
	if err != nil {
		r.Fatalf("create %q: %v", name, err)
	}
	own := &ownServer{Server: s}
	r.closeAtEnd(&own.closed, s)
	return own
}

// closeAtEnd closes a handle with the case, unless that has done so.
func (r *run) closeAtEnd(closed *bool, handle io.Closer) {
	r.Cleanup(func() {
		if !*closed {
			handle.Close()
		}
	})
}

// ownServer and ownClient know whether the case has closed them: a handle's
// number may be another's by the time the case ends.
type ownServer struct {
	Server
	closed bool
}

func (s *ownServer) Close() error {
	s.closed = true
	return s.Server.Close()
}

type ownClient struct {
	Client
	closed bool
}

func (c *ownClient) Close() error {
	c.closed = true
	return c.Client.Close()
}

// slot is the usual server: any size, reads do not wait.
func (r *run) slot() Server {
	r.Helper()
	return r.server(slotName, 0, NoWait)
}

func (r *run) client(name string) Client {
	r.Helper()
	c, err := r.sys.Open(name)
	if err != nil {
		r.Fatalf("open %q: %v", name, err)
	}
	own := &ownClient{Client: c}
	r.closeAtEnd(&own.closed, c)
	return own
}

// pair is a slot with one client.
func (r *run) pair() (Server, Client) {
	r.Helper()
	return r.slot(), r.client(slotName)
}

func (r *run) write(c Client, messages ...string) {
	r.Helper()
	for _, m := range messages {
		if err := c.Write([]byte(m)); err != nil {
			r.Fatalf("write %.20q: %v", m, err)
		}
	}
}

// read expects these messages, in order.
func (r *run) read(s Server, messages ...string) {
	r.Helper()
	for _, want := range messages {
		p := make([]byte, len(want)+8)
		n, err := s.Read(p)
		if err != nil || string(p[:n]) != want {
			r.Fatalf("read %.20q, %v, want %.20q", p[:n], err, want)
		}
	}
}

// empty expects that no message is left.
func (r *run) empty(s Server) {
	r.Helper()
	if i := r.info(s); i.Count != 0 || i.NextSize != NoMessage {
		r.Errorf("the slot is not empty: %+v", i)
	}
}

func (r *run) info(of interface{ Info() (Info, error) }) Info {
	r.Helper()
	i, err := of.Info()
	if err != nil {
		r.Fatalf("info: %v", err)
	}
	return i
}

// fails expects the code, and success for code 0.
func (r *run) fails(what string, err error, code uint32) {
	r.Helper()
	switch {
	case code == success && err != nil:
		r.Errorf("%s: %v", what, err)
	case code != success && err == nil:
		r.Errorf("%s: no error, want code %d", what, code)
	case err != nil && r.sys.Code(err) != code:
		r.Errorf("%s: code %d (%v), want %d", what, r.sys.Code(err), err, code)
	}
}

// readFails expects a read into size bytes to fail and to move nothing.
func (r *run) readFails(s Server, size int, code uint32) {
	r.Helper()
	p := bytes.Repeat([]byte{0xEE}, size)
	n, err := s.Read(p)
	r.fails("read", err, code)
	if n != 0 || bytes.Count(p, []byte{0xEE}) != size {
		r.Errorf("a failed read moved %d bytes: %x", n, p)
	}
}

// outcome is how a read that was begun ended.
type outcome struct {
	message string
	err     error
}

// begin starts a read in a goroutine and returns once that is blocked.
func (r *run) begin(s Server, size int) <-chan outcome {
	r.Helper()
	ended := make(chan outcome, 1)
	r.blocked(func() {
		p := make([]byte, size)
		n, err := s.Read(p)
		ended <- outcome{string(p[:n]), err}
	})
	return ended
}

// isBlocked expects the read to be still waiting.
func (r *run) isBlocked(read <-chan outcome) {
	r.Helper()
	select {
	case o := <-read:
		r.Errorf("the read ended: %.20q, %v", o.message, o.err)
	default:
	}
}

// ends expects the read to end with the code, and with the message if 0.
func (r *run) ends(read <-chan outcome, message string, code uint32) {
	r.Helper()
	o := <-read
	r.fails("the waiting read", o.err, code)
	if o.message != message {
		r.Errorf("the waiting read got %.20q, want %.20q", o.message, message)
	}
}

// blocked runs f in a goroutine and returns when that blocks or has ended:
// when its stack is the same, in a waiting state, several times in a row.
func (r *run) blocked(f func()) {
	id := make(chan string, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		id <- strings.Fields(string(stacks(false)))[1]
		f()
	}()
	header, last := fmt.Sprintf("goroutine %s [", <-id), ""
	for same := 0; same < 3; {
		select {
		case <-ended:
			return
		case <-time.After(time.Millisecond):
		}
		now := waitingStack(header)
		if now != "" && now == last {
			same++
		} else {
			same = 0
		}
		last = now
	}
}

// waitingStack is the stack of the goroutine if it waits, else "". On a busy
// machine even a lock that others have for a moment can last.
func waitingStack(header string) string {
	for _, stack := range strings.Split(string(stacks(true)), "\n\n") {
		rest, ok := strings.CutPrefix(stack, header)
		if !ok {
			continue
		}
		state, frames, _ := strings.Cut(rest, "\n")
		for _, moment := range []string{"run", "sleep", "sync.Mutex", "sync.RWMutex", "semacquire"} {
			if strings.HasPrefix(state, moment) {
				return ""
			}
		}
		return frames
	}
	return ""
}

func stacks(all bool) []byte {
	for size := 1 << 16; ; size *= 2 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, all); n < size {
			return buf[:n]
		}
	}
}
