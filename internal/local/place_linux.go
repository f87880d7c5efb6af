package local

import (
	"context"
	"runtime"
	"slices"
	"time"

	"mailslot/internal/shm"
)

// Place is a reader's place in the queue of waiting readers.
type Place struct {
	slot *Slot
	turn chan struct{} // has an element when the reader should look
	want want

	passed <-chan struct{} // closed: the slot's deadline is over

	gaveWay uint64 // when the reader last stood behind all goroutines
}

// want is what a reader reads: into p, a whole message, or for a stub.
type want struct {
	p    []byte
	m    *Message
	n    int
	pass *pending // for a stub
}

// take takes a message from the queue, or answers errEmpty.
func (w *want) take(s *Slot) (err error) {
	switch {
	case w.pass != nil:
		return s.pass(w.pass)
	case w.m != nil:
		return s.takeMessage(w.m)
	}
	w.n, err = s.take(w.p)
	return err
}

// readers is the queue of those who wait: first come, first served.
type readers struct {
	queue    []*Place
	spare    *Place // for the next who waits
	over     bool   // wakeAll was called
	sleeper  *Place // the first one, asleep until the engine wakes it
	alarmed  bool   // the engine's alarm is in the slot's epoll set, not watched
	inRaw    bool   // the first one sleeps in the kernel
	kicked   bool   // and has been kicked out of it
	spin     spin
	courtesy courtesy
}

func (r *readers) first() *Place {
	if len(r.queue) == 0 {
		return nil
	}
	return r.queue[0]
}

func (r *readers) enqueue(s *Slot) *Place {
	pl := r.spare
	if r.spare = nil; pl == nil {
		pl = &Place{slot: s, turn: make(chan struct{}, 1)}
	}
	pl.passed = s.deadline.watch()
	r.queue = append(r.queue, pl)
	if len(r.queue) == 1 {
		pl.wake()
	}
	return pl
}

// remove takes the place out of the queue and gives the turn to the next.
func (r *readers) remove(pl *Place) {
	i := slices.Index(r.queue, pl)
	if i < 0 {
		return
	}
	r.queue = slices.Delete(r.queue, i, i+1)
	if i == 0 && len(r.queue) != 0 {
		r.queue[0].wake()
	}
}

// wakeAll has every reader look, because the slot was closed. It closes the
// epoll set unless a reader sleeps on it, which then does.
func (r *readers) wakeAll(s *Slot) {
	r.over = true
	for _, pl := range r.queue {
		pl.wake()
	}
	if r.inRaw {
		s.kick()
	} else {
		shm.Close(s.ep.FD)
	}
}

// kick wakes the reader that sleeps in the kernel. The caller holds mu.
func (s *Slot) kick() {
	if s.readers.inRaw && !s.readers.kicked {
		s.readers.kicked = true
		s.ep.Unmute(s.engine.alarm.FD)
	}
}

// alarm prepares a kick, which must not fail: a reader that nobody can wake
// may not sleep in the kernel. The caller holds mu.
func (s *Slot) alarm() bool {
	if !s.readers.alarmed {
		s.readers.alarmed = s.ep.Add(s.engine.alarm.FD, shm.Muted) == nil
	}
	return s.readers.alarmed
}

// rouse wakes a sleeping reader, because somebody else took in what would have
// woken it. The caller holds mu.
func (r *readers) rouse(s *Slot) {
	s.kick()
	if r.sleeper != nil {
		r.sleeper.wake()
	}
}

func (pl *Place) wake() {
	select {
	case pl.turn <- struct{}{}:
	default:
	}
}

// Enqueue takes a place behind all waiting readers, without blocking. The
// place must be used by exactly one call of Read or given up by Leave.
func (s *Slot) Enqueue() *Place {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readers.enqueue(s)
}

// Queue takes a place for a read into p. Await waits there.
func (s *Slot) Queue(p []byte, w Wait) Turn { return &turn{s.Enqueue(), p, w} }

// turn is a Turn of the slot itself.
type turn struct {
	place *Place
	p     []byte
	w     Wait
}

// Await is Turn.Await.
func (t *turn) Await(ctx context.Context) (int, error) {
	t.w.Context = ctx
	n, err := t.place.Read(t.p, t.w)
	t.place.slot.recycle(t.place)
	return n, err
}

// Read waits for its turn and a message. A short buffer answers
// errno.InsufficientBuffer and leaves the message for the next reader.
func (pl *Place) Read(p []byte, w Wait) (n int, err error) {
	pl.slot.mu.Lock() // the place is in the queue already, where a hand-over looks at it
	pl.want = want{p: p}
	pl.slot.mu.Unlock()
	err = pl.wait(w)
	return pl.want.n, err
}

// recycle keeps the place for another reader. Nobody may use it any more.
func (s *Slot) recycle(pl *Place) {
	pl.want = want{}
	select {
	case <-pl.turn:
	default:
	}
	s.mu.Lock()
	s.readers.spare = pl
	s.mu.Unlock()
}

// Leave gives the place up.
func (pl *Place) Leave() {
	s := pl.slot
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leave(pl)
}

// leave ends a reader's wait. The last one gives the slot back to the engine.
func (s *Slot) leave(pl *Place) {
	s.readers.remove(pl)
	if s.closed {
		return
	}
	s.after()
	if s.readers.first() == nil && s.lease.away && !s.engine.holds(s) {
		s.service()
	}
}

// wait looks whenever it is the reader's turn, until there is a message.
func (pl *Place) wait(w Wait) error {
	return pl.until(w, w.end())
}

