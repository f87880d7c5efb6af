package local

import (
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

// engine is the one goroutine of a process that owns slots. It sleeps in the
// Go netpoller on an epoll set of epoll sets, one per slot, and serves a slot
// while nobody reads it: adopts clients and what they send, answers queries,
// notices deaths. A reader that reads takes the slot over.
//
// Each slot is watched for one event at a time. An event that comes while a
// reader is there is left to the reader, and the slot stays unwatched: its
// lease. The lease ends when a tick finds that nobody has read since the last.
type engine struct {
	ep   shm.Epoll
	file *os.File // the netpoller's hold on ep
	done chan struct{}

	// One reader of the process may sleep in the kernel, on its slot's own
	// epoll set: the quickest wake-up. It is kicked by the alarm, which is
	// always readable and lies in that set switched off.
	alarm shm.Bell
	raw   atomic.Bool // that reader's place is taken
	sleep shm.Sleep   // and this is its
	over  atomic.Bool // stopped: whoever frees the place last closes alarm

	foreign atomic.Int64 // descriptors for other users: connections, rings that are kept
	guests  guests       // the rings of other users

	mu     sync.Mutex
	slots  map[int]*Slot // by the descriptor of their epoll set
	leased map[*Slot]struct{}
	fresh  bool // leased grew since the last look at the clock

	pool  sync.Pool // *shm.Receiver
	spent spares
}

// theEngine is this process's engine while it owns a slot.
var theEngine struct {
	sync.Mutex
	*engine
}

// Ticks of the lease clock: short after a change, longer while nothing moves.
const (
	shortTick = 10 * time.Millisecond
	longTick  = 160 * time.Millisecond
)

// join starts watching the slot, and the engine with the first one.
func join(s *Slot) error {
	theEngine.Lock()
	defer theEngine.Unlock()
	e := theEngine.engine
	if e == nil {
		var err error
		if e, err = newEngine(); err != nil {
			return err
		}
	}
	s.engine = e
	e.mu.Lock()
	e.slots[s.ep.FD] = s
	e.mu.Unlock()
	if err := e.ep.Add(s.ep.FD, shm.Once); err != nil {
		e.mu.Lock()
		delete(e.slots, s.ep.FD)
		last := len(e.slots) == 0
		e.mu.Unlock()
		if last {
			theEngine.engine = nil
			e.stop()
		}
		return err
	}
	theEngine.engine = e
	return nil
}

func newEngine() (*engine, error) {
	ep, err := shm.NewEpoll()
	if err != nil {
		return nil, err
	}
	alarm, err := shm.NewBell()
	if err != nil {
		shm.Close(ep.FD)
		return nil, err
	}
	alarm.Ring()
	unix.SetNonblock(ep.FD, true) // or os.File would not use the netpoller
	e := &engine{
		ep: ep, file: os.NewFile(uintptr(ep.FD), "mailslot engine"), alarm: alarm,
		done: make(chan struct{}), slots: map[int]*Slot{}, leased: map[*Slot]struct{}{},
		guests: newGuests(),
	}
	e.pool.New = func() any { return new(shm.Receiver) }
	e.spent.refill()
	go e.run()
	return e, nil
}

// leave stops watching the slot. With the last one the engine ends.
func (e *engine) leave(s *Slot) {
	theEngine.Lock()
	defer theEngine.Unlock()
	e.ep.Remove(s.ep.FD)
	e.mu.Lock()
	delete(e.slots, s.ep.FD)
	delete(e.leased, s)
	last := len(e.slots) == 0
	e.mu.Unlock()
	if last {
		theEngine.engine = nil
		e.stop()
	}
}

// stop ends the goroutine and waits for it.
func (e *engine) stop() {
	e.file.Close()
	<-e.done
	e.spent.release()
	e.over.Store(true)
	e.closeAlarm()
}

// takeRaw asks for the one place in the kernel, leaveRaw gives it back.
func (e *engine) takeRaw() bool { return e.raw.CompareAndSwap(false, true) }

func (e *engine) leaveRaw() {
	e.raw.Store(false)
	if e.over.Load() {
		e.closeAlarm()
	}
}

// closeAlarm closes it unless a reader sleeps, which will then do so. It keeps
// the place, so that it happens once.
func (e *engine) closeAlarm() {
	if e.takeRaw() {
		shm.Close(e.alarm.FD)
	}
}

// holds reports whether the slot is leased.
func (e *engine) holds(s *Slot) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, held := e.leased[s]
	return held
}

