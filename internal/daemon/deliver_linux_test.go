package daemon

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/nbt"
	"mailslot/netbios"
)

// fakeSlots is a namespace in memory.
type fakeSlots struct {
	mu     sync.Mutex
	slots  map[string]*fakeSlot
	opened int
	listed int
	hold   chan struct{} // if not nil, Open waits for it
	delay  chan struct{} // if not nil, List waits for it
}

// fakeSlot is a slot and its writer.
type fakeSlot struct {
	about local.About

	mu       sync.Mutex
	err      error // answer of the next write
	messages []string
	closed   bool
}

func (f *fakeSlots) Open(ctx context.Context, name string) (SlotWriter, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened++
	if f.hold != nil {
		f.mu.Unlock()
		select {
		case <-f.hold:
		case <-ctx.Done():
		}
		f.mu.Lock()
	}
	if ctx.Err() != nil {
		return nil, errno.New(errno.OperationAborted, "%w", ctx.Err())
	}
	s, ok := f.slots[canonical(name)]
	if !ok {
		return nil, errno.New(errno.FileNotFound, "no such slot")
	}
	if s.about.Mode == 0o600 {
		return nil, errno.New(errno.AccessDenied, "not admitted")
	}
	return s, nil
}

func (f *fakeSlots) Lookup(name string) (local.About, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s, ok := f.slots[canonical(name)]
	if !ok {
		return local.About{}, errno.New(errno.FileNotFound, "no such slot")
	}
	return s.about, nil
}

func (f *fakeSlots) List() ([]local.About, error) {
	f.mu.Lock()
	f.listed++
	f.mu.Unlock()
	if f.delay != nil {
		<-f.delay
	}
	var all []local.About
	for _, s := range f.slots {
		all = append(all, s.about)
	}
	return all, nil
}

func (f *fakeSlots) Clean() error { return nil }

func (s *fakeSlot) WriteFrom(o local.Origin, p []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.err; err != nil {
		return err
	}
	s.messages = append(s.messages, o.Host+" "+o.Destination+" "+string(p))
	return nil
}

func (s *fakeSlot) About() local.About { return s.about }

func (s *fakeSlot) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

func (s *fakeSlot) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.messages...)
}

func slotsOf(abouts ...local.About) *fakeSlots {
	f := &fakeSlots{slots: map[string]*fakeSlot{}}
	for _, a := range abouts {
		a.Alive = true
		f.slots[canonical(a.Name)] = &fakeSlot{about: a}
	}
	return f
}

func messageTo(slot, text string) nbt.Message {
	source, _ := netbios.NewName("PC", netbios.Workstation)
	destination, _ := netbios.NewName("MSLOT", netbios.Workstation)
	return nbt.Message{
		Slot: slot, Data: []byte(text), Source: source, Destination: destination,
		From: netip.MustParseAddrPort("10.0.0.5:138"),
	}
}

// eventually polls a condition that another goroutine brings about.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Fatalf("in vain: %s", what)
}

func TestMessageReachesItsSlotWhateverTheCase(t *testing.T) {
	defer goleak.VerifyNone(t)
	f, c := slotsOf(local.About{Name: `Net\Alarm`, Network: true, Mode: 0o666}), &counts{}
	r := newMailroom(f, nil, c)
	for i := range 5 {
		r.deliver(messageTo(`NET\ALARM`, fmt.Sprint(i)))
	}
	slot := f.slots["NET/ALARM"]
	eventually(t, "five messages", func() bool { return len(slot.got()) == 5 })
	for i, m := range slot.got() {
		if want := fmt.Sprintf("PC MSLOT<00> %d", i); m != want {
			t.Errorf("message %d is %q, want %q", i, m, want)
		}
	}
	if f.opened != 1 {
		t.Errorf("the slot was opened %d times", f.opened)
	}
	r.Close()
	if !slot.closed {
		t.Error("the handle was not closed")
	}
}

