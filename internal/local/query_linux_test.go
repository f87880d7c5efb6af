package local

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

func TestWriteDoesNotWaitForTheAnswerToAQuestion(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	mustWrite(t, w, "a")
	if _, err := w.Info(); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock() // as a server that is stopped, it answers nothing
	asked := make(chan error, 1)
	began := time.Now()
	go func() { _, err := w.Info(); asked <- err }()
	for fd := range s.conns {
		if !readable(fd, 5*time.Second) {
			t.Error("no question came")
		}
	}
	writes := time.Now()
	err := w.Write([]byte("b"))
	if took := time.Since(writes); err != nil || took > queryTime/2 {
		t.Errorf("the write took %v, as if it waited until the question was given up: %v", took, err)
	}
	late := time.Since(began) > queryTime // on a busy machine it is given up
	s.mu.Unlock()
	if err := <-asked; err != nil && !late {
		t.Error(err)
	}
	wantRead(t, s, "a")
	wantRead(t, s, "b")
}

// A read on the short way may take a question in, of which no event tells then.
func TestQuickReadAnswersTheQuestionsThatItTakesIn(t *testing.T) {
	s := listen(t, Config{})
	w, other := dialTo(t, s), dialTo(t, s)
	for range maxInline + 1 {
		mustWrite(t, w, "x")
	}
	for range maxInline + 1 {
		wantRead(t, s, "x")
	}
	if _, err := other.Info(); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, w, "y")
	s.mu.Lock()
	defer s.mu.Unlock()
	other.number++
	if err := other.ask(); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.quick(make([]byte, 8)); !ok {
		t.Fatal("no message on the short way")
	}
	if len(s.queries) != 0 || !readable(other.fd, 5*time.Second) {
		t.Errorf("%d questions are left", len(s.queries))
	}
}

// An error is the answer to the question that it was given to, and to no later
// one: another process that shares the connection may have asked that.
func TestErrorAnswersItsOwnQuestionOnly(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	if _, err := w.Info(); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	for _, c := range s.conns {
		for number := range uint32(3) { // the last of them is the next question
			late := appendRefusal(nil, errno.New(errno.GenFailure, "%56d", number))
			must(t, shm.Send(c.fd, appendFrame(nil, frameReply, replyFailed, uint64(number), late)))
		}
	}
	s.mu.Unlock()
	if _, err := w.Info(); errno.Of(err) != errno.GenFailure || !strings.HasSuffix(err.Error(), " 2") {
		t.Errorf("the second question is answered by %v", err)
	}
	if i, err := w.Info(); err != nil || i.Writers != 0 {
		t.Errorf("the third question is answered by %+v, %v", i, err)
	}
}

// Close does not wait until the question of another goroutine is given up.
func TestCloseEndsAQuestionThatWaits(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	s.mu.Lock() // as a server that is stopped, it answers nothing
	defer s.mu.Unlock()
	asked := make(chan error, 1)
	go func() { _, err := w.Info(); asked <- err }()
	for waits := false; !waits; runtime.Gosched() {
		w.mu.Lock()
		waits = w.closing != nil
		w.mu.Unlock()
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := <-asked; errno.Of(err) != errno.InvalidHandle {
		t.Errorf("the question ended with %v", err)
	}
	if err := w.Close(); errno.Of(err) != errno.InvalidHandle {
		t.Errorf("the second close: %v", err)
	}
}

// A client may go between its question and the answer, and its descriptor be
// another's then.
func TestQuestionOfAForgottenClientIsLeft(t *testing.T) {
	s, w := sleepy(t)
	must(t, w.ask())
	s.poll()
	if len(s.queries) != 1 {
		t.Fatalf("%d questions", len(s.queries))
	}
	c := s.queries[0].from
	s.dismiss(c, errShare)
	next, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	must(t, err)
	defer unix.Close(next[0])
	defer unix.Close(next[1])
	if _, err := unix.FcntlInt(uintptr(c.fd), unix.F_GETFD, 0); err == unix.EBADF {
		must(t, unix.Dup3(next[0], c.fd, unix.O_CLOEXEC)) // whoever opens next may get it
		defer unix.Close(c.fd)
	}
	s.finish()
	if readable(next[0], 0) || readable(next[1], 0) {
		t.Error("a descriptor that is another's now got an answer")
	}
}
