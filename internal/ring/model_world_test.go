//go:build mailslot_hooks

package ring

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
)

// The model: the real Producer, Consumer, Stream and Merge, driven by
// coroutines that stop before every access of anything shared. Between two
// stops only one of them runs, so a run is a list of choices: which of them
// goes on, or which writer is killed there. What lies outside this package
// (connections, epoll, locks, the clock) is modelled as the transport has it.
//
//	writer  ──packets: inline message, ring, bell──▶  reader ◀──lock──▶ asker
//	   └────────────── rings: Publish, Head, Armed, Data ──┘
//
// Stops are before the accesses. A write begins with its stamp and returns
// with its last access, the latest and the earliest it can: what holds for
// these holds for every other moment.

// plan is what happens in a run; the schedule is not part of it.
type plan struct {
	ring    int // bytes of a writer's first ring; each further one doubles
	writers []script
	asks    int  // how often Info is asked, by another goroutine of the reader
	close   bool // the slot is closed at some moment
	kills   int  // writers that may be killed
	hasty   bool // streams leave the active set after one empty epoch
	eager   bool // the reader polls before it rests
	warm    bool // before it begins, each writer's first message has been read
	lied    bool // with warm: and liars have written all of theirs
	coarse  bool // a record's bytes and its publication are one step
	stay    bool // writers keep their handles open in the end
	hint    bool // writers share a hint with the reader
}

// script is the life of one writer.
type script struct {
	messages []message
	skew     int64  // its clock is behind the reader's by this much
	liar     bool   // it stamps with lie, and is promised nothing
	lie      uint64 // the stamp of a liar
	scribble func(*world, *writer)
}

// message is what is written, and later what became of it.
type message struct {
	size   int
	inline bool
	asks   bool // the writer asks for Info first
}

// world is one run.
type world struct {
	plan
	clock   uint64
	threads []*thread
	writers []*writer
	reader  *reader
	running *thread
	tracing bool // threads keep a trace, to tell states apart
	quiet   bool // the accesses that follow are not shared yet
	words   hint
	kills   int
	rng     *rand.Rand // of a random run
	ledger
}

// thread is a coroutine that stops before each access.
type thread struct {
	name  string
	at    string      // what it does next
	ready func() bool // whether it can; nil: always
	done  bool
	trace uint64 // hash of what it has seen since its operation began
	next  func() (string, bool)
	stop  func()
	yield func(string) bool
}

// killed unwinds a thread that never goes on.
type killed struct{}

func newWorld(p plan) *world {
	w := &world{plan: p, kills: p.kills}
	hook := w.stop
	Hook.Store(&hook)
	w.ledger = newLedger(p.writers)
	w.misled = p.hint && scribbled(p.writers)
	w.reader = newReader(w)
	for i, s := range p.writers {
		wr := newWriter(w, i, s)
		w.writers = append(w.writers, wr)
		w.reader.accept(wr)
	}
	for _, wr := range w.writers {
		wr.thread = w.spawn(fmt.Sprint("writer ", wr.id), wr.run)
	}
	w.reader.thread = w.spawn("reader", w.reader.run)
	if p.asks > 0 {
		w.spawn("asker", w.reader.asker)
	}
	if p.close {
		w.spawn("closer", w.reader.closer)
	}
	if p.warm {
		w.warmUp()
	}
	return w
}

// warmUp brings the world to where every writer has a ring that the reader
// knows, and the reader is about to look at all of them.
func (w *world) warmUp() {
	for i, wr := range w.writers {
		for !w.facts[w.first[i]].ended {
			w.run(wr.thread)
		}
	}
	for w.taken < len(w.writers) || w.reader.thread.at != "consumer reads publish" {
		w.run(w.reader.thread)
	}
	for _, wr := range w.writers {
		for w.lied && wr.liar && !wr.thread.done {
			w.run(wr.thread)
		}
	}
}

func (w *world) spawn(name string, body func()) *thread {
	th := &thread{name: name, at: "start"}
	th.next, th.stop = iter.Pull(func(yield func(string) bool) {
		defer func() {
			th.done = true
			if r := recover(); r != nil && r != (killed{}) {
				w.fail("%s panics %s: %v", th.name, th.at, r)
			}
		}()
		th.yield = yield
		body()
	})
	w.threads = append(w.threads, th)
	w.run(th) // to its first stop: nothing shared comes before it
	return th
}

// stop is where the running thread waits for its turn. It is also the Hook.
func (w *world) stop(point string) {
	if w.running == nil || w.quiet || w.coarse && point == "producer writes record" {
		return
	}
	if !w.running.yield(point) {
		panic(killed{})
	}
}

// wait stops until ready holds.
func (w *world) wait(point string, ready func() bool) {
	w.running.ready = ready
	w.stop(point)
}

// run lets a thread do its next access.
func (w *world) run(th *thread) {
	w.running, th.ready = th, nil
	if point, ok := th.next(); ok {
		th.at = point
	}
	w.running = nil
	if w.tracing {
		w.reader.observe(th)
	}
}

// kill is SIGKILL: the kernel hangs up the writer's connection.
func (w *world) kill(wr *writer) {
	w.kills--
	w.end(wr.thread)
	wr.dead, wr.conn.hup = true, true
}

func (w *world) end(th *thread) {
	w.running, w.quiet = th, false
	th.stop()
	th.done = true
	w.running = nil
}

// close frees the coroutines of a run.
func (w *world) close() {
	for _, th := range w.threads {
		if !th.done {
			w.end(th)
		}
	}
	Hook.Store(nil)
}

func (w *world) tick() uint64 {
	w.clock++
	return w.clock
}

// action is one choice: a step of a thread, or the death of a writer.
type action struct {
	thread *thread
	victim *writer
}

func (a action) String() string {
	if a.victim != nil {
		return "kill " + a.victim.thread.name
	}
	return a.thread.name + ": " + a.thread.at
}

// actions lists what can happen next, appended to room.
func (w *world) actions(room []action) []action {
	for _, th := range w.threads {
		if !th.done && (th.ready == nil || th.ready()) {
			room = append(room, action{thread: th})
		}
	}
	if w.kills > 0 {
		for _, wr := range w.writers {
			if !wr.thread.done {
				room = append(room, action{victim: wr})
			}
		}
	}
	return room
}

func (w *world) do(a action) {
	if a.victim != nil {
		w.kill(a.victim)
		return
	}
	w.run(a.thread)
}

// finished checks what must hold when nothing can happen any more.
func (w *world) finished() {
	if !w.reader.sleeping && !w.reader.closed {
		w.fail("the reader neither sleeps nor goes on")
	}
	if !w.reader.closed {
		w.ledger.complete()
		w.reader.reaped()
	}
}

// conn is the kernel's half of a connection.
type conn struct {
	queue []packet
	hup   bool // the writer is gone
	shut  bool // the reader takes nothing further
}

// packet is one message on a connection: exactly one field is set.
type packet struct {
	inline *Inline
	ring   *Shared
	bell   bool
	asks   bool
}

func (c *conn) send(p packet) bool {
	if !c.shut {
		c.queue = append(c.queue, p)
	}
	return !c.shut
}

func (c *conn) readable() bool { return len(c.queue) != 0 || c.hup }

// writing reports whether any writer may still do something, or was killed
// before it could tell of what it did.
func (w *world) writing() bool {
	for _, wr := range w.writers {
		if !wr.thread.done || w.plan.hint && wr.dead {
			return true
		}
	}
	return false
}

func scribbled(writers []script) bool {
	return slices.ContainsFunc(writers, func(s script) bool { return s.scribble != nil })
}
