package lan

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"time"

	"mailslot/internal/nbt"
)

// Limits of an engine.
const (
	maxPacket  = 2048 // bytes of a packet that are read; the node drops longer than 1500
	maxInbox   = 1024 // packets between the sockets and the node
	maxPending = 1024 // questions of callers under way
)

// engine feeds a node with packets, commands and the time, and carries out
// what it wants done. One goroutine owns the node; one for each socket reads.
type engine struct {
	node    *nbt.Node
	socks   *sockets
	deliver func(nbt.Message)
	log     *slog.Logger

	inbox    chan *packet
	free     chan *packet // packets to use again, so that a storm allocates nothing
	commands chan command
	quit     chan struct{} // closed: stop without a word
	stop     sync.Once     // closes quit
	ended    chan struct{} // closed when the loop is over
	lost     chan struct{} // closed when nmbd has ended its stream
	loseOnce sync.Once
	readers  sync.WaitGroup

	// Owned by the loop.
	waiting map[uint64]chan<- any
	nextID  uint64
	stepped time.Time // of the last step
}

// packet is one that came in, on its way to the node.
type packet struct {
	event nbt.Packet
	buf   [maxPacket]byte
}

// command is a question or order of a caller. The node's answer, an action, or
// nil if the order has none, goes to reply, which has room for it.
type command struct {
	event func(id uint64) nbt.Event // nil: run instead
	run   func(n *nbt.Node)
	reply chan any
	quick bool // the node gives no answer of its own
}

func newEngine(node *nbt.Node, socks *sockets, deliver func(nbt.Message), log *slog.Logger) *engine {
	e := &engine{
		node: node, socks: socks, deliver: deliver, log: log,
		inbox: make(chan *packet, maxInbox), free: make(chan *packet, maxInbox),
		commands: make(chan command), quit: make(chan struct{}), ended: make(chan struct{}),
		lost:    make(chan struct{}),
		waiting: make(map[uint64]chan<- any),
	}
	for _, s := range socks.all {
		e.readers.Add(1)
		go e.read(s)
	}
	for _, st := range socks.streams {
		e.readers.Add(1)
		go e.readStream(st)
	}
	go e.loop()
	return e
}

// close ends the engine at once and waits for its goroutines.
func (e *engine) close() {
	e.stop.Do(func() { close(e.quit) })
	<-e.ended
	e.socks.close()
	e.readers.Wait()
}

// loop is the only user of the node.
func (e *engine) loop() {
	defer close(e.ended)
	timer := time.NewTimer(0)
	defer timer.Stop()
	e.step(nbt.Tick{}) // the node begins
	for {
		e.wind(timer)
		select {
		case <-e.quit:
			e.abandon()
			return
		case p := <-e.inbox:
			e.step(p.event)
			e.recycle(p)
		case c := <-e.commands:
			e.obey(c)
		case <-timer.C:
			e.step(nbt.Tick{})
		}
	}
}

// wind sets the timer to when the node wants its next tick.
func (e *engine) wind(timer *time.Timer) {
	if d, ok := e.node.Next(); ok {
		timer.Reset(time.Until(e.stepped.Add(d)))
	} else {
		timer.Stop()
	}
}

// abandon answers everybody who still waits.
func (e *engine) abandon() {
	for id := range e.waiting {
		e.answer(id, nbt.ErrStopped)
	}
}

func (e *engine) obey(c command) {
	if c.run != nil {
		c.run(e.node)
		c.reply <- nil
		return
	}
	if c.quick {
		e.step(c.event(0))
		c.reply <- nil
		return
	}
	if len(e.waiting) >= maxPending {
		c.reply <- nbt.ErrBusy
		return
	}
	e.nextID++
	e.waiting[e.nextID] = c.reply
	e.step(c.event(e.nextID))
}

// step tells the node what happened and carries out what it wants.
func (e *engine) step(ev nbt.Event) {
	e.stepped = time.Now()
	for _, a := range e.node.Step(e.stepped, ev) {
		switch a := a.(type) {
		case nbt.SendPacket:
			e.send(a)
		case nbt.Deliver:
			e.deliver(a.Message)
		case nbt.Sent:
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
}

func (e *engine) answer(id uint64, a any) {
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
		e.log.Debug("packet not sent", "to", a.To, "error", err)
	}
}

// ask has the node do what event says and waits for its answer.
func (e *engine) ask(ctx context.Context, event func(id uint64) nbt.Event) (any, error) {
	return e.command(ctx, command{event: event})
}

// tell has the node do what needs no answer.
func (e *engine) tell(ctx context.Context, ev nbt.Event) error {
	_, err := e.command(ctx, command{event: func(uint64) nbt.Event { return ev }, quick: true})
	return err
}

// look lets f read the node between two steps.
func (e *engine) look(f func(n *nbt.Node)) error {
	_, err := e.command(context.Background(), command{run: f})
	return err
}

func (e *engine) command(ctx context.Context, c command) (any, error) {
	c.reply = make(chan any, 1)
	select {
	case e.commands <- c:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-e.ended:
		return nil, nbt.ErrStopped
	}
	select {
	case a := <-c.reply:
		if err, failed := a.(nbt.Error); failed {
			return nil, err
		}
		return a, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