func TestEveryReasonToDropIsCounted(t *testing.T) {
	f, c := slotsOf(
		local.About{Name: "deaf", Mode: 0o666}, local.About{Name: "private", Mode: 0o600, Network: true},
		local.About{Name: "small", Mode: 0o666, Network: true}, local.About{Name: "full", Mode: 0o666, Network: true},
	), &counts{}
	f.slots["SMALL"].err = errno.New(errno.InvalidParameter, "too large")
	f.slots["FULL"].err = errno.New(errno.NotEnoughQuota, "full")
	r := newMailroom(f, []Accept{{Slots: []string{"deaf", "private", "small", "full", "none"}}}, c)
	defer r.Close()
	for slot, reason := range map[string]dropReason{
		"deaf": dropNotNetwork, "private": dropNotAdmitted, "small": dropTooLarge,
		"full": dropFull, "none": dropNoSlot, "unnamed": dropNotAccepted,
	} {
		r.deliver(messageTo(slot, "x"))
		eventually(t, slot, func() bool { return c.dropped[reason].Load() == 1 })
	}
	if n := c.delivered.Load(); n != 0 {
		t.Errorf("%d delivered", n)
	}
}

func TestSlotMadeAnewIsOpenedAnew(t *testing.T) {
	f, c := slotsOf(local.About{Name: "x", Mode: 0o666, Network: true}), &counts{}
	r := newMailroom(f, nil, c)
	defer r.Close()
	first := f.slots["X"]
	r.deliver(messageTo("x", "one"))
	eventually(t, "the first", func() bool { return len(first.got()) == 1 })
	first.mu.Lock()
	first.err = errno.New(errno.HandleEOF, "ended")
	first.mu.Unlock()
	second := &fakeSlot{about: first.about}
	f.mu.Lock()
	f.slots["X"] = second
	f.mu.Unlock()
	r.deliver(messageTo("x", "two"))
	eventually(t, "the second", func() bool { return len(second.got()) == 1 })
}

// TestOwnerWhoDoesNotAnswerHoldsUpNobodyElse: letters for the stuck slot are
// bounded, those for another arrive.
func TestOwnerWhoDoesNotAnswerHoldsUpNobodyElse(t *testing.T) {
	f, c := slotsOf(local.About{Name: "stuck", Mode: 0o666, Network: true}), &counts{}
	f.hold = make(chan struct{})
	r := newMailroom(f, nil, c)
	const over = 3
	for range maxHoleQueue + 1 + over { // one is in the goroutine's hands
		r.deliver(messageTo("stuck", "x"))
	}
	eventually(t, "the bound", func() bool {
		n := c.dropped[dropBusy].Load()
		return n == over || n == over+1 // the goroutine may not have begun
	})
	close(f.hold)
	eventually(t, "all that were kept", func() bool {
		return uint64(len(f.slots["STUCK"].got()))+c.dropped[dropBusy].Load() == maxHoleQueue+1+over
	})
	r.Close()
}

// TestCloseDropsWhatIsUnderWay: neither an owner who takes nobody in nor
// letters that wait for him keep a mailroom from closing, and all are counted.
func TestCloseDropsWhatIsUnderWay(t *testing.T) {
	defer goleak.VerifyNone(t)
	f, c := slotsOf(local.About{Name: "stuck", Mode: 0o666, Network: true}), &counts{}
	f.hold = make(chan struct{})
	r := newMailroom(f, nil, c)
	const letters = 100
	for range letters {
		r.deliver(messageTo("stuck", "x"))
	}
	eventually(t, "the first to be tried", func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.opened == 1
	})
	r.Close()
	if n := c.dropped[dropBusy].Load(); n != letters || f.opened != 1 {
		t.Errorf("%d of %d letters dropped, %d tried", n, letters, f.opened)
	}
}

// TestMailroomIsClosedTwice, as it is when the daemon cannot join the network
// again: with a signal before, and another after.
func TestMailroomIsClosedTwice(t *testing.T) {
	defer goleak.VerifyNone(t)
	c := &counts{}
	r := newMailroom(slotsOf(), nil, c)
	r.deliver(messageTo(`waitfor\go`, "now"))
	eventually(t, "the signal", func() bool { return c.dropped[dropNoSlot].Load() == 1 })
	r.Close()
	r.Close()
	r.deliver(messageTo(`waitfor\go`, "now"))
	r.deliver(messageTo("x", "mail"))
	if n := c.dropped[dropBusy].Load(); n != 2 {
		t.Errorf("%d dropped after the end, want 2", n)
	}
}

// manySlots are slots of a user, called NAME0 and so on.
func manySlots(uid, n int, name string) (abouts []local.About) {
	for i := range n {
		abouts = append(abouts, local.About{Name: fmt.Sprint(name, i), Mode: 0o666, Network: true, UID: uid})
	}
	return abouts
}

