package local

import (
	"context"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// unhurried is a time-out that does not pass between two lines of a test on a
// busy machine, and yet within the test.
const unhurried = time.Second

// hosts reports whether the stub's process holds the queue.
func hosts(st *Stub) *Slot {
	st.heirs.Wait()
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.hosted
}

func TestSlotLivesUntilItsLastServerHandle(t *testing.T) {
	s := listen(t, Config{Inheritable: true, ReadTimeout: 5})
	one, two := openStub(t, s), openStub(t, s)
	w := dialTo(t, s)
	mustWrite(t, w, "a")
	mustWrite(t, w, "b")
	wantRead(t, s, "a")
	dir := dirOf(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if hosts(one) == nil {
		t.Fatal("the oldest stub did not take the slot over")
	}
	if heir := hosts(one); !heir.about.Hint || hintOf(heir) == nil {
		t.Error("the slot has lost its hint")
	}
	info, err := two.Info()
	if err != nil || info.Count != 1 || info.Writers != 1 || info.ReadTimeout != 5 || info.Read != 1 {
		t.Fatalf("%+v %v", info, err)
	}
	mustWrite(t, w, "c")
	if _, err := Listen("test", Config{Dir: dir}); errno.Of(err) != errno.AlreadyExists {
		t.Fatal(err)
	}
	late, err := Dial(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	mustWrite(t, late, "d")
	wantRead(t, two, "b")
	wantRead(t, one, "c")
	one.Close()
	if hosts(two) == nil {
		t.Fatal("the slot did not go on to the second")
	}
	mustWrite(t, w, "e")
	wantRead(t, two, "d")
	wantRead(t, two, "e")
	two.Close()
	if err := w.Write([]byte("f")); errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
	if _, err := Dial(dir, "test"); errno.Of(err) != errno.FileNotFound {
		t.Fatal(err)
	}
}

func TestWaitingReadsAreHandedOverInOrder(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	one, two := openStub(t, s), openStub(t, s)
	w := dialTo(t, s)
	own := s.Queue(nil, Wait{})
	var turns []Turn
	var bufs [][]byte
	for i, from := range []Server{two, one, two, one} {
		bufs = append(bufs, make([]byte, 1))
		turns = append(turns, from.Queue(bufs[i], Wait{}))
		waiting(t, s, i+2)
	}
	late := one.Queue(nil, Wait{Timeout: unhurried})
	waiting(t, s, 6)
	ended := make(chan error)
	go func() { _, err := own.Await(context.Background()); ended <- err }()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
	if _, err := late.Await(context.Background()); errno.Of(err) != errno.SemTimeout {
		t.Fatal(err)
	}
	for i := range turns {
		mustWrite(t, w, string(rune('a'+i)))
	}
	for i, turn := range turns {
		if _, err := turn.Await(context.Background()); err != nil || bufs[i][0] != byte('a'+i) {
			t.Fatalf("read %d: %q %v", i, bufs[i], err)
		}
	}
}

func TestReadThatEndsAsTheSlotIsHandedOverIsAnswered(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	st := openStub(t, s)
	s.Enqueue() // stands before the read, so that this waits for its turn
	turn := st.Queue(nil, Wait{Timeout: unhurried})
	waiting(t, s, 2)
	// The read's time is over and Close comes while both wait for the slot: its
	// place is gone then, and its answer is not sent yet.
	s.mu.Lock()
	time.Sleep(unhurried + 100*time.Millisecond)
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	time.Sleep(20 * time.Millisecond)
	s.mu.Unlock()
	s.mu.Lock() // taken before a waiter wakes: from now on they come in turn
	time.Sleep(20 * time.Millisecond)
	s.mu.Unlock()
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { _, err := turn.Await(context.Background()); ended <- err }()
	wantEnd(t, ended, errno.SemTimeout)
}

// A reader that spins looks again after Close has begun, when what is handed
// over is settled: it may take nothing in.
func TestSpinningReaderLeavesASlotThatIsHandedOverAlone(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	st := openStub(t, s)
	busy := dialTo(t, s)
	for range maxInline + 1 {
		mustWrite(t, busy, "x")
	}
	for range maxInline + 1 {
		wantRead(t, s, "x")
	}
	spinning := s.Enqueue()
	s.mu.Lock()
	s.closed = true // as Close does
	w := s.makeWill()
	s.mu.Unlock()
	mustWrite(t, busy, "ring")
	short := dialTo(t, s)
	mustWrite(t, short, "inline")
	short.Close()
	spinning.glance(1, false)
	if !s.bequeath(w) {
		t.Fatal("not handed over")
	}
	s.abandon()
	wantRead(t, st, "ring")
	wantRead(t, st, "inline")
}

// floodSlot has writers write numbered messages until ctx ends; it returns
// how many each wrote.
func floodSlot(ctx context.Context, t *testing.T, s *Slot, writers int) (wrote func() []uint32) {
	t.Helper()
	var group sync.WaitGroup
	counts := make([]uint32, writers)
	for i := range writers {
		w := dialTo(t, s)
		group.Go(func() {
			for ctx.Err() == nil {
				var b [8]byte
				binary.LittleEndian.PutUint32(b[:], uint32(i))
				binary.LittleEndian.PutUint32(b[4:], counts[i])
				if err := w.WriteContext(ctx, b[:]); ctx.Err() != nil && err != nil {
					return // no room came any more
				} else if err != nil {
					t.Errorf("writer %d: %v", i, err)
					return
				}
				counts[i]++
				if counts[i]%16 == 0 {
					time.Sleep(10 * time.Microsecond)
				}
			}
		})
	}
	return func() []uint32 { group.Wait(); return counts }
}

func TestHandOverUnderLoadLosesNothing(t *testing.T) {
	const writers, heirs = 4, 6
	s := listen(t, Config{Inheritable: true, Quota: 512 << 10}) // or a slow reader never comes to the end
	stubs := []Server{s}
	for range heirs {
		stubs = append(stubs, openStub(t, s))
	}
	last := stubs[heirs]
	ctx, stop := context.WithCancel(t.Context())
	wrote := floodSlot(ctx, t, s, writers)
	next := make([]uint32, writers)
	read := func(w Wait) bool {
		m, err := last.(*Stub).Receive(w)
		if errno.Of(err) == errno.SemTimeout {
			return false
		}
		if err != nil {
			t.Fatal(err)
		}
		from, number := binary.LittleEndian.Uint32(m.Data), binary.LittleEndian.Uint32(m.Data[4:])
		if number != next[from] {
			t.Fatalf("writer %d: message %d, want %d", from, number, next[from])
		}
		next[from]++
		return true
	}
	for _, holder := range stubs[:heirs] {
		for range 200 {
			read(Wait{})
		}
		closed := make(chan error)
		go func() { closed <- holder.Close() }()
		for done := false; !done; {
			select {
			case err := <-closed:
				if done = true; err != nil {
					t.Fatal(err)
				}
			default:
				read(Wait{})
			}
		}
	}
	stop()
	for i, n := range wrote() {
		for next[i] < n && read(Wait{Timeout: -1}) {
		}
		if next[i] != n {
			t.Errorf("writer %d: %d of %d messages", i, next[i], n)
		}
	}
	if info, err := last.Info(); err != nil || info.Count != 0 || info.Offenders != 0 {
		t.Errorf("%+v %v", info, err)
	}
}

// A first stub may be made of a slot that nobody said would be inherited. Rings
// that were adopted before cannot be handed over, but their messages are.
func TestMessagesOfUnportableRingsAreHandedOver(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	const messages = 3 * maxInline
	for i := range messages {
		mustWrite(t, w, string(rune('A'+i)))
	}
	if info, err := s.Info(); err != nil || info.Count != messages {
		t.Fatal(info, err)
	}
	for i := range 3 {
		wantRead(t, s, string(rune('A'+i)))
	}
	st := openStub(t, s)
	s.Close()
	if err := w.Write([]byte("x")); errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
	if info, err := st.Info(); err != nil || info.Count != messages-3 || info.Offenders != 0 {
		t.Fatalf("%+v %v", info, err)
	}
	for i := 3; i < messages; i++ {
		wantRead(t, st, string(rune('A'+i)))
	}
}

// The rings of a stranger that wait for room and cannot be handed over would become
// the holder's memory as their messages are copied.
func TestHandOverKeepsToTheShare(t *testing.T) {
	const share = 4 << 20
	s := listen(t, Config{Quota: share, UserQuota: share})
	w := dialTo(t, s)
	stranger(t, s, w)
	handRing(t, s, w) // which cannot be handed over
	for range 20 {
		seg, _, _ := holes(t, share)
		must(t, w.handOver(seg))
	}
	s.Info()
	st := openStub(t, s)
	must(t, s.Close())
	awaitState(t, s, func() bool { st.mu.Lock(); defer st.mu.Unlock(); return st.hosted != nil })
	wantWithin(t, st.hosted, share)
}

func TestMessagesOfClosedWritersAreHandedOver(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	st := openStub(t, s)
	for _, messages := range []int{2, 2 * maxInline} {
		w := dialTo(t, s)
		for i := range messages {
			mustWrite(t, w, string(rune('A'+i)))
		}
		w.Close()
		s.Info()
	}
	s.Close()
	if info, err := st.Info(); err != nil || info.Count != 2+2*maxInline || info.Writers != 0 {
		t.Fatalf("%+v %v", info, err)
	}
	for _, messages := range []int{2, 2 * maxInline} {
		for i := range messages {
			wantRead(t, st, string(rune('A'+i)))
		}
	}
}

func TestReadinessIsHandedOver(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	st := openStub(t, s)
	fd, err := st.ReadyFD()
	if err != nil {
		t.Fatal(err)
	}
	w := dialTo(t, s)
	s.Close()
	if ok := readable(fd, 0); ok {
		t.Fatal("ready without a message")
	}
	mustWrite(t, w, "x")
	if !readable(fd, 5*time.Second) {
		t.Fatal("not ready")
	}
	wantRead(t, st, "x")
	// The reply may come before the heir has taken the message out of its
	// account of readiness.
	for end := time.Now().Add(5 * time.Second); readable(fd, 0); {
		if time.Now().After(end) {
			t.Fatal("still ready")
		}
	}
}

func TestMessagesOfProcessesThatAreOverAreHandedOver(t *testing.T) {
	for _, portable := range []bool{true, false} {
		s := listen(t, Config{Inheritable: portable})
		w := dialTo(t, s)
		mustWrite(t, w, "first")
		must(t, childWrites(w), childWrites(w))
		s.Info() // takes them in
		st := openStub(t, s)
		if s.Close(); hosts(st) == nil {
			t.Fatal("not handed over")
		}
		mustWrite(t, w, "last")
		for _, want := range []string{"first", "child", "child", "last"} {
			wantRead(t, st, want)
		}
	}
}

// The longest names do not fit into a packet.
func TestSlotWithALongNameIsHandedOver(t *testing.T) {
	for _, name := range []string{strings.Repeat("x", 32767), strings.Repeat("\u20ac", 32767)} {
		dir := t.TempDir()
		s, err := Listen(name, Config{Dir: dir, Inheritable: true})
		if err != nil {
			t.Fatal(err)
		}
		st := openStub(t, s)
		w, err := Dial(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		mustWrite(t, w, "x")
		s.Close()
		wantRead(t, st, "x")
		if a, err := Lookup(dir, name); err != nil || a.Name != name || !a.Alive {
			t.Errorf("%d bytes of name: %d are described, alive %v, %v", len(name), len(a.Name), a.Alive, err)
		}
		w.Close()
		st.Close()
	}
}

func TestHeirThatDoesNotAnswerIsPassedOver(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	fd, _, err := s.Stub() // its process never looks at the connection
	if err != nil {
		t.Fatal(err)
	}
	st := openStub(t, s)
	w := dialTo(t, s)
	mustWrite(t, w, "x")
	s.Close()
	wantRead(t, st, "x")
	shm.Close(fd)
}

func readable(fd int, within time.Duration) bool {
	ok, _ := shm.WaitReadable(fd, shm.Now()+uint64(within))
	return ok
}

// An heir that is stopped with its estate unread, and goes on when the next one
// has read everything, changes nothing: neither may a writer believe that its
// ring is as full as it was then, nor is a bell taken from the other.
func TestHeirThatGoesOnLateChangesNothing(t *testing.T) {
	s := listen(t, Config{Inheritable: true, Quota: MinQuota})
	fd, about, err := s.Stub()
	must(t, err)
	stopped, err := newLink(fd)
	must(t, err)
	defer stopped.close()
	st := openStub(t, s)
	w := dialTo(t, s)
	body := make([]byte, 1000)
	for err == nil {
		err = w.Write(body)
	}
	if errno.Of(err) != errno.NotEnoughQuota {
		t.Fatal(err)
	}
	s.Info() // takes it in
	s.Close()
	for err = nil; err == nil; {
		_, err = st.TryRead(body)
	}
	heir := hosts(st)
	heir.mu.Lock()
	if !heir.merge.Rest() {
		t.Fatal("not empty")
	}
	mustWrite(t, w, "bell")
	before := shared(heir, 1)
	p, err := stopped.peek()
	must(t, err)
	late := &Stub{about: about}
	late.inherit(takeFD(p))
	after := shared(heir, 0)
	heir.mu.Unlock()
	if hosts(late) != nil {
		t.Fatal("the slot has two holders")
	}
	if !slices.Equal(before, after) {
		t.Errorf("the rings say %d, before the late heir %d", after, before)
	}
	wantRead(t, st, "bell")
}

// shared is what a reader tells the writers of its slot in their rings. It says
// to all first that they are frozen, if it is to.
func shared(s *Slot, frozen uint32) (words []uint64) {
	for in, seg := range s.segments {
		seg.Frozen().Or(frozen)
		words = append(words, in.Head.Load(), uint64(in.Armed.Load()), uint64(seg.Frozen().Load()))
	}
	return words
}

// passOn closes the slot, which the stub takes over, and answers what it has.
func passOn(t *testing.T, s *Slot, st *Stub) *Slot {
	t.Helper()
	s.Close()
	heir := hosts(st)
	if heir == nil {
		t.Fatal("not handed over")
	}
	return heir
}

// Who inherits a slot believes no more than root and the daemon about where a
// message comes from.
func TestHeirBelievesNoStrangersOrigin(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	w := dialTo(t, s)
	stranger(t, s, w)
	st := openStub(t, s)
	passOn(t, s, st)
	must(t, w.WriteFrom(Origin{Host: "ELSEWHERE"}, []byte("forged")))
	if i, err := st.Info(); err != nil || i.Count != 0 || i.Offenders != 1 || i.Writers != 0 {
		t.Errorf("%+v, %v", i, err)
	}
}

// A handle that was shared before the slot is handed over is written without
// hint afterwards, too: what it wrote is counted at once.
func TestSharedHandleNeedsNoHintAfterAHandOver(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	w := dialTo(t, s)
	_, _, err := w.Share()
	must(t, err)
	st := openStub(t, s)
	heir := passOn(t, s, st)
	heir.mu.Lock()
	defer heir.mu.Unlock()
	heir.poll()
	w.hint.Close()
	w.hint = nil
	for n := range 2 * maxInline {
		mustWrite(t, w, "x")
		heir.lease.away = false // however slow this machine is
		heir.catchUp()
		if count, _ := heir.merge.Count(); count != n+1 {
			t.Fatalf("%d messages are counted, want %d", count, n+1)
		}
	}
}

// A read that waits has at the heir what is left of its time, and not all of it
// again.
func TestWaitingReadKeepsToItsTimeWhenItIsHandedOver(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	st := openStub(t, s)
	st.Queue(nil, Wait{Timeout: 2 * time.Hour})
	waiting(t, s, 1)
	s.mu.Lock()
	for _, r := range s.stubs[0].reads {
		r.end -= uint64(time.Hour) // so long ago it began
	}
	s.mu.Unlock()
	heir := passOn(t, s, st)
	heir.mu.Lock()
	defer heir.mu.Unlock()
	for _, r := range heir.stubs[0].reads {
		if left := time.Duration(r.end - shm.Now()); left > time.Hour {
			t.Errorf("it has %v left, want an hour", left)
		}
	}
}

// What a user's rings take up is known to the heir, which would else subtract
// from nothing when they are read.
func TestShareIsHandedOver(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	w := dialTo(t, s)
	stranger(t, s, w)
	w.inline = maxInline
	mustWrite(t, w, "a ring")
	s.Info() // takes it in
	st := openStub(t, s)
	heir := passOn(t, s, st)
	charged := func() map[int]uint64 {
		heir.mu.Lock()
		defer heir.mu.Unlock()
		heir.merge.Rest()
		return maps.Clone(heir.charged)
	}
	if got := charged(); got[s.about.UID+1] != w.out.Size() {
		t.Errorf("%v is charged, want %d", got, w.out.Size())
	}
	w.Close()
	wantRead(t, st, "a ring")
	st.TryRead(nil)
	if got := charged(); len(got) != 0 {
		t.Errorf("%v is charged when all is read", got)
	}
}

// A door that was narrow is not at the heir, which does not know of a storm.
func TestDoorIsWideAfterAHandOver(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	s.mu.Lock()
	s.narrow(true)
	s.mu.Unlock()
	st := openStub(t, s)
	heir := passOn(t, s, st)
	heir.mu.Lock() // as a server that is busy
	defer heir.mu.Unlock()
	for i := range 4 * narrowDoor {
		fd, err := shm.Connect(shm.In(heir.entry.lock, socketFile), false)
		if err != nil {
			t.Fatalf("client %d: %v", i, err)
		}
		defer shm.Close(fd)
	}
}
