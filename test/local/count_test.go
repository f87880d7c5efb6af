//go:build linux

package local

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"mailslot"
)

const (
	countedFull  = 100_000
	countedShare = 20_000
	unacceptedAt = 500 // handles opened and written before anybody looks
)

// TestInfoCountsEveryReturnedWrite asks at once after each write of another
// process has returned, with old handles and fresh ones.
func TestInfoCountsEveryReturnedWrite(t *testing.T) {
	computer(t)
	r := random(t)
	slot := listen(t, "counted", mailslot.ListenConfig{})
	writer := start(t, "counted-writer", []string{fmt.Sprint(r.Uint64())})
	unread := 0
	for i := range share(countedFull, countedShare) {
		writer.tell("1")
		writer.expect("written")
		unread++
		info, err := slot.Info()
		must(t, err)
		if info.Count != unread {
			t.Fatalf("after write %d Info counts %d, want %d", i+1, info.Count, unread)
		}
		if unread >= 1+r.IntN(200) {
			readAll(t, slot, unread)
			unread = 0
		}
	}
	writer.finish()
}

// TestInfoCountsConnectionsNotYetAccepted opens and writes many handles, each
// closed at once, and asks only then.
func TestInfoCountsConnectionsNotYetAccepted(t *testing.T) {
	computer(t)
	slot := listen(t, "counted", mailslot.ListenConfig{})
	writer := start(t, "counted-writer", []string{"1", "fresh"})
	for range share(100, 50) {
		writer.tell("%d", unacceptedAt)
		writer.expect("written")
		info, err := slot.Info()
		must(t, err)
		if info.Count != unacceptedAt {
			again, err := slot.Info()
			t.Fatalf("Info counts %d, want %d; then %+v %v", info.Count, unacceptedAt, again, err)
		}
		readAll(t, slot, unacceptedAt)
	}
	writer.finish()
}

// TestInfoCountsWithoutTheHint asks at once after each write when another
// process of this user has cut the file of the hint short.
func TestInfoCountsWithoutTheHint(t *testing.T) {
	computer(t)
	slot := listen(t, "counted", mailslot.ListenConfig{})
	writer := start(t, "counted-writer", []string{"1"})
	for i := range 200 {
		if i == 10 {
			must(t, each("hint", func(path string) error { return os.Truncate(path, 0) }))
		}
		writer.tell("1")
		writer.expect("written")
		info, err := slot.Info()
		must(t, err)
		if info.Count != 1 {
			t.Fatalf("after write %d Info counts %d, want 1", i+1, info.Count)
		}
		readAll(t, slot, 1)
	}
	writer.finish()
}

func readAll(t *testing.T, slot *mailslot.Slot, n int) {
	t.Helper()
	slot.SetReadTimeout(mailslot.NoWait)
	buf := make([]byte, largestMixed)
	for i := range n {
		if _, err := slot.ReadMessage(buf); err != nil {
			t.Fatalf("message %d of %d: %v", i+1, n, err)
		}
	}
}

// countedWriter writes as many messages as each line says, then says so. With
// the argument "fresh" every message has a handle of its own.
func countedWriter(args []string) error {
	r := rand.New(rand.NewPCG(number(args[0]), 0))
	fresh := len(args) > 1
	var w *mailslot.Writer
	buf := make([]byte, largestMixed)
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		for i := range number(in.Text()) {
			if w == nil || fresh || r.IntN(redialOneIn) == 0 {
				if w != nil {
					w.Close()
				}
				var err error
				if w, err = mailslot.Dial("counted"); err != nil {
					return err
				}
			}
			if err := w.WriteMessage(payload(buf, 0, i, mixedSize(r))); err != nil {
				return err
			}
		}
		fmt.Println("written")
	}
	return nil
}

// TestInfoLeavesTheReaderItsWakeUp asks for the state while a reader sleeps
// and a message arrives: the question takes the writer's bell out of the
// socket, and the reader must wake nevertheless.
func TestInfoLeavesTheReaderItsWakeUp(t *testing.T) {
	computer(t)
	slot := listen(t, "asked", mailslot.ListenConfig{})
	w := dial(t, "asked")
	read := make(chan error)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		buf := make([]byte, payloadHeader)
		for {
			_, err := slot.ReadMessage(buf)
			read <- err
			if err != nil {
				return
			}
		}
	}()
	buf := make([]byte, payloadHeader)
	for i := range uint64(share(100_000, 10_000)) {
		must(t, w.WriteMessage(payload(buf, 0, i, 0)))
		if _, err := slot.Info(); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-read:
			must(t, err)
		case <-time.After(patience):
			t.Fatalf("the reader sleeps on message %d", i)
		}
	}
	must(t, slot.Close())
	<-read
	<-ended
}