// holesOf counts the holes that are known to be a user's.
func (r *mailroom) holesOf(uid int) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, h := range r.holes {
		if h.owner == uid {
			n++
		}
	}
	return n
}

// TestSlotsUnderWayAreBounded: with mail to as many owners who do not answer as
// there is room for, one more is refused.
func TestSlotsUnderWayAreBounded(t *testing.T) {
	f, c := slotsOf(append(manySlots(1, maxOwnerHoles, "a"), manySlots(2, maxHoles-maxOwnerHoles, "b")...)...), &counts{}
	f.hold = make(chan struct{})
	r := newMailroom(f, nil, c)
	defer r.Close()
	for slot := range f.slots {
		r.deliver(messageTo(slot, "x"))
	}
	if n := c.dropped[dropBusy].Load(); n != 0 {
		t.Errorf("%d of %d were refused", n, maxHoles)
	}
	r.deliver(messageTo("more", "x"))
	if n := c.dropped[dropBusy].Load(); n != 1 {
		t.Errorf("%d of %d were refused, want 1", n, maxHoles+1)
	}
	close(f.hold)
}

// TestOneOwnersSlotsAreBounded: he who does not answer at any of his slots has
// his share of the mailroom, and not one more.
func TestOneOwnersSlotsAreBounded(t *testing.T) {
	f, c := slotsOf(append(manySlots(1, maxOwnerHoles+1, "his"), manySlots(2, 1, "other")...)...), &counts{}
	f.hold = make(chan struct{})
	r := newMailroom(f, nil, c)
	defer r.Close()
	for i := range maxOwnerHoles {
		r.deliver(messageTo(fmt.Sprint("his", i), "x"))
	}
	eventually(t, "his share", func() bool { return r.holesOf(1) == maxOwnerHoles })
	r.deliver(messageTo(fmt.Sprint("his", maxOwnerHoles), "x"))
	eventually(t, "the refusal", func() bool { return c.dropped[dropBusy].Load() == 1 })
	close(f.hold)
	r.deliver(messageTo("other0", "x"))
	eventually(t, "the other's mail", func() bool { return len(f.slots["OTHER0"].got()) == 1 })
}

// TestIdleSlotsMakeRoom: slots that are open and have no mail under way, as many
// as one user or several may keep so, keep no other slot from its mail.
func TestIdleSlotsMakeRoom(t *testing.T) {
	abouts := manySlots(0, 1, "late")
	for uid := range 3 {
		abouts = append(abouts, manySlots(uid+1, maxOwnerHoles+6, fmt.Sprint("of", uid, "-"))...)
	}
	f, c := slotsOf(abouts...), &counts{}
	r := newMailroom(f, nil, c)
	defer r.Close()
	for _, about := range append(abouts[1:], abouts[0]) {
		r.deliver(messageTo(about.Name, "x"))
		slot := f.slots[canonical(about.Name)]
		eventually(t, "the mail of "+about.Name, func() bool { return len(slot.got()) == 1 })
		if n := r.holesOf(about.UID); n > maxOwnerHoles {
			t.Fatalf("user %d has %d holes", about.UID, n)
		}
	}
	if n := c.dropped[dropBusy].Load(); n != 0 {
		t.Errorf("%d dropped", n)
	}
	first := f.slots[canonical(abouts[1].Name)]
	eventually(t, "the longest idle to be closed", func() bool {
		first.mu.Lock()
		defer first.mu.Unlock()
		return first.closed
	})
}

