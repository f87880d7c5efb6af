package local

import (
	"context"
	"errors"
	"math"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/cgroup"
	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

func TestAWriteOverTheQuotaSaysHowMuchIsUnread(t *testing.T) {
	dir := t.TempDir()
	s, err := Listen("full", Config{Dir: dir, Quota: MinQuota})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := Dial(dir, "full")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	p := make([]byte, 1008) // 1024 with its header: 64 in the ring fill the quota
	for range maxInline + MinQuota/1024 {
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	err = w.Write(p)
	if errno.Of(err) != errno.NotEnoughQuota || !errors.Is(err, errno.NotEnoughQuota) {
		t.Fatalf("the write answered %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "unread") || !strings.Contains(text, "65536") {
		t.Errorf("the sentence tells no figures: %s", text)
	}
	if n := net.Error(nil); !errors.As(err, &n) || n.Timeout() {
		t.Errorf("%v is not a net.Error that is no time-out", err)
	}
}

// What the creator leaves open is at most a quarter of what its control groups
// grant: a container of 512 MiB does not let one slot take 1 GiB.
func TestOpenQuotasAreAQuarterOfMemory(t *testing.T) {
	computers := share(cgroup.Unlimited)
	for granted, want := range map[uint64]About{
		0:                {Quota: MinQuota, UserQuota: MinQuota},
		4*MinQuota + 4:   {Quota: MinQuota + 1, UserQuota: MinQuota + 1},
		512 << 20:        {Quota: 128 << 20, UserQuota: 128 << 20},
		cgroup.Unlimited: {Quota: min(DefaultQuota, computers), UserQuota: min(1<<30, computers)},
	} {
		var a About
		a.fillQuotas(share(granted))
		if a != want {
			t.Errorf("%d bytes granted: %d a handle and %d a user, want %d and %d",
				granted, a.Quota, a.UserQuota, want.Quota, want.UserQuota)
		}
		asked := About{Quota: 5 << 30, UserQuota: 6 << 30}
		a = asked
		if a.fillQuotas(share(granted)); a != asked {
			t.Errorf("%d bytes granted: what was asked for became %d and %d", granted, a.Quota, a.UserQuota)
		}
	}
}

// A writer pays for what its reader does not read: a stranger's slot must not
// say that this has no bounds.
func TestQuotaOfADescriptionIsBounded(t *testing.T) {
	s := listen(t, Config{})
	for said, want := range map[int64]int64{
		-1: MinQuota, 0: MinQuota, MinQuota - 1: MinQuota, MinQuota: MinQuota,
		MaxQuota - 1: MaxQuota - 1, MaxQuota: MaxQuota, MaxQuota + 1: MaxQuota, 1<<63 - 1: MaxQuota,
	} {
		a := s.about
		a.Quota = said
		s.entry.rewrite(a)
		if w := dialTo(t, s); w.about.Quota != want {
			t.Errorf("the slot says %d, the writer keeps to %d, want %d", said, w.about.Quota, want)
		}
	}
}

func TestMessageWhoseLengthNeeds33BitsIsTooLarge(t *testing.T) {
	size := uint64(math.MaxUint32) + 1
	if uint64(int(size)) != size {
		return // no slice is that large
	}
	p, err := unix.Mmap(-1, 0, int(size), unix.PROT_READ, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(p)
	w := dialTo(t, listen(t, Config{Quota: MaxQuota}))
	if err := w.Write(p); !errors.Is(err, ErrTooLarge) {
		t.Fatalf("the write answered %v", err)
	}
}

// stranger makes the handle one of another user in the eyes of the slot.
func stranger(t *testing.T, s *Slot, w *Writer) {
	t.Helper()
	if err := w.greet(); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.poll()
	for _, c := range s.conns {
		if c.cred.UID == s.about.UID {
			c.cred.UID++
			s.engine.enter(s, c.cred)
		}
	}
}

// handRing hands a ring with one message over, as a writer does when it needs
// one, and has the slot take it in. The producer works as long as the test.
func handRing(t *testing.T, s *Slot, w *Writer) ring.Producer {
	t.Helper()
	seg, p := filledRing(t, shm.MinSize)
	t.Cleanup(seg.Unmap)
	if err := w.handOver(seg); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.poll()
	return p
}

// filledRing is a ring with one message.
func filledRing(t *testing.T, size int) (*shm.Segment, ring.Producer) {
	t.Helper()
	seg, p := emptyRing(t, size)
	at, _ := p.Reserve(0)
	p.Append(at, shm.Now(), 0, nil, nil)
	return seg, p
}

func emptyRing(t *testing.T, size int) (*shm.Segment, ring.Producer) {
	t.Helper()
	seg, err := shm.Create(uint64(size))
	if err != nil {
		t.Fatal(err)
	}
	return seg, ring.NewProducer(seg.Shared())
}

func wantRings(t *testing.T, s *Slot, rings, parked int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.segments) != rings || s.parked != parked || s.offenders != 0 {
		t.Fatalf("%d rings, %d clients wait for room, %d offenders; want %d, %d and none", len(s.segments), s.parked, s.offenders, rings, parked)
	}
}

// Every ring is a mapping, and a process may have 65,530 of them. What comes
// beyond a user's places waits, in whatever slot, until rings have been read.
func TestStrangerCannotUseUpTheServersMappings(t *testing.T) {
	s, other := listen(t, Config{}), listen(t, Config{})
	w, elsewhere := dialTo(t, s), dialTo(t, other)
	stranger(t, s, w)
	stranger(t, other, elsewhere)
	for range maxUserRings {
		handRing(t, s, w)
	}
	wantRings(t, s, maxUserRings, 0)
	handRing(t, s, w)
	handRing(t, other, elsewhere)
	elsewhere.Close() // its message stays
	wantRings(t, s, maxUserRings, 1)
	wantRings(t, other, 0, 1)
	if !barredFrom(other) {
		t.Error("the door is open to who has no room")
	}
	for range maxUserRings {
		wantRead(t, s, "")
	}
	for _, slot := range []*Slot{s, other} {
		m, err := slot.Receive(Wait{Timeout: 10 * recheck})
		if err != nil || len(m.Data) != 0 {
			t.Fatalf("what came beyond the places was read as %q, %v", m.Data, err)
		}
	}
	for _, slot := range []*Slot{s, other} {
		slot.mu.Lock()
		quiet := slot.merge.Rest()
		slot.mu.Unlock()
		if !quiet {
			t.Error("a slot is not at rest")
		}
	}
	wantGuest(t, s, guest{conns: 1, rings: 1, bytes: shm.MinSize}) // the last one of an open handle
}

// wantGuest waits until the stranger has what is given back no longer.
func wantGuest(t *testing.T, s *Slot, want guest) {
	t.Helper()
	g := &s.engine.guests
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		g.Lock()
		got := g.users[s.about.UID+1]
		g.Unlock()
		if got == want {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%+v is counted, want %+v", got, want)
		}
	}
}

// A ring that nobody will take in is closed with the slot: its writer hears that.
func TestWriterOfARingWithoutRoomHearsTheEnd(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	stranger(t, s, w)
	s.engine.guests.count(s.about.UID+1, maxUserRings, 0)
	p := handRing(t, s, w)
	wantRings(t, s, 0, 1)
	if p.Signal(nil) == ring.Closed {
		t.Error("the ring is closed while the slot lives")
	}
	if s.Close(); p.Signal(nil) != ring.Closed {
		t.Error("the ring is open when the slot is gone")
	}
}

// A client that comes with a ring for which there is no room waits as well, and
// is forgotten like any other.
func TestNewClientWithoutRoomWaits(t *testing.T) {
	s := listen(t, Config{})
	s.mu.Lock()
	s.about.UID++ // this user is a stranger
	uid := s.about.UID - 1
	s.engine.guests.count(uid, maxUserRings, 0)
	s.mu.Unlock()
	first, second := dialTo(t, s), dialTo(t, s)
	s.mu.Lock()
	for _, w := range []*Writer{first, second} {
		seg, _ := filledRing(t, shm.MinSize)
		defer seg.Unmap()
		if err := w.handOver(seg); err != nil {
			t.Error(err)
		}
	}
	s.mu.Unlock()
	s.Info()
	wantRings(t, s, 0, 2)
	first.Close()
	s.mu.Lock()
	for _, c := range s.conns {
		s.offend(c, errShare)
		break
	}
	s.offenders = 0
	s.mu.Unlock()
	wantRings(t, s, 0, 1)
	s.engine.guests.count(uid, -maxUserRings, 0)
	if n, err := s.Read(make([]byte, 1), Wait{Timeout: 10 * recheck}); n != 0 || err != nil {
		t.Errorf("the message that waited is read as %d bytes, %v", n, err)
	}
}

// What waits for room when a slot is handed over waits at the heir, also that of
// a handle which cannot come along.
func TestRingsWithoutRoomAreHandedOver(t *testing.T) {
	for _, portable := range []bool{true, false} {
		s := listen(t, Config{Inheritable: portable})
		w := dialTo(t, s)
		stranger(t, s, w)
		handRing(t, s, w)
		s.engine.guests.count(s.about.UID+1, maxUserRings, 0)
		handRing(t, s, w)
		wantRings(t, s, 1, 1)
		st := openStub(t, s)
		engine, uid := s.engine, s.about.UID+1
		if s.Close(); hosts(st) == nil {
			t.Fatal("not handed over")
		}
		wantRead(t, st, "")
		engine.guests.count(uid, -maxUserRings, 0)
		if n, err := st.Read(make([]byte, 1), Wait{Timeout: 10 * recheck}); n != 0 || err != nil {
			t.Errorf("inheritable %v: the message that waited is read as %d bytes, %v", portable, n, err)
		}
	}
}

// barredFrom reports whether the door of the slot is shut to the stranger.
func barredFrom(s *Slot) bool {
	return shm.Barred(shm.In(s.entry.lock, socketFile), uint32(s.about.Mode), s.about.UID+1)
}

// What comes inline lies in the server's own memory, also when the client has
// gone: it is of the user's share. At its end the door is shut, and what has been
// written stays.
func TestStrangerCannotUseUpTheServersMemory(t *testing.T) {
	s := listen(t, Config{UserQuota: MinQuota})
	p := make([]byte, 1000)
	perHandle := maxInline * (len(p) + inlineCost)
	handles := MinQuota/perHandle + 1
	for n := range handles {
		if barredFrom(s) {
			t.Fatalf("the door is shut after %d of %d handles", n, handles)
		}
		w := dialTo(t, s)
		stranger(t, s, w)
		for range maxInline {
			mustWrite(t, w, string(p))
		}
		w.Close()
		if i, err := s.Info(); err != nil || i.Offenders != 0 || i.Count != (n+1)*maxInline {
			t.Fatalf("%+v, %v", i, err)
		}
	}
	if !barredFrom(s) {
		t.Error("the door is open to who has used up his share")
	}
	late := dialTo(t, s) // it was in the queue before the door
	stranger(t, s, late)
	mustWrite(t, late, string(p))
	for range handles*maxInline + 1 {
		if _, err := s.Receive(Wait{Timeout: -1}); err != nil {
			t.Fatal(err)
		}
	}
	s.mu.Lock()
	s.poll()
	s.mu.Unlock()
	if barredFrom(s) {
		t.Error("the door stays shut when all has been read")
	}
}

// No door keeps root's capabilities out.
func TestWhoPassesTheDoorIsSentAway(t *testing.T) {
	s := listen(t, Config{UserQuota: MinQuota})
	w := dialTo(t, s)
	stranger(t, s, w)
	s.mu.Lock()
	s.inlined.bytes[s.about.UID+1] = MinQuota + excess + 1
	s.inlined.again = math.MaxUint64
	s.mu.Unlock()
	if err := w.Write(nil); err != nil {
		t.Fatal(err)
	}
	if i, err := s.Info(); err != nil || i.Count != 0 || i.Offenders != 0 || i.Writers != 0 {
		t.Fatalf("%+v, %v", i, err)
	}
	if err := w.WriteContext(t.Context(), nil); errno.Of(err) != errno.NoSystemResources {
		t.Errorf("who was sent away hears %v", err)
	}
}

// A connection alone may be one too many.
func TestStrangersConnectionsHavePlaces(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	s.engine.guests.come(s.about.UID+1, maxPlaces)
	if stranger(t, s, w); !barredFrom(s) {
		t.Error("the door is open to who has one place too many")
	}
}

// Who inherits a slot opens the door, and judges anew.
func TestDoorIsOpenAfterAHandOver(t *testing.T) {
	s := listen(t, Config{UserQuota: MinQuota, Inheritable: true})
	s.mu.Lock()
	s.inlined.bytes[s.about.UID+1] = MinQuota + 1
	s.judge(s.about.UID + 1)
	s.mu.Unlock()
	st := openStub(t, s)
	if !barredFrom(s) {
		t.Fatal("the door is open")
	}
	s.Close()
	heir := hosts(st)
	if heir == nil {
		t.Fatal("not handed over")
	}
	if barredFrom(heir) {
		t.Error("the door stays shut")
	}
}

// A connection that is open may send as well, and will need a ring.
func TestStrangersPlacesAreOfAllSlots(t *testing.T) {
	s, other := listen(t, Config{}), listen(t, Config{})
	w := dialTo(t, s)
	stranger(t, s, w)
	uid := s.about.UID + 1
	s.engine.guests.come(uid, maxPlaces-2)
	second := dialTo(t, other)
	stranger(t, other, second)
	second.inline = maxInline
	mustWrite(t, second, "a ring")
	if other.Info(); !barredFrom(other) || second.out.seg.Frozen().Load() == 0 {
		t.Error("the door is open to who has one place too many, or his rings may grow")
	}
	s.engine.guests.come(uid, -maxPlaces/2) // of which no event tells the other slot
	for end := time.Now().Add(10 * recheck); barredFrom(other) && time.Now().Before(end); {
		time.Sleep(recheck / 10)
	}
	if barredFrom(other) || second.out.seg.Frozen().Load() != 0 {
		t.Error("the door is shut when he has left half of his places")
	}
}

// A program of 32 bits has addresses for two of the largest rings.
func TestStrangerCannotUseUpTheServersAddresses(t *testing.T) {
	g := newGuests()
	g.count(7, 1, maxUserBytes-shm.MinSize)
	if !g.fits(7, shm.MinSize) || g.fits(7, shm.MinSize+1) || !g.fits(8, maxUserBytes) {
		t.Errorf("%+v", g.users)
	}
	g.count(7, -1, maxUserBytes-shm.MinSize)
	if len(g.users) != 0 {
		t.Errorf("%+v is left", g.users)
	}
}

// A slot that may be handed over keeps a descriptor of each ring.
func TestStrangersRingsLeaveTheServerDescriptors(t *testing.T) {
	var was unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	const files = 1024
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: files, Max: was.Max}); err != nil {
		t.Fatal(err)
	}
	defer unix.Setrlimit(unix.RLIMIT_NOFILE, &was)
	s := listen(t, Config{Inheritable: true})
	w := dialTo(t, s)
	stranger(t, s, w)
	for range files / 2 {
		handRing(t, s, w)
	}
	kept := int64(0)
	s.mu.Lock()
	for _, seg := range s.segments {
		if seg.Kept() {
			kept++
		}
	}
	s.mu.Unlock()
	if kept == 0 || kept > files/4 || s.engine.foreign.Load() != kept+1 {
		t.Errorf("%d descriptors are kept, %d counted", kept, s.engine.foreign.Load())
	}
	w.Close()
	for range files / 2 {
		wantRead(t, s, "")
	}
	s.TryRead(nil)
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.engine.foreign.Load(); !s.merge.Rest() || n != 0 {
		t.Errorf("%d descriptors are counted still", n)
	}
}

