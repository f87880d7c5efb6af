package local

import (
	"testing"
	"time"
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
