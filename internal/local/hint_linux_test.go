package local

import (
	"encoding/binary"
	"io/fs"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// Whoever knows another kind of hint would count bells wrong.
func TestSlotWithAnotherKindOfHintIsRefused(t *testing.T) {
	about := appendAbout(nil, About{Name: "x", Mode: 0o600, Hint: true})
	if a, err := parseAbout(about); err != nil || !a.Hint {
		t.Errorf("%+v, %v", a, err)
	}
	for _, kind := range []uint64{orderHint - 1, orderHint + 1} {
		binary.LittleEndian.PutUint64(about[40:], kind)
		if _, err := parseAbout(about); errno.Of(err) != errno.RevisionMismatch {
			t.Errorf("kind %d: %v", kind, err)
		}
	}
}

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
	if s.hint == nil || s.hint.Stirred().Sent == 0 || s.moved() {
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

// sleepy is a slot whose reader sleeps, as far as its only client can see. The
// caller plays the reader and holds the slot's lock until the test ends.
func sleepy(t *testing.T) (*Slot, *Writer) {
	t.Helper()
	s := listen(t, Config{})
	w := dialTo(t, s)
	startRing(t, s, w)
	s.mu.Lock()
	t.Cleanup(s.mu.Unlock) // before that of listen, which closes the slot
	s.poll()
	wantEmpty(t, s)
	return s, w
}

// wakeOf does what epoll has a sleeping reader do.
func wakeOf(t *testing.T, s *Slot) {
	t.Helper()
	var events shm.Events
	n := s.ep.Ready(&events)
	if n == 0 {
		t.Fatal("nothing wakes the reader")
	}
	s.woken(events[:n])
}

// wantEmpty prepares the reader for sleep and expects that it may.
func wantEmpty(t *testing.T, s *Slot) {
	t.Helper()
	if !s.merge.Rest() {
		t.Fatal("the slot is not empty")
	}
}

func wantTaken(t *testing.T, s *Slot, want string) {
	t.Helper()
	p := make([]byte, 1<<20)
	if n, err := s.take(p); err != nil || string(p[:min(n, len(want))]) != want {
		t.Fatalf("%q, %v, want %q", p[:min(n, 20)], err, want)
	}
}

// A bell whose client has announced it needs neither a poll nor a look at its
// socket before the message is read, and is taken before the reader sleeps.
func TestAnnouncedBellNeedsNoPoll(t *testing.T) {
	s, w := sleepy(t)
	for range 3 {
		if err := w.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		if !s.moved() {
			t.Fatal("a bell that nobody has heard is no news")
		}
		noted := s.stirred
		s.polled = 0 // for so long nobody has asked the kernel
		wakeOf(t, s)
		if s.rang == nil || s.behind || s.moved() || s.polled == 0 {
			t.Fatalf("rang %v, behind %v, moved %v, polled %d", s.rang, s.behind, s.moved(), s.polled)
		}
		s.lease.away = false // however slow this machine is
		wantTaken(t, s, "x")
		if s.stirred != noted {
			t.Error("the read has polled")
		}
		s.hush()
		var events shm.Events
		if s.ep.Ready(&events) != 0 || s.rang != nil {
			t.Fatal("the bell would wake the reader again")
		}
		for _, c := range s.conns {
			if c.streams[0].TakeBell() {
				t.Error("the bell was not accounted for")
			}
		}
		wantEmpty(t, s)
	}
}

// The bell of a message that has been read already may be all that wakes the
// reader, and somebody else take it. The reader wakes then too, since its ring asks
// for no other bell.
func TestBellThatSomebodyElseTakesWakesTheReader(t *testing.T) {
	for name, slow := range map[string]func(claim, read func()){
		"before it is claimed": func(claim, read func()) { read(); claim() },
		"before it rings":      func(claim, read func()) { claim(); read() },
	} {
		t.Run(name, func(t *testing.T) {
			s, w := sleepy(t)
			for _, c := range s.conns {
				s.rescan(c) // as for a question: it is active, and its ring is armed
			}
			at, _ := w.out.Reserve(1)
			w.out.Append(at, shm.Now(), 0, nil, []byte("1"))
			slow(func() {
				if w.out.Signal(w.announcer()) != ring.Bell {
					t.Fatal("nobody wants a bell")
				}
			}, func() {
				wantTaken(t, s, "1")
				wantEmpty(t, s)
			})
			s.alarm()
			s.readers.inRaw = true
			must(t, w.ring())
			var i Info
			s.lease.away = false // however slow this machine is
			s.catchUp()
			if err := s.info(&i); err != nil || i.Count != 0 {
				t.Fatalf("%+v, %v", i, err)
			}
			if !s.readers.kicked {
				t.Error("the reader sleeps, and no message wakes it")
			}
			s.readers.inRaw = false
		})
	}
}

// A process of the same user that lies in the hint is believed until the next
// time that the slot asks the kernel, and takes nothing away: neither a message
// nor a question, nor the word that a handle has been shared.
func TestHintThatLiesIsBelievedForOnePoll(t *testing.T) {
	s, w := sleepy(t)
	lie := func() { s.stirred, s.polled = s.hint.Stirred(), shm.Now() } // as if nothing had come since
	w.Write([]byte("x"))
	if lie(); s.moved() {
		t.Fatal("the lie is not believed")
	}
	s.lease.away = true // nobody is told by the kernel
	s.polled = shm.Now() - pollEvery - 1
	var i Info
	if err := s.info(&i); err != nil || i.Count != 1 {
		t.Fatalf("%+v, %v", i, err)
	}
	wantTaken(t, s, "x")
	s.lease.away = false // however slow this machine is
	s.poll()
	wantEmpty(t, s)

	if err := w.ask(); err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("x"))
	wakeOf(t, s)
	if lie(); s.rang == nil || !s.abreast() {
		t.Fatal("the lie is not believed")
	}
	if s.hush(); len(s.queries) != 1 {
		t.Errorf("%d questions", len(s.queries))
	}
	s.finish()
	wantTaken(t, s, "x")
	wantEmpty(t, s)

	if err := w.tellBlind(); err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("x"))
	wakeOf(t, s)
	lie()
	if s.hush(); s.blind != 1 {
		t.Errorf("%d connections without hint", s.blind)
	}
	wantTaken(t, s, "x")
}