// until is wait with an end by the order clock.
func (pl *Place) until(w Wait, end uint64) error {
	if err := pl.awaitTurn(w, end); err != nil {
		pl.Leave()
		return err
	}
	for {
		if err := pl.look(); err != errEmpty {
			return err
		}
		if err := pl.sleep(w, end); err != nil {
			pl.Leave()
			return err
		}
		if err := pl.attempt(); err != errEmpty {
			return err
		}
	}
}

// attempt is one look at the queue, by its first reader.
func (pl *Place) attempt() error {
	pl.slot.mu.Lock()
	defer pl.slot.mu.Unlock()
	return pl.try()
}

// try is attempt for a caller that holds mu.
func (pl *Place) try() error {
	s := pl.slot
	if s.closed {
		s.readers.remove(pl)
		return endedError()
	}
	if s.deadline.over {
		s.leave(pl)
		return timeoutError()
	}
	s.looks++
	err := pl.want.take(s)
	if err == errEmpty {
		s.finish()
		return err
	}
	s.leave(pl)
	return err
}

// awaitTurn waits until the reader is the first in the queue.
func (pl *Place) awaitTurn(w Wait, end uint64) error {
	select {
	case <-pl.turn:
		return nil
	default:
		return pl.await(w, end)
	}
}

// await waits for the channel: a turn, or a wake-up by the engine.
func (pl *Place) await(w Wait, end uint64) error {
	var expired <-chan time.Time
	if end != shm.Forever {
		timer := time.NewTimer(time.Duration(int64(end - shm.Now())))
		defer timer.Stop()
		expired = timer.C
	}
	select {
	case <-pl.turn:
		return nil
	case <-expired:
		return timeoutError()
	case <-pl.passed:
		return timeoutError()
	case <-w.cancel():
		return cancelError()
	}
}

// expired reports whether the slot's deadline has ended the wait.
func (pl *Place) expired() bool {
	select {
	case <-pl.passed:
		return true
	default:
		return false
	}
}

// sleep waits until something happens at the slot.
func (pl *Place) sleep(w Wait, end uint64) error {
	s := pl.slot
	s.mu.Lock()
	s.repay()
	s.mu.Unlock()
	began := pl.giveWay(w)
	s.mu.Lock()
	if s.hush(); s.closed || len(s.queries) != 0 || !s.merge.Rest() {
		s.mu.Unlock()
		return nil
	}
	if pl.expired() {
		s.mu.Unlock()
		return timeoutError()
	}
	if s.alarm() && s.engine.takeRaw() {
		return pl.sleepRaw(w, began, end)
	}
	return pl.sleepWatched(w, began, end)
}

// giveWay lets other goroutines run before the reader's thread blocks: those of
// its processor, and now and then whoever waits for any. It answers the time.
func (pl *Place) giveWay(w Wait) uint64 {
	if now := shm.Now(); now-pl.gaveWay > wayEvery {
		pl.gaveWay = now
		runtime.Gosched()
	} else if !w.Bound {
		shm.GiveWay()
	}
	return shm.Now()
}

// wayEvery bounds, in nanoseconds, how long goroutines of no processor may wait
// for readers that only ever sleep. It is less than what the Go runtime lets a
// goroutine run for before it takes the processor from it, at every sleep.
const wayEvery = 5e6

// sleepRaw blocks the thread in the kernel on the slot itself: the quickest
// wake-up. The caller holds mu and the engine's one place for it.
func (pl *Place) sleepRaw(w Wait, began, end uint64) error {
	s := pl.slot
	s.readers.inRaw = true
	s.mu.Unlock()
	stop := s.kickAtEnd(w)
	sleep := &s.engine.sleep
	n, err := sleep.On(s.ep, end)
	stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.engine.leaveRaw()
	s.readers.inRaw = false
	s.readers.spin.learn(shm.Now() - began)
	if s.readers.over {
		shm.Close(s.ep.FD)
		return nil
	}
	if s.readers.kicked {
		s.readers.kicked = false
		s.ep.Mute(s.engine.alarm.FD)
	}
	switch {
	case s.closed: // Close is at work and needs the set still
		return nil
	case err != nil:
		return sysError("cannot wait for a message", err)
	case w.cancelled():
		return cancelError()
	case n == 0 || pl.expired():
		return timeoutError()
	}
	s.readers.courtesy.due = true
	s.woken(sleep.Events[:n])
	return nil
}

// woken takes in what has woken a reader. Mostly that is a bell, which tells
// where to look and is itself left for later; then the order needs no poll.
func (s *Slot) woken(events []shm.Event) {
	if len(events) == 1 && s.rung(events[0]) {
		s.polled = shm.Now() // there was nothing else
		return
	}
	few := len(events) // the epoch's own poll is the complete one
	s.handleEvents(events, 1, &few)
	s.behind = true
}

// kickAtEnd kicks the sleeper when the context ends, until stop is called. The
// context does so, as a goroutine that waited for it would have to be woken and
// waited for by every reader that has slept. It may still kick once after stop,
// for which another sleeper looks in vain.
func (s *Slot) kickAtEnd(w Wait) (stop func() bool) {
	if w.cancel() == nil {
		return func() bool { return true }
	}
	return context.AfterFunc(w.Context, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.kick()
	})
}

// sleepWatched leaves the watching to the engine. The caller holds mu.
func (pl *Place) sleepWatched(w Wait, began, end uint64) error {
	s := pl.slot
	s.readers.sleeper = pl
	s.watch()
	s.mu.Unlock()
	err := pl.await(w, end)
	s.mu.Lock()
	s.readers.sleeper = nil
	s.readers.spin.learn(shm.Now() - began)
	s.mu.Unlock()
	return err
}
