package local

import (
	"runtime"
	"testing"
	"time"

	"mailslot/internal/errno"
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
	go func() { _, err := w.Info(); asked <- err }()
	for fd := range s.conns {
		if !readable(fd, 5*time.Second) {
			t.Fatal("no question came")
		}
	}
	mustWrite(t, w, "b")
	answered := len(asked) != 0
	s.mu.Unlock()
	if answered {
		t.Error("the write waited until the question was given up")
	}
	if err := <-asked; err != nil {
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