// What a client has sent before its bell, or sends after it, is not taken for it.
func TestNothingElseIsTakenForABell(t *testing.T) {
	s, w := sleepy(t)
	if err := w.ask(); err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("x"))
	wakeOf(t, s)
	s.hush()
	if s.poll(); len(s.queries) != 1 {
		t.Errorf("%d questions", len(s.queries))
	}
	s.finish()
	wantTaken(t, s, "x")
	wantEmpty(t, s)

	w.Write([]byte("x"))
	wakeOf(t, s)
	large := make([]byte, w.out.Size()) // needs another ring
	if err := w.Write(large); err != nil {
		t.Fatal(err)
	}
	s.hush()
	wantTaken(t, s, "x")
	wantTaken(t, s, string(large[:1]))

	wantEmpty(t, s)
	w.Write([]byte("y"))
	wakeOf(t, s)
	s.poll() // has taken the bell
	w.hint.Close()
	w.hint = nil // as if it were killed before it could stir it
	large = make([]byte, w.out.Size())
	if err := w.Write(large); err != nil {
		t.Fatal(err)
	}
	s.hush()
	wantTaken(t, s, "y")
	s.poll()
	wantTaken(t, s, string(large[:1]))
}

// The bell of a client that has been sent away is not looked for.
func TestBellOfAForgottenClientIsLeft(t *testing.T) {
	s, w := sleepy(t)
	w.Write([]byte("x"))
	wakeOf(t, s)
	if s.dismiss(s.rang, errShare); s.rang != nil {
		t.Error("another connection may have its descriptor")
	}
	s.hush()
	wantTaken(t, s, "x")
}

