package local

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mailslot/internal/errno"
)

// shortDir is a directory in which a slot's socket has a path for connect.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "m")
	if err != nil {
		t.Fatal(err)
	}
	os.Chmod(dir, 0o777|fs.ModeSticky) // where slots for other users are made too
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// reopens reports whether the name is opened without a look at its directory,
// and checks that the handle is good.
func reopens(t *testing.T, s *Slot, name string) bool {
	t.Helper()
	w := theRecent.reopen(dirOf(s), name)
	if w == nil {
		return false
	}
	defer w.Close()
	mustWrite(t, w, name)
	wantRead(t, s, name)
	return true
}

func TestSlotOpenedBeforeIsReopened(t *testing.T) {
	for _, c := range []Config{{}, {Network: true}} { // with and without a hint
		c.Dir = shortDir(t)
		s := listen(t, c)
		if reopens(t, s, "test") {
			t.Fatal("opened before the first time")
		}
		first, err := Dial(dirOf(s), "test")
		if err != nil {
			t.Fatal(err)
		}
		first.Close()
		again := theRecent.reopen(dirOf(s), "test")
		if again == nil || again.About() != first.About() {
			t.Fatalf("opened again as %+v, first as %+v", again, first.About())
		}
		again.Close()
		if !reopens(t, s, "test") || reopens(t, s, "Test2") {
			t.Error("not the slot that was opened, or another")
		}
	}
}

// The name is the next owner's at once, with everything that he says of it.
func TestReopenedNameLeadsToItsNewOwner(t *testing.T) {
	old := listen(t, Config{Dir: shortDir(t), MaxSize: 10})
	dir := dirOf(old)
	dialTo(t, old)
	old.Close()
	if _, err := Dial(dir, "tEST"); errno.Of(err) != errno.FileNotFound {
		t.Fatalf("a closed slot: %v", err)
	}
	for size := range uint32(20) {
		s := listen(t, Config{Dir: dir, MaxSize: size + 1})
		if reopens(t, s, "tEST") {
			t.Fatal("a new slot was taken for the old one")
		}
		w := dialTo(t, s)
		if got := w.About().MaxSize; got != size+1 {
			t.Fatalf("maximum size %d, want %d", got, size+1)
		}
		mustWrite(t, w, "x")
		wantRead(t, s, "x")
		s.Close()
	}
}

// A description that is rewritten when another process takes the slot over is
// read again.
func TestSlotThatChangedHandsIsLookedUpAgain(t *testing.T) {
	s := listen(t, Config{Dir: shortDir(t), Inheritable: true})
	one := openStub(t, s)
	dialTo(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	heir := hosts(one)
	if heir == nil {
		t.Fatal("the stub did not take the slot over")
	}
	if reopens(t, heir, "tEST") {
		t.Error("opened by an old description")
	}
	dialTo(t, heir)
	if !reopens(t, heir, "tEST") {
		t.Error("not remembered")
	}
}

func TestRecentSlotsAreFew(t *testing.T) {
	dir := shortDir(t)
	var slots []*Slot
	for i := range recentSlots + 3 {
		name := fmt.Sprint("slot", i)
		s, err := Listen(name, Config{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		w, err := Dial(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		slots = append(slots, s)
	}
	for i, s := range slots {
		if got, want := reopens(t, s, fmt.Sprint("slot", i)), i >= 3; got != want {
			t.Errorf("slot %d: reopened %v, want %v", i, got, want)
		}
	}
}

// A path that connect does not take is opened by way of its directory.
func TestSlotInADeepDirectoryIsNotRemembered(t *testing.T) {
	dir := t.TempDir()
	for len(dir) < maxSocketPath {
		dir = filepath.Join(dir, "deeper")
	}
	if dir, err := ownDir(dir, false); err != nil {
		t.Fatal(dir, err)
	}
	s := listen(t, Config{Dir: dir})
	w := dialTo(t, s)
	mustWrite(t, w, "x")
	wantRead(t, s, "x")
	if reopens(t, s, "tEST") {
		t.Error("remembered")
	}
}

// While a slot comes and goes, those who open it again and again meet a live
// one or none.
func TestReopeningWhileTheNameChangesHands(t *testing.T) {
	dir := shortDir(t)
	over := make(chan struct{})
	var clients sync.WaitGroup
	for range 4 {
		clients.Go(func() { openUntil(t, over, dir) })
	}
	end := time.Now().Add(3 * time.Second) // on a busy machine the hundred would take half a minute
	for owners := 0; owners < 100 && time.Now().Before(end); owners++ {
		s, err := Listen("test", Config{Dir: dir})
		if err != nil {
			t.Error(err)
			break
		}
		w, err := Dial(dir, "test")
		if err == nil {
			err = w.Write([]byte("mine"))
			w.Close()
		}
		if err != nil && errno.Of(err) != errno.NoSystemResources { // as in openUntil
			t.Error(err)
		}
		s.Close()
	}
	close(over)
	clients.Wait()
}

func openUntil(t *testing.T, over <-chan struct{}, dir string) {
	for {
		select {
		case <-over:
			return
		default:
		}
		w, err := Dial(dir, "test")
		if err == nil {
			err = w.Write([]byte("x"))
			w.Close()
		}
		switch errno.Of(err) {
		case errno.Success, errno.FileNotFound, errno.HandleEOF:
		case errno.NoSystemResources: // a busy machine: the server had no turn for a second
		default:
			t.Error(err)
			return
		}
	}
}