// Who inherits a slot grants every user the share anew: a ring whose user has
// used it up no longer must not stay as it was.
func TestGrowthIsGrantedAnewAfterAHandOver(t *testing.T) {
	s := listen(t, Config{UserQuota: MinQuota})
	first, second := dialTo(t, s), dialTo(t, s)
	for _, w := range []*Writer{first, second} {
		stranger(t, s, w)
		w.inline = maxInline // a ring at once
	}
	mustWrite(t, first, "x") // a ring that cannot be handed over
	wantRead(t, s, "x")
	st := openStub(t, s)
	mustWrite(t, second, "y")
	wantRead(t, s, "y")
	if second.out.seg.Frozen().Load() == 0 {
		t.Fatal("two rings are within the share of one")
	}
	s.Close()
	if hosts(st) == nil {
		t.Fatal("not handed over")
	}
	for range 2 { // the second needs a ring, and with that the share is used up again
		if err := second.Write(make([]byte, MinQuota/2)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWaitForRoomTellsHowItEnded(t *testing.T) {
	w := dialTo(t, listen(t, Config{Quota: MinQuota}))
	w.inline = maxInline
	p := make([]byte, MinQuota-ring.HeaderSize)
	if err := w.Write(p); err != nil {
		t.Fatal(err)
	}
	why := errors.New("no longer wanted")
	late, stop := context.WithTimeoutCause(t.Context(), time.Millisecond, why)
	defer stop()
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	for ctx, want := range map[context.Context]error{late: context.DeadlineExceeded, cancelled: context.Canceled} {
		err := w.WriteContext(ctx, p)
		if errno.Of(err) != errno.NotEnoughQuota || !errors.Is(err, why) || !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
		var e net.Error
		if !errors.As(err, &e) || e.Timeout() != (ctx == late) {
			t.Errorf("%v is a time-out: %v", err, e.Timeout())
		}
	}
}

// No honest client makes a ring larger than the quota, or leaves so many unread:
// who does is cut off, also one of the owner's, whom no share bounds.
func TestRingsFarOverTheQuotaAreAnOffence(t *testing.T) {
	for _, c := range []struct {
		size            int
		rings, offences int
	}{{MinQuota, maxSegments, 0}, {MinQuota, maxSegments + 1, 1}, {2 * MinQuota, 1, 1}} {
		s := listen(t, Config{Quota: MinQuota})
		w := dialTo(t, s)
		for range c.rings {
			giveRing(t, w, c.size)
		}
		if i, err := s.Info(); err != nil || i.Offenders != c.offences || i.Count != c.rings-c.offences {
			t.Errorf("%+v: %+v, %v", c, i, err)
		}
	}
}

// Connections of other users take at most half of the descriptors.
func TestStrangersConnectionsLeaveHalfOfTheDescriptors(t *testing.T) {
	s := listen(t, Config{})
	s.mu.Lock()
	s.about.UID++ // this user is a stranger
	s.mu.Unlock()
	s.engine.foreign.Add(openFiles()/2 - 1)
	first, second := dialTo(t, s), dialTo(t, s)
	if i, err := s.Info(); err != nil || i.Writers != 1 || i.Offenders != 0 {
		t.Fatalf("%+v, %v", i, err)
	}
	mustWrite(t, first, "kept")
	if err := second.Write(nil); errno.Of(err) != errno.NoSystemResources {
		t.Errorf("who is one too many hears %v", err)
	}
	wantRead(t, s, "kept")
}