// Two bells at once are the poll's to sort out.
func TestTwoBellsNeedAPoll(t *testing.T) {
	s, w := sleepy(t)
	s.mu.Unlock()
	other := dialTo(t, s)
	startRing(t, s, other)
	s.mu.Lock()
	s.poll()
	wantEmpty(t, s)
	w.Write([]byte("x"))
	other.Write([]byte("y"))
	s.lease.away = false // however slow this machine is
	if wakeOf(t, s); !s.behind || s.rang != nil || s.abreast() {
		t.Errorf("behind %v, rang %v, abreast %v", s.behind, s.rang, s.abreast())
	}
	wantTaken(t, s, "x")
	wantTaken(t, s, "y")
}

// Who has only borrowed the hint announces nothing: his bells are always news.
func TestBorrowedHintAnnouncesNothing(t *testing.T) {
	s, w := sleepy(t)
	h, err := shm.BorrowHint(s.entry.lock, hintFile, os.Geteuid())
	if err != nil {
		t.Fatal(err)
	}
	w.hint.Close()
	w.hint = h
	w.Write([]byte("x"))
	if wakeOf(t, s); s.rang != nil || !s.moved() {
		t.Errorf("rang %v, moved %v", s.rang, s.moved())
	}
	wantTaken(t, s, "x")
}

// A client that was killed between announcing its bell and ringing it makes
// every later bell news, and nothing else.
func TestBellThatNeverRangIsNoNews(t *testing.T) {
	s, w := sleepy(t)
	w.hint.Announce()
	if s.moved() {
		t.Error("nothing was sent")
	}
	w.Write([]byte("x"))
	wakeOf(t, s)
	if !s.moved() {
		t.Error("a bell is no news though one is missing")
	}
	wantTaken(t, s, "x")
	if s.moved() {
		t.Error("the read has not polled")
	}
}

// Lies in the hint, which any process of the owner can write, lose nothing: a
// slot asks the kernel now and then, whatever stands there.
func TestHintThatLiesLosesNothing(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	infoAndPoll(t, s)
	hint, err := os.OpenFile(s.entry.path+"/"+hintFile, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer hint.Close()
	end := make(chan struct{})
	liar := make(chan error)
	go func() {
		for {
			select {
			case <-end:
				liar <- nil
				return
			default:
			}
			if _, err := hint.WriteAt(make([]byte, 24), 0); err != nil { // nothing was sent, and no bell has rung
				liar <- err
				return
			}
		}
	}()
	for i := range 200 { // while somebody asks
		mustWrite(t, w, string(rune('A'+i)))
		for late := time.Now().Add(10 * time.Second); ; {
			if i, err := s.Info(); err != nil || i.Count == 1 {
				break
			}
			if time.Now().After(late) {
				t.Fatalf("message %d is not counted", i)
			}
		}
		wantRead(t, s, string(rune('A'+i)))
	}
	go func() {
		for i := range 200 {
			time.Sleep(time.Millisecond / 2) // the reader goes to sleep meanwhile, or is about to
			w.Write([]byte(string(rune('A' + i))))
		}
	}()
	for i := range 200 {
		p := make([]byte, 8)
		if n, err := s.Read(p, Wait{Timeout: 10 * time.Second}); err != nil || string(p[:n]) != string(rune('A'+i)) {
			t.Fatalf("message %d is read as %q, %v", i, p[:n], err)
		}
	}
	close(end)
	if err := <-liar; err != nil {
		t.Error(err)
	}
}

// A bell that was announced is counted when its client ends before it has rung.
func TestAnnouncedBellOfAClientThatEndsIsCounted(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	w.inline = maxInline
	mustWrite(t, w, "1")
	wantRead(t, s, "1")
	s.mu.Lock()
	s.merge.Rest() // as a reader that sleeps
	s.mu.Unlock()
	at, _ := w.out.Reserve(1)
	w.out.Append(at, shm.Now(), 0, nil, []byte("2"))
	if signal := w.out.Signal(w.announcer()); signal != ring.Bell {
		t.Fatalf("signal %v", signal)
	}
	must(t, w.Close())
	wantRead(t, s, "2")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.poll()
	if announced, heard := s.hint.Announced(), s.merge.Heard(); announced != 1 || heard != 1 {
		t.Errorf("%d bells were announced, %d are known", announced, heard)
	}
}
