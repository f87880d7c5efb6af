package local

import (
	"math"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

func TestInheritedHandleWritesBesideItsParent(t *testing.T) {
	for _, parentFirst := range []int{0, 3, maxInline + 3} {
		s := listen(t, Config{})
		parent := dialTo(t, s)
		want := 0
		write := func(w *Writer) {
			t.Helper()
			want++
			if err := w.Write([]byte{byte(want)}); err != nil {
				t.Fatal(err)
			}
		}
		for range parentFirst {
			write(parent)
		}
		child, err := inherit(parent, func(a *About) {
			b, _ := a.AppendBinary(nil)
			*a, _ = ParseAbout(b)
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 * maxInline {
			write(child)
			write(parent)
		}
		if info, err := child.Info(); err != nil || info.Count != want {
			t.Fatalf("%+v %v, want %d", info, err, want)
		}
		parent.Close()
		write(child)
		for i := range want {
			p := make([]byte, 1)
			if _, err := s.TryRead(p); err != nil || int(p[0]) != i+1 {
				t.Fatalf("message %d is %d: %v", i+1, p[0], err)
			}
		}
		child.Close()
		s.Close()
	}
}

// A handle may be inherited by one child after the other, whose ends the server
// learns: their streams are gone when they are read. Bells that they have rung
// may come later.
// Two processes whose numbers have the same lower half, all that a number had
// once, are two: of thousands some would have the same.
func TestProcessesAreToldApartByAllOfTheirNumbers(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	parent := dialTo(t, s)
	a, b := inherited(t, parent), inherited(t, parent)
	if (a.stream|b.stream)>>32 == 0 {
		t.Error("they are drawn from 32 bits")
	}
	b.stream = a.stream ^ 1<<63
	for _, said := range []string{"1", "2"} {
		mustWrite(t, a, "a"+said)
		mustWrite(t, b, "b"+said)
		wantRead(t, s, "a"+said)
		wantRead(t, s, "b"+said)
	}
	st := openStub(t, s)
	must(t, s.Close()) // the heir tells them apart as well
	mustWrite(t, a, "a3")
	mustWrite(t, b, "b3")
	b.Close()
	mustWrite(t, a, "a4")
	for _, want := range []string{"a3", "b3", "a4"} {
		wantRead(t, st, want)
	}
	taken := hosts(st)
	taken.mu.Lock()
	defer taken.mu.Unlock()
	for _, c := range taken.conns {
		if c.find(a.stream) < 0 || c.find(b.stream) >= 0 {
			t.Errorf("streams %+v, of which %#x has ended and not %#x", c.procs, b.stream, a.stream)
		}
	}
}

func TestChildrenThatHaveEndedAreForgotten(t *testing.T) {
	s := listen(t, Config{Quota: MinQuota})
	parent := dialTo(t, s)
	mustWrite(t, parent, "parent")
	wantRead(t, s, "parent")
	for i := range 3 * maxStreams {
		endedChild(t, s, parent, i%2 == 0)
		if i%50 != 0 {
			wantRead(t, s, "")
			continue
		}
		for range 3 { // some stay unread for a while
			endedChild(t, s, parent, false)
		}
		for range 4 {
			wantRead(t, s, "")
		}
	}
	i, err := s.Info()
	if err != nil || i.Count != 0 || i.Offenders != 0 || i.Writers != 1 {
		t.Fatalf("%+v, %v", i, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.merge.Rest()
	for _, c := range s.conns {
		if len(c.streams) > 2*reapFrom || len(s.segments) > len(c.streams) {
			t.Errorf("%d streams, %d rings", len(c.streams), len(s.segments))
		}
	}
}

// What many have left that is read but not yet let go of does not count against
// the next.
func TestEndOfManyChildrenAtOnceLeavesRoom(t *testing.T) {
	const children = 2*256 - 1 // the server looks when the next one comes
	s := listen(t, Config{Quota: MinQuota})
	parent := dialTo(t, s)
	for range children {
		endedChild(t, s, parent, false)
		s.Info() // takes it in
	}
	for range children {
		wantRead(t, s, "")
	}
	for range 4 {
		endedChild(t, s, parent, false)
	}
	if i, err := s.Info(); err != nil || i.Count != 4 || i.Offenders != 0 {
		t.Fatalf("%+v, %v", i, err)
	}
}

// A bell may come after its process's end has been seen.
func TestLateBellIsNoOffence(t *testing.T) {
	s := listen(t, Config{})
	parent := dialTo(t, s)
	endedChild(t, s, parent, false)
	wantRead(t, s, "")
	s.mu.Lock()
	if !s.merge.Rest() {
		t.Fatal("not empty")
	}
	s.mu.Unlock()
	for range 2 * reapFrom {
		endedChild(t, s, parent, false)
		wantRead(t, s, "")
	}
	if err := shm.Send(parent.fd, bellPacket); err != nil {
		t.Fatal(err)
	}
	if i, err := s.Info(); err != nil || i.Offenders != 0 || i.Writers != 1 {
		t.Fatalf("%+v, %v", i, err)
	}
}

// Who takes a slot over learns of the ends of a handle's processes too, and
// knows of the bells that may still come.
func TestLivesAndBellsAreHandedOver(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	parent := dialTo(t, s)
	mustWrite(t, parent, "parent")
	wantRead(t, s, "parent")
	for range 2*reapFrom - 1 { // in the middle some are seen to have ended
		endedChild(t, s, parent, false)
		wantRead(t, s, "")
		s.mu.Lock()
		s.merge.Rest() // asks for a bell
		s.mu.Unlock()
	}
	before := only(t, s)
	s.mu.Lock()
	ended, procs := before.bells, len(before.procs)
	bells := ended
	for _, st := range before.streams {
		bells += st.State().Bells
	}
	s.mu.Unlock()
	if ended == 0 || procs < 2 {
		t.Fatalf("%d bells of processes that have ended, %d others", ended, procs)
	}
	st := openStub(t, s)
	s.Close()
	heir := hosts(st)
	c := only(t, heir)
	heir.mu.Lock()
	for _, p := range c.procs[1:] {
		if p.life < 0 {
			t.Errorf("the end of process %d is not told", p.number)
		}
	}
	heir.mu.Unlock()
	for range bells {
		must(t, shm.Send(parent.fd, bellPacket))
	}
	for range reapFrom {
		endedChild(t, s, parent, false)
		wantRead(t, st, "")
	}
	if i, err := st.Info(); err != nil || i.Offenders != 0 || i.Writers != 1 {
		t.Fatalf("%+v, %v", i, err)
	}
	heir.mu.Lock()
	defer heir.mu.Unlock()
	if len(c.streams) > reapFrom {
		t.Errorf("%d streams", len(c.streams))
	}
}

// only is the one client of a slot.
func only(t *testing.T, s *Slot) *conn {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		if len(s.conns) == 1 {
			return c
		}
	}
	t.Fatalf("%d clients", len(s.conns))
	return nil
}

// endedChild hands over the ring of a child with one message. Its process has
// ended, and perhaps rung a bell before.
func endedChild(t *testing.T, s *Slot, parent *Writer, rings bool) {
	t.Helper()
	child, err := inherit(parent, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer child.Close()
	seg, p := filledRing(t, shm.MinSize)
	defer seg.Unmap()
	frame := appendStreamFrame(nil, frameSegment, child.stream)
	if err := child.pass(frame, [2]int{seg.FD(), endedLife(t)}); err != nil {
		t.Fatal(err)
	}
	if rings {
		wantRead(t, s, "")
		s.mu.Lock()
		if !s.merge.Rest() {
			t.Fatal("not empty")
		}
		s.mu.Unlock()
		at, _ := p.Reserve(0)
		p.Append(at, shm.Now(), 0, nil, nil)
		if p.Signal(nil) != ring.Bell {
			t.Fatal("it need not ring")
		}
		if err := shm.Send(child.fd, bellPacket); err != nil {
			t.Fatal(err)
		}
	}
}

// endedLife is the pidfd of a process that has ended.
func endedLife(t *testing.T) int {
	t.Helper()
	aLife.Do(func() {
		c := exec.Command("true")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		aLife.fd, _ = unix.PidfdOpen(c.Process.Pid, 0)
		c.Wait()
	})
	fd, err := unix.Dup(aLife.fd)
	if err != nil {
		t.Skipf("this system has no pidfd: %v", err)
	}
	return fd
}

var aLife struct {
	sync.Once
	fd int
}

// A process that lives on may be given the handle for each job, and closes it.
// What one has written waits as long as it likes, and takes up nothing when it
// is read.
func TestInheritedHandleServesManyChildren(t *testing.T) {
	const children = maxStreams + 2*reapFrom
	s := listen(t, Config{})
	parent := dialTo(t, s)
	for i := range children {
		child := inherited(t, parent)
		mustWrite(t, child, string(rune('A'+i%26)))
		child.Close()
		if info, err := s.Info(); err != nil || info.Count != i+1 {
			t.Fatalf("%+v %v, want %d", info, err, i+1)
		}
	}
	for range maxInline + 1 {
		mustWrite(t, parent, "parent")
	}
	for i := range children {
		wantRead(t, s, string(rune('A'+i%26)))
	}
	for range maxInline + 1 {
		wantRead(t, s, "parent")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.merge.Rest()
	for _, c := range s.conns {
		if len(c.streams) != 1 || len(s.segments) != 1 {
			t.Errorf("%d streams and %d rings of a handle that one process has", len(c.streams), len(s.segments))
		}
	}
}

// Those of the slot's own user may live on, or be killed and leave their messages
// unread, in any number.
func TestOwnProcessesOnOneHandleHaveNoLimit(t *testing.T) {
	const children = maxStreams + reapFrom
	for name, write := range map[string]func(parent *Writer, s *Slot){
		"living": func(parent *Writer, s *Slot) { mustWrite(t, inherited(t, parent), "") },
		"killed": func(parent *Writer, s *Slot) { endedChild(t, s, parent, false) },
	} {
		s := listen(t, Config{})
		parent := dialTo(t, s)
		for range children {
			write(parent, s)
			s.Info() // takes it in
		}
		if i, err := s.Info(); err != nil || i.Count != children || i.Offenders != 0 || i.Writers != 1 {
			t.Fatalf("%s: %+v, %v", name, i, err)
		}
		for range children {
			wantRead(t, s, "")
		}
		mustWrite(t, parent, "parent")
		wantRead(t, s, "parent")
	}
}

// A handle of another user through which too many processes write is ended by a
// sentence. What they have written is read.
func TestTooManyProcessesOfAStrangerLoseNothing(t *testing.T) {
	s := listen(t, Config{})
	parent := dialTo(t, s)
	stranger(t, s, parent)
	for range maxStreams - 1 {
		mustWrite(t, inherited(t, parent), "")
		s.Info() // takes it in
	}
	if i, err := s.Info(); err != nil || i.Writers != 1 {
		t.Fatalf("%+v, %v", i, err)
	}
	s.mu.Lock() // a server that is slow
	for range reapFrom {
		mustWrite(t, inherited(t, parent), "")
	}
	s.mu.Unlock()
	const wrote = maxStreams - 1 + reapFrom
	if i, err := s.Info(); err != nil || i.Count != wrote || i.Offenders != 0 || i.Writers != 0 {
		t.Fatalf("%+v, %v, want %d messages", i, err, wrote)
	}
	if err := childWrites(parent); errno.Of(err) != errno.NoSystemResources {
		t.Errorf("the next process learns %v", err)
	}
	for range wrote {
		wantRead(t, s, "")
	}
}

// A process that is killed may have handed over a ring that comes when its end
// has been seen: that is a new stream, whose end is seen as well.
func TestRingsBringTheLifeOfTheirProcess(t *testing.T) {
	s := listen(t, Config{})
	parent := dialTo(t, s)
	child := inherited(t, parent)
	mustWrite(t, child, "first")
	s.Info()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		s.lay(c, 1)
		must(t, child.Write(make([]byte, 2*MinQuota))) // does not fit into the first
		if s.poll(); len(c.procs) != 2 || c.procs[1].life < 0 {
			t.Errorf("the processes are %v", c.procs)
		}
	}
}

func TestEndOfAStreamIsChecked(t *testing.T) {
	for name, payload := range map[string][]byte{"short": {1, 2, 3}, "long": {1, 2, 3, 4, 5}, "opener's": {0, 0, 0, 0}} {
		s := listen(t, Config{})
		must(t, shm.Send(dialTo(t, s).fd, appendFrame(appendHello(nil, 0), frameOver, 0, 0, payload)))
		if i, err := s.Info(); err != nil || i.Offenders != 1 || i.Writers != 0 {
			t.Errorf("%s: %+v, %v", name, i, err)
		}
	}
	s := listen(t, Config{})
	must(t, shm.Send(dialTo(t, s).fd, appendFrame(appendHello(nil, 0), frameOver, 0, 0, []byte{1, 2, 3, 4})))
	if i, err := s.Info(); err != nil || i.Offenders != 0 || i.Writers != 1 {
		t.Errorf("one that is gone already: %+v, %v", i, err)
	}
}

// The quota is that of each process that writes through a handle.
func TestChildrenHaveAQuotaEach(t *testing.T) {
	const children = 40
	s := listen(t, Config{Quota: MinQuota})
	parent := dialTo(t, s)
	mustWrite(t, parent, "parent")
	for i := range children {
		if err := childWrites(parent); err != nil {
			t.Fatal(err)
		}
		if info, err := s.Info(); err != nil || info.Count != i+2 || info.Offenders != 0 {
			t.Fatalf("%+v %v, want %d", info, err, i+2)
		}
	}
	mustWrite(t, parent, "parent")
}

// What a handle tells of its children, and they of their rings, may fill the
// socket, so that there is no room for a bell.
func TestNewsOfChildrenStandForTheBell(t *testing.T) {
	for name, tell := range map[string]func(w *Writer) error{
		"shared": func(w *Writer) error { _, _, err := w.Share(); return err },
		"rings":  childWrites,
	} {
		s := listen(t, Config{})
		w := dialTo(t, s)
		for range maxInline + 1 {
			mustWrite(t, w, "x")
		}
		for range maxInline + 1 {
			wantRead(t, s, "x")
		}
		s.mu.Lock() // as a server that is stopped; its reader had gone to sleep
		if !s.merge.Rest() {
			t.Fatal("not empty")
		}
		children := 0
		for ; tell(w) == nil; children++ {
		}
		mustWrite(t, w, "y")
		s.mu.Unlock()
		got := map[string]int{}
		p := make([]byte, 8)
		for n, err := s.TryRead(p); err == nil; n, err = s.TryRead(p) {
			got[string(p[:n])]++
		}
		if got["y"] != 1 || name == "rings" && got["child"] != children {
			t.Errorf("%s: read %v, of %d children", name, got, children)
		}
		s.Close()
	}
}

// inherit is what a child makes of the handle, after a change of what is said
// about the slot.
func inherit(w *Writer, change func(*About)) (*Writer, error) {
	shared, about, err := w.Share()
	if err != nil {
		return nil, err
	}
	fd, err := unix.Dup(shared) // stays open in an exec, as what a parent passes
	if err != nil {
		return nil, err
	}
	if change != nil {
		change(&about)
	}
	return Inherit(fd, about)
}

// inherited is inherit, for a child that lives as long as the test.
func inherited(t *testing.T, w *Writer) *Writer {
	t.Helper()
	child, err := inherit(w, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { child.Close() })
	return child
}

// childWrites writes one message as a child of the handle's process.
func childWrites(w *Writer) error {
	child, err := inherit(w, nil)
	if err != nil {
		return err
	}
	defer child.Close()
	return child.Write([]byte("child"))
}

// Whoever starts programs, or forks, with a handle of its parent's must not
// leave the connection to them: it would never end.
func TestInheritedHandleIsNotLeftToChildren(t *testing.T) {
	held := make([]uint32, 64)
	shm.ShareHeld(held)
	defer shm.ShareHeld(nil)
	fd := inherited(t, dialTo(t, listen(t, Config{}))).fd
	if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Error("it is open in programs that are started:", flags, err)
	}
	if atomic.LoadUint32(&held[fd/32])&(1<<(fd%32)) == 0 {
		t.Error("it stays open in a child that forks")
	}
}

// A program of 32 bits may inherit from one of 64, whose rings are larger than
// it can map.
func TestQuotaOfAnInheritedHandleIsBounded(t *testing.T) {
	child, err := inherit(dialTo(t, listen(t, Config{})), func(a *About) { a.Quota = math.MaxInt64 })
	if err != nil {
		t.Fatal(err)
	}
	defer child.Close()
	if q := child.about.Quota; q != MaxQuota {
		t.Errorf("it keeps to %d, want %d", q, int64(MaxQuota))
	}
}

// Many processes may write at once through one handle of another user.
func TestManyProcessesOfAStrangerComeInAtOnce(t *testing.T) {
	s := listen(t, Config{})
	parent, other := dialTo(t, s), dialTo(t, s)
	stranger(t, s, parent)
	const children = maxClosing + 20
	s.mu.Lock() // as a reader that is at work
	for range children {
		mustWrite(t, inherited(t, parent), "child")
	}
	mustWrite(t, other, "last")
	s.mu.Unlock()
	if i, err := s.Info(); err != nil || i.Count != children+1 {
		t.Fatalf("%+v %v, want %d", i, err, children+1)
	}
	for range children {
		wantRead(t, s, "child")
	}
	wantRead(t, s, "last")
}

func TestMessagesOfManyProcessesOfAStrangerAreHandedOver(t *testing.T) {
	s := listen(t, Config{})
	parent := dialTo(t, s)
	stranger(t, s, parent)
	handRing(t, s, parent) // which cannot be handed over
	st := openStub(t, s)
	const children = maxClosing + 20
	s.mu.Lock()
	s.poll()
	for range children {
		mustWrite(t, inherited(t, parent), "child")
	}
	s.mu.Unlock()
	must(t, s.Close())
	for i := range children + 1 {
		if _, err := st.Read(make([]byte, 9), Wait{Timeout: 10 * time.Second}); err != nil {
			t.Fatalf("message %d of %d: %v", i, children+1, err)
		}
	}
}