// TestSignalGoesToMoreThanThereIsRoomFor at once: each who waits has it.
func TestSignalGoesToMoreThanThereIsRoomFor(t *testing.T) {
	waiters := manySlots(1, maxHoles+22, `waitfor\go\`)
	f, c := slotsOf(waiters...), &counts{}
	r := newMailroom(f, nil, c)
	defer r.Close()
	r.deliver(messageTo(`waitfor\go`, "now"))
	eventually(t, "all", func() bool { return c.delivered.Load() == uint64(len(waiters)) })
	for _, w := range waiters {
		slot := f.slots[canonical(w.Name)]
		if got := slot.got(); len(got) != 1 {
			t.Errorf("%s has %q", w.Name, got)
		}
		eventually(t, "the handle of "+w.Name+" to be closed", func() bool { // anybody may send many
			slot.mu.Lock()
			defer slot.mu.Unlock()
			return slot.closed
		})
	}
}

func TestSignalGoesToAllWhoWait(t *testing.T) {
	about := func(name string) local.About { return local.About{Name: name, Mode: 0o666, Network: true} }
	f, c := slotsOf(about(`waitfor\go\1`), about(`waitfor\go\2`), about(`waitfor\gone\3`)), &counts{}
	r := newMailroom(f, nil, c)
	defer r.Close()
	r.deliver(messageTo(`WAITFOR\GO`, "now"))
	eventually(t, "both", func() bool {
		return len(f.slots["WAITFOR/GO/1"].got()) == 1 && len(f.slots["WAITFOR/GO/2"].got()) == 1
	})
	if len(f.slots["WAITFOR/GONE/3"].got()) != 0 {
		t.Error("another signal's waiter woke")
	}
}

// TestSignalsHoldUpNobodyElse: to find who waits for one all slots are listed,
// which anybody on the subnet can have done as often as he likes.
func TestSignalsHoldUpNobodyElse(t *testing.T) {
	defer goleak.VerifyNone(t)
	about := func(name string) local.About { return local.About{Name: name, Mode: 0o666, Network: true} }
	f, c := slotsOf(about("x"), about(`waitfor\go\1`)), &counts{}
	f.delay = make(chan struct{})
	r := newMailroom(f, nil, c)
	const over = 3
	for range maxSignals + 1 + over { // one is in the goroutine's hands
		r.deliver(messageTo(`waitfor\go`, "now"))
	}
	if n := c.dropped[dropBusy].Load(); n > over+1 { // the goroutine may not have begun, or have taken several
		t.Errorf("%d signals dropped, want at most %d", n, over+1)
	}
	r.deliver(messageTo("x", "mail"))
	eventually(t, "the mail", func() bool { return len(f.slots["X"].got()) == 1 })
	close(f.delay)
	eventually(t, "the signals", func() bool {
		return uint64(len(f.slots["WAITFOR/GO/1"].got()))+c.dropped[dropBusy].Load() == maxSignals+1+over
	})
	r.Close()
}

// TestSignalsThatWaitShareOneList: a host that sends many, for which nobody
// waits, does not have the slots listed for each before another's turn.
func TestSignalsThatWaitShareOneList(t *testing.T) {
	f := slotsOf(local.About{Name: `waitfor\go\1`, Mode: 0o666, Network: true})
	f.delay = make(chan struct{})
	r := newMailroom(f, nil, new(counts))
	defer r.Close()
	lists := func() int {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.listed
	}
	r.deliver(messageTo(`waitfor\junk`, "x"))
	eventually(t, "the first list", func() bool { return lists() == 1 })
	for range maxSignals - 1 {
		r.deliver(messageTo(`waitfor\junk`, "x"))
	}
	r.deliver(messageTo(`waitfor\go`, "now"))
	close(f.delay)
	eventually(t, "the signal", func() bool { return len(f.slots["WAITFOR/GO/1"].got()) == 1 })
	if n := lists(); n != 2 {
		t.Errorf("%d lists", n)
	}
}

func TestForcedSlotHearsWithoutSayingSo(t *testing.T) {
	f, c := slotsOf(local.About{Name: "old", Mode: 0o666}), &counts{}
	r := newMailroom(f, []Accept{{Slots: []string{"old"}, Force: true, From: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/29")}}}, c)
	defer r.Close()
	r.deliver(messageTo("old", "near"))
	far := messageTo("old", "far")
	far.From = netip.MustParseAddrPort("10.0.0.9:138")
	r.deliver(far)
	eventually(t, "one delivered, one not", func() bool {
		return len(f.slots["OLD"].got()) == 1 && c.dropped[dropNotAccepted].Load() == 1
	})
}

var errOther = errors.New("other")

func TestUnknownErrorIsNoReasonToStop(t *testing.T) {
	f, c := slotsOf(local.About{Name: "x", Mode: 0o666, Network: true}), &counts{}
	f.slots["X"].err = errOther
	r := newMailroom(f, nil, c)
	defer r.Close()
	r.deliver(messageTo("x", "lost"))
	eventually(t, "the loss", func() bool { return c.dropped[dropNoSlot].Load() == 1 })
}
