package local

import (
	"io/fs"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

// Nothing writable is shared between different users: only a slot that its
// owner alone may write, and that does not hear the network, has a hint.
func TestHintIsForTheOwnerAlone(t *testing.T) {
	for _, c := range []struct {
		mode    fs.FileMode
		network bool
		want    bool
	}{{0o600, false, true}, {0o400, false, true}, {0o600, true, false}, {0o620, false, false}, {0o666, false, false}, {0o604, false, false}} {
		dir := t.TempDir()
		if err := os.Chmod(dir, 0o777|fs.ModeSticky); err != nil {
			t.Fatal(err)
		}
		s := listen(t, Config{Dir: dir, Mode: c.mode, Network: c.network})
		st, err := os.Stat(s.entry.path + "/" + hintFile)
		if (err == nil) != c.want || c.want && st.Mode().Perm() != 0o600 {
			t.Errorf("mode %o, network %v: %v %v", c.mode, c.network, st, err)
		}
		if a, err := Lookup(dir, "test"); err != nil || a.Hint != c.want {
			t.Errorf("mode %o, network %v: described as %+v, %v", c.mode, c.network, a, err)
		}
	}
}

// A hint takes up no memory before somebody opens the slot: a thousand slots
// that wait for clients are cheap.
func TestHintTakesMemoryWithTheFirstClient(t *testing.T) {
	s := listen(t, Config{})
	infoAndPoll(t, s)
	blocks := func() int64 {
		var st unix.Stat_t
		if err := unix.Stat(s.entry.path+"/"+hintFile, &st); err != nil {
			t.Fatal(err)
		}
		return st.Blocks
	}
	if n := blocks(); n != 0 || hintOf(s) != nil {
		t.Errorf("%d blocks, mapping %v before the first client", n, hintOf(s))
	}
	w := dialTo(t, s)
	if w.Close(); blocks() == 0 {
		t.Error("a client has opened the hint, and its memory is not there")
	}
	infoAndPoll(t, s)
	if hintOf(s) == nil {
		t.Error("the server does not share the hint with its clients")
	}
}

// What clients did before the server shared the hint is not overlooked.
func TestClientsBeforeTheHintAreSeen(t *testing.T) {
	s := listen(t, Config{})
	s.mu.Lock() // the engine waits, so all come before it takes in the first
	for range 3 {
		w := dialTo(t, s)
		if err := w.Write([]byte("x")); err != nil {
			t.Error(err)
		}
	}
	s.mu.Unlock()
	if i, err := s.Info(); err != nil || i.Count != 3 || i.Writers != 3 {
		t.Errorf("%+v %v, want 3 messages of 3 writers", i, err)
	}
	infoAndPoll(t, s)
	s.mu.Lock() // the engine may still be polling
	defer s.mu.Unlock()
	if s.hint == nil || s.hint.Value() == 0 || s.moved() {
		t.Error("the server does not know what its clients had stirred before it shared the hint")
	}
}

// While nothing is sent, a slot with a hint does not ask the kernel.
func TestInfoSparesTheKernelWhileNothingIsSent(t *testing.T) {
	s := listen(t, Config{})
	dialTo(t, s)
	for range 1000 { // the bound of pollEvery may fall between two calls
		before := infoAndPoll(t, s)
		if infoAndPoll(t, s) == before {
			return
		}
	}
	t.Error("every call polls")
}

func hintOf(s *Slot) *shm.Hint {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hint
}

func infoAndPoll(t *testing.T, s *Slot) (polled uint64) {
	t.Helper()
	if _, err := s.Info(); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.polled
}

// A client that is killed after sending and before stirring the hint has left
// a message that is found all the same.
func TestMessageWithoutHintIsFound(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	infoAndPoll(t, s)
	w.hint.Close()
	w.hint = nil
	if err := w.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ; {
		i, err := s.Info()
		if err != nil || i.Count == 1 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the message is not found: %+v", i)
		}
	}
}

// A handle that was shared with another process may be written without hint:
// from then on every call asks the kernel, and counts at once.
func TestSharedHandleNeedsNoHint(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	if _, _, err := w.Share(); err != nil {
		t.Fatal(err)
	}
	infoAndPoll(t, s)
	w.hint.Close()
	w.hint = nil
	for n := range 2 * maxInline { // through the connection, then through a ring
		if err := w.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		if i, err := s.Info(); err != nil || i.Count != n+1 {
			t.Fatalf("%+v %v after %d messages", i, err, n+1)
		}
	}
	w.Close()
	if i, err := s.Info(); err != nil || i.Writers != 0 {
		t.Fatalf("%+v %v", i, err)
	}
	infoAndPoll(t, s)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blind != 0 {
		t.Errorf("%d connections without hint are left", s.blind)
	}
}

// A process maps a hint once, and a client without it does not write: its
// messages could be read out of order.
func TestClientNeedsTheHintOfItsSlot(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	infoAndPoll(t, s)
	if w.hint == nil || w.hint != hintOf(s) {
		t.Error("two users in one process have two mappings")
	}
	w.Close()
	if err := os.Remove(s.entry.path + "/" + hintFile); err != nil {
		t.Fatal(err)
	}
	if w, err := Dial(dirOf(s), "test"); err == nil {
		w.Close()
		t.Error("a client opened a slot whose hint is gone")
	}
}
