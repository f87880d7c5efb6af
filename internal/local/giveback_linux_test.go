package local

import (
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// holes is a ring with a message that nothing was written for but its header. The
// descriptor stays open.
func holes(t *testing.T, size int) (seg *shm.Segment, p ring.Producer, fd int) {
	t.Helper()
	seg, err := shm.Create(uint64(size))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(seg.Unmap)
	p = ring.NewProducer(seg.Shared())
	at, _ := p.Reserve(size - ring.HeaderSize)
	p.Append(at, shm.Now(), 0, nil, make([]byte, size-ring.HeaderSize))
	seg.GiveBack()
	if fd, err = unix.Dup(seg.FD()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	return seg, p, fd
}

// allocated is how much memory a file has.
func allocated(t *testing.T, fd int) int {
	t.Helper()
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		t.Fatal(err)
	}
	return int(st.Blocks) * 512
}

func wantGivenBack(t *testing.T, fd int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); allocated(t, fd) > unix.Getpagesize(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d bytes of a ring are not given back", allocated(t, fd))
		}
	}
}

// Reading a hole gives it memory, for which the reader's control group pays as
// long as anybody has the file.
func TestMemoryOfAStrangersRingIsGivenBack(t *testing.T) {
	const size = 1 << 20
	s := listen(t, Config{Quota: size})
	w := dialTo(t, s)
	stranger(t, s, w)
	p := make([]byte, size)
	var first ring.Producer
	var fds [2]int
	for i := range fds {
		seg, producer, fd := holes(t, size)
		if i == 0 {
			first = producer
		}
		fds[i] = fd
		if err := w.handOver(seg); err != nil {
			t.Fatal(err)
		}
		if n, err := s.TryRead(p); err != nil || n != size-ring.HeaderSize {
			t.Fatal(n, err)
		}
		if n := allocated(t, fd); n < size {
			t.Fatalf("of %d bytes that were read %d have memory: the test shows nothing", size, n)
		}
	}
	wantGivenBack(t, fds[0]) // the second has followed it
	if n := first.Refresh(); n != 0 {
		t.Errorf("its writer finds %d bytes unread", n)
	}
	s.Close()
	wantGivenBack(t, fds[1])
}

