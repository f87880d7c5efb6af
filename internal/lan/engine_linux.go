package lan

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"mailslot/internal/nbt"
)

// Limits of an engine.
const (
	maxPacket  = 2048 // bytes of a packet that are read; the node drops longer than 1500
	maxPending = 1024 // questions of callers under way
)

// engine feeds a node with packets, commands and the time, and carries out
// what it wants done. The node has no goroutine of its own: whoever has
// something for it, a reader of a socket, a caller or the clock, takes the
// turn, lets it make a step and does what it says. So a message costs no
// change of goroutine on its way.
type engine struct {
	node    *nbt.Node
	socks   *sockets
	deliver func(nbt.Message)
	carry   func(nbt.Carry) // nil: no bridge
	log     *slog.Logger

	quit     chan struct{} // closed: no more turns
	stop     sync.Once     // closes quit
	lost     chan struct{} // closed when nmbd has ended its stream
	loseOnce sync.Once
	running  sync.WaitGroup // readers and clock

	turn     chan struct{} // holds one token while somebody has the turn, who owns:
	waiting  map[uint64]chan<- any
	nextID   uint64
	asking   uint64    // whose step this is; 0: nobody's who waits for an answer
	answered any       // to it
	post     posting   // of the message whose packets are being sent
	failed   bool      // a packet could not be sent since somebody looked last
	started  time.Time // by the monotonic clock
	stepped  time.Time // when the last step was
	timer    *time.Timer
	due      time.Time // when the timer goes off; zero: it has
}

func newEngine(node *nbt.Node, socks *sockets, o Options) *engine {
	e := &engine{
		node: node, socks: socks, deliver: o.Deliver, carry: o.Carry, log: o.Log,
		quit: make(chan struct{}), lost: make(chan struct{}), turn: make(chan struct{}, 1),
		waiting: make(map[uint64]chan<- any), timer: time.NewTimer(0), started: time.Now(),
	}
	e.step(nbt.Tick{}) // the node begins
	e.readAll(socks)
	for _, st := range socks.streams {
		e.running.Add(1)
		go e.readStream(st)
	}
	e.running.Add(1)
	go e.keepTime()
	return e
}

// close ends the engine at once and waits for its goroutines.
func (e *engine) close() {
	e.stop.Do(func() {
		close(e.quit)
		e.turn <- struct{}{} // for good
		e.abandon()
		e.timer.Stop()
		e.socks.close()
		e.running.Wait()
	})
}

// take waits for the turn. It fails only when there are no more.
func (e *engine) take() bool {
	select {
	case <-e.quit:
		return false
	default:
	}
	select {
	case e.turn <- struct{}{}:
		return true
	case <-e.quit:
		return false
	}
}

func (e *engine) give() { <-e.turn }

// keepTime ticks when the node wants it.
func (e *engine) keepTime() {
	defer e.running.Done()
	for {
		select {
		case <-e.quit:
			return
		case <-e.timer.C:
		}
		if !e.take() {
			return
		}
		e.due = time.Time{}
		e.step(nbt.Tick{})
		e.give()
	}
}

// abandon answers everybody who still waits.
func (e *engine) abandon() {
	if e.asking != 0 && e.answered == nil {
		e.answered = nbt.ErrStopped
	}
	for id := range e.waiting {
		e.answer(id, nbt.ErrStopped)
	}
}

// step tells the node what happened and carries out what it wants. The caller
// has the turn.
func (e *engine) step(ev nbt.Event) {
	e.stepped = e.started.Add(time.Since(e.started)) // one look at the clock; time.Now takes two
	e.post = posting{}
	for _, a := range e.node.Step(e.stepped, ev) {
		switch a := a.(type) {
		case nbt.SendPacket:
			e.send(a)
		case nbt.Deliver:
			e.deliver(a.Message)
		case nbt.Carry:
			e.carry(a)
		case nbt.Sent:
			a.Err = e.post.judge(a.Err)
			e.answer(a.ID, a)
		case nbt.Resolved:
			e.answer(a.ID, a)
		case nbt.StatusResult:
			e.answer(a.ID, a)
		case nbt.NameChanged:
			e.logName(a.Status)
		case nbt.Notice:
			e.logNotice(a)
		case nbt.Stopped:
			e.abandon()
		}
	}
	e.wind()
}

// wind sets the timer to when the node wants its next tick. One that goes off
// earlier does no harm and is left as it is.
func (e *engine) wind() {
	d, ok := e.node.Next()
	if !ok {
		return
	}
	due := e.stepped.Add(d)
	if e.due.IsZero() || due.Before(e.due) {
		e.due = due
		e.timer.Reset(d)
	}
}

func (e *engine) answer(id uint64, a any) {
	if id == e.asking {
		e.answered = a
		return
	}
	if reply, ok := e.waiting[id]; ok {
		delete(e.waiting, id)
		reply <- a
	}
}

func (e *engine) send(a nbt.SendPacket) {
	sock := e.socks.out[place{a.Interface, a.Service}]
	if sock == nil || a.Interface < 1 || a.Interface > len(e.socks.links) {
		return
	}
	err := sock.write(a.Data, a.To, &e.socks.links[a.Interface-1])
	if err != nil && !errors.Is(err, os.ErrClosed) {
		e.failed = true
		e.log.Debug("packet not sent", "to", a.To, "error", err)
	}
	if a.Service == nbt.DatagramService {
		e.post.note(err)
	}
}

// posting is how it went with the datagrams of one message.
type posting struct {
	out bool  // one is on its way
	err error // why another is not
}

func (p *posting) note(err error) {
	if err == nil {
		p.out = true
	} else {
		p.err = err
	}
}

// errNotSent says that the kernel took none of a message's packets.
var errNotSent = errors.New("the network takes no packets")

// judge is what becomes of a message of which the node says err, and makes
// ready for the next.
func (p *posting) judge(err error) error {
	if err == nil && !p.out && p.err != nil {
		err = fmt.Errorf("%w: %w", errNotSent, p.err)
	}
	*p = posting{}
	return err
}

// ask has the node do what event says and waits for its answer. Most answers
// come at once, in the same step.
func (e *engine) ask(ctx context.Context, event func(id uint64) nbt.Event) (any, error) {
	if !e.take() {
		return nil, nbt.ErrStopped
	}
	if len(e.waiting) >= maxPending {
		e.give()
		return nil, nbt.ErrBusy
	}
	e.nextID++
	id := e.nextID
	e.asking, e.answered = id, nil
	e.step(event(id))
	a := e.answered
	e.asking, e.answered = 0, nil
	if a != nil {
		e.give()
		return outcome(a)
	}
	reply := make(chan any, 1)
	e.waiting[id] = reply
	e.give()
	select {
	case a := <-reply:
		return outcome(a)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func outcome(a any) (any, error) {
	if err, failed := a.(nbt.Error); failed {
		return nil, err
	}
	return a, nil
}

// tell has the node do what needs no answer.
func (e *engine) tell(ev nbt.Event) error {
	if !e.take() {
		return nbt.ErrStopped
	}
	defer e.give()
	e.step(ev)
	return nil
}

// look lets f read the node between two steps.
func (e *engine) look(f func(n *nbt.Node)) {
	if e.take() {
		defer e.give()
		f(e.node)
	}
}