// run waits for events and ticks until the file is closed.
func (e *engine) run() {
	defer close(e.done)
	conn, err := e.file.SyscallConn()
	if err != nil {
		return
	}
	var events shm.Events
	tick := time.Duration(0)
	for {
		n := 0
		err := conn.Read(func(uintptr) bool {
			for n == 0 {
				if n = e.ep.Ready(&events); n == 0 && e.ep.Idle() {
					return false
				}
			}
			return true
		})
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
		for _, ev := range events[:n] {
			e.event(int(ev.Fd))
		}
		tick = e.clock(tick, n == 0)
	}
}

// event serves one slot, or leases it to the reader that is there.
func (e *engine) event(fd int) {
	e.mu.Lock()
	s := e.slots[fd]
	e.mu.Unlock()
	if s == nil || s.serve() {
		return
	}
	e.lease(s)
}

// lease leaves the slot unwatched until a tick finds that nobody reads it.
func (e *engine) lease(s *Slot) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.slots[s.ep.FD] == s {
		e.leased[s] = struct{}{}
		e.fresh = true
	}
}

// tryLater has the engine's goroutine, which may be asleep, come back to the
// slot at its next tick.
func (e *engine) tryLater(s *Slot) {
	e.lease(s)
	e.file.SetReadDeadline(time.Now().Add(shortTick))
}

// clock looks at the leases when a tick is due and sets the next one.
func (e *engine) clock(tick time.Duration, due bool) time.Duration {
	if due {
		e.expire()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case len(e.leased) == 0:
		tick = 0
		e.file.SetReadDeadline(time.Time{})
	case e.fresh || tick == 0:
		e.fresh, tick = false, shortTick
		e.file.SetReadDeadline(time.Now().Add(tick))
	case due:
		tick = min(2*tick, longTick)
		e.file.SetReadDeadline(time.Now().Add(tick))
	}
	return tick
}

// expire takes back the slots that nobody reads any more.
func (e *engine) expire() {
	e.mu.Lock()
	slots := make([]*Slot, 0, len(e.leased))
	for s := range e.leased {
		slots = append(slots, s)
	}
	e.mu.Unlock()
	for _, s := range slots {
		s.takeBack()
	}
}

// release ends the lease. The caller holds the slot's mu.
func (e *engine) release(s *Slot) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.leased, s)
}

func (e *engine) receiver() *shm.Receiver  { return e.pool.Get().(*shm.Receiver) }
func (e *engine) giveBack(r *shm.Receiver) { e.pool.Put(r) }

// spare runs f with a few descriptors set free, when the table is full.
func (e *engine) spare(f func()) {
	e.spent.Lock()
	defer e.spent.Unlock()
	e.spent.drop()
	f()
	e.spent.top()
}

// spares keeps descriptors in reserve, so that a full table stops neither an
// accept nor the adoption of a segment.
type spares struct {
	sync.Mutex
	fds  []int
	over bool // released: a slot that is still closing gets no more
}

const reserve = 4

func (r *spares) refill() {
	r.Lock()
	defer r.Unlock()
	r.top()
}

// top fills the reserve as far as the table allows.
func (r *spares) top() {
	for !r.over && len(r.fds) < reserve {
		fd, err := shm.Spare()
		if err != nil {
			return
		}
		r.fds = append(r.fds, fd)
	}
}

func (r *spares) drop() {
	for _, fd := range r.fds {
		shm.Close(fd)
	}
	r.fds = nil
}

func (r *spares) release() {
	r.Lock()
	defer r.Unlock()
	r.over = true
	r.drop()
}