// Many handles of one user grow at once, before the server can tell them that
// their user has used up the share. It takes in as many rings as it may, and all
// messages at last; who would have to wait for idle handles is sent away.
func TestRingsOverTheShareWait(t *testing.T) {
	const share, handles, each, size = 1 << 20, 8, 20, 40_000
	s := listen(t, Config{Quota: share, UserQuota: share})
	var all [handles]*Writer
	for i := range all {
		all[i] = dialTo(t, s)
		stranger(t, s, all[i])
		all[i].inline = maxInline
	}
	s.mu.Lock() // as a server that is stopped
	for i, w := range all {
		for n := range each {
			p := binary.LittleEndian.AppendUint32(make([]byte, 0, size), uint32(i<<16|n))
			if err := w.Write(p[:size]); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.mu.Unlock()
	var next [handles]int
	for got := range handles * each {
		m, err := s.Receive(Wait{Timeout: 10 * recheck})
		if err != nil {
			t.Fatalf("after %d messages: %v", got, err)
		}
		v := int(binary.LittleEndian.Uint32(m.Data))
		if i := v >> 16; v&0xffff != next[i] {
			t.Fatalf("message %d of handle %d, want %d", v&0xffff, i, next[i])
		}
		next[v>>16]++
		s.mu.Lock()
		held := s.held(s.about.UID + 1)
		s.mu.Unlock()
		if held > 4*share {
			t.Fatalf("%d bytes of rings are mapped, the share is %d", held, share)
		}
	}
	open := 0
	for _, w := range all {
		err := w.Write(make([]byte, 10))
		if err == nil {
			open++
		} else if errno.Of(err) != errno.NoSystemResources {
			t.Error(err)
		}
	}
	if i, err := s.Info(); err != nil || i.Offenders != 0 || i.Count != open || open == 0 || open == handles {
		t.Errorf("%d handles may write on; %+v, %v", open, i, err)
	}
}

// A handle alone always goes on: its next ring is instead of the last.
func TestHandleAloneOutgrowsTheShare(t *testing.T) {
	const size = 1 << 20
	s := listen(t, Config{Quota: size, UserQuota: size / 2})
	w := dialTo(t, s)
	stranger(t, s, w)
	w.inline = maxInline
	p := make([]byte, size/2+1)
	for range 3 {
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
		wantLength(t, s, len(p))
	}
	s.mu.Lock()
	if err := errors.Join(w.Write(nil), w.Write(p)); err != nil { // before the server sees it
		t.Fatal(err)
	}
	s.mu.Unlock()
	s.Info()
	wantLength(t, s, 0)
	wantLength(t, s, len(p))
	if err := w.Write(p); err != nil {
		t.Fatal(err)
	}
	wantLength(t, s, len(p))
	wantRings(t, s, 1, 0)
}

func wantLength(t *testing.T, s *Slot, want int) {
	t.Helper()
	m, err := s.Receive(Wait{Timeout: recheck / 2})
	if err != nil || len(m.Data) != want {
		t.Fatalf("%d bytes, %v, want %d", len(m.Data), err, want)
	}
}

// giveRing hands over a ring with one message.
func giveRing(t *testing.T, w *Writer, size int) {
	t.Helper()
	seg, _ := filledRing(t, size)
	defer seg.Unmap()
	must(t, w.handOver(seg))
}

// wantWithin expects that a stranger's rings take up what they may at most.
func wantWithin(t *testing.T, s *Slot, share uint64) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if held := s.held(s.about.UID + 1); held > 3*share {
		t.Errorf("%d bytes of rings are mapped, the share is %d", held, share)
	}
}

// A ring in which nothing is published yet looks as if it had been read.
func TestRingsThatAreNotPublishedHaveNotBeenRead(t *testing.T) {
	const share = 1 << 20
	s := listen(t, Config{Quota: share, UserQuota: share})
	w := dialTo(t, s)
	stranger(t, s, w)
	for range 7 {
		seg, _ := emptyRing(t, share)
		defer seg.Unmap()
		must(t, w.handOver(seg))
	}
	s.Info()
	wantWithin(t, s, share)
}

// Who has too many processes may have handed over rings behind the one that ends
// his handle. They are taken in like those of others who are sent away.
func TestTooManyProcessesKeepToTheShare(t *testing.T) {
	const share = 64 << 20
	s := listen(t, Config{Quota: share, UserQuota: share})
	w := dialTo(t, s)
	stranger(t, s, w)
	for w.stream = 1; w.stream < maxStreams; w.stream++ {
		giveRing(t, w, shm.MinSize)
		s.Info()
	}
	s.mu.Lock()
	giveRing(t, w, shm.MinSize)
	for range 100 {
		w.stream++
		giveRing(t, w, share)
	}
	s.mu.Unlock()
	s.Info()
	wantWithin(t, s, share)
}

// Thousands may wait for room. When a ring of somebody else goes, those are not
// looked at who have none all the same.
func TestOnlyThoseAreLookedAtWhoMayHaveRoom(t *testing.T) {
	const share, crowd = 1 << 20, 20
	s := listen(t, Config{Quota: share, UserQuota: share})
	uid := s.about.UID + 1
	for range 3 + crowd {
		w := dialTo(t, s)
		stranger(t, s, w)
		giveRing(t, w, share)
		s.Info()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := s.parked
	if s.readmit(s.about.UID); s.parked != waiting || waiting < crowd {
		t.Errorf("of %d clients %d are not looked at", waiting, s.parked)
	}
	charged := s.charged[uid]
	s.charged[uid] = 0 // as if all his had been read
	if s.readmit(uid); s.parked != 0 {
		t.Errorf("%d clients are not looked at when there is room", s.parked)
	}
	s.charged[uid] = charged
}

// A client that cannot be kept, of a user who has no room, is read to its end when
// there is some.
func TestRefusedClientWithoutRoomLosesNothing(t *testing.T) {
	const share = 1 << 17
	s := listen(t, Config{Quota: share, UserQuota: share})
	w := dialTo(t, s)
	stranger(t, s, w)
	s.mu.Lock()
	uid := s.about.UID + 1
	s.charged[uid] += 2 * share // by another handle
	w.inline = maxInline
	mustWrite(t, w, "returned")
	for _, c := range s.conns {
		s.refuse(c, errShare) // as where half of the descriptors are lent
	}
	s.charged[uid] -= 2 * share
	s.mu.Unlock()
	returned := 1
	for err := error(nil); err == nil; { // it learns that it may not go on
		if err = w.Write([]byte("returned")); err == nil {
			returned++
		} else if errno.Of(err) != errno.NoSystemResources {
			t.Fatal(err)
		}
	}
	for i := range returned {
		if n, err := s.Read(make([]byte, 9), Wait{Timeout: 10 * recheck}); err != nil || n != len("returned") {
			t.Fatalf("message %d of %d: %v", i, returned, err)
		}
	}
	awaitState(t, s, func() bool { return len(s.conns) == 0 && s.parked == 0 })
}
