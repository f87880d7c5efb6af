package daemon

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/nbt"
	"mailslot/internal/slotname"
	"mailslot/netbios"
)

// Limits of the mailroom.
const (
	maxHoles     = 128              // slots with mail under way at once
	maxHoleQueue = 1024             // messages under way to one slot
	holeIdle     = 30 * time.Second // a handle that is not used is closed
)

// SlotWriter is a client handle of the local transport that may say where a
// message came from.
type SlotWriter interface {
	WriteFrom(origin local.Origin, p []byte) error
	About() local.About
	Close() error
}

// Slots is the part of the local transport that the daemon needs: the slots of
// the machine-wide namespace.
type Slots interface {
	Open(name string) (SlotWriter, error)
	List() ([]local.About, error)
	Clean() error // removes what dead owners have left
}

// letter is a message on its way into a slot.
type letter struct {
	slot   string
	origin local.Origin
	data   []byte
	forced bool // goes also to a slot that does not say it hears the network
}

// mailroom brings messages from the network into local slots. Each slot has
// its own queue and goroutine, so that an owner who does not answer holds up
// nobody else's mail.
type mailroom struct {
	slots  Slots
	accept []Accept
	counts *counts

	mu     sync.Mutex
	holes  map[string]chan letter // by folded name
	closed bool
	done   sync.WaitGroup
}

func newMailroom(slots Slots, accept []Accept, c *counts) *mailroom {
	return &mailroom{slots: slots, accept: accept, counts: c, holes: make(map[string]chan letter)}
}

// Close drops what is under way and waits for the goroutines.
func (r *mailroom) Close() {
	r.mu.Lock()
	r.closed = true
	for _, hole := range r.holes {
		close(hole)
	}
	clear(r.holes)
	r.mu.Unlock()
	r.done.Wait()
}

// deliver takes one message, whose data is lent, and never blocks.
func (r *mailroom) deliver(m nbt.Message) {
	ok, forced := r.admits(m)
	if !ok {
		r.counts.drop(dropNotAccepted)
		return
	}
	l := letter{slot: m.Slot, origin: originOf(m), data: bytes.Clone(m.Data), forced: forced}
	if signal, is := signalOf(m.Slot); is {
		r.fanOut(signal, l)
		return
	}
	r.post(l)
}

// admits asks the accept list.
func (r *mailroom) admits(m nbt.Message) (ok, forced bool) {
	if len(r.accept) == 0 {
		return true, false
	}
	for _, a := range r.accept {
		if !matchAny(a.Slots, m.Slot) || !fromAny(a, m) {
			continue
		}
		ok, forced = true, forced || a.Force
	}
	return ok, forced
}

func fromAny(a Accept, m nbt.Message) bool {
	if len(a.From) == 0 || m.Local {
		return true
	}
	for _, p := range a.From {
		if p.Contains(m.From.Addr()) {
			return true
		}
	}
	return false
}

// via is the transport that an origin names.
const via = "netbios"

// originOf is what the reader learns. The sender's name is a claim, and may
// hold any byte; it is passed on in its printable form.
func originOf(m nbt.Message) local.Origin {
	o := local.Origin{Host: hostText(m.Source), Destination: m.Destination.String(), Via: via}
	if !m.Local {
		o.Address = m.From.Addr().String()
	}
	return o
}

// hostText is a computer's name as people write it: the suffix of an ordinary
// one is left out.
func hostText(n netbios.Name) string {
	s := n.String()
	if n.Suffix() == netbios.Workstation {
		s = strings.TrimSuffix(s, "<00>")
	}
	return s
}

// waitPrefix begins the slots of processes that wait for a signal, each in a
// slot of its own: waitfor\SIGNAL\PID. A signal from the network is sent to
// waitfor\SIGNAL and goes to all of them.
const waitPrefix = `waitfor\`

func signalOf(slot string) (prefix string, ok bool) {
	if len(slot) <= len(waitPrefix) || !slotname.Equal(slot[:len(waitPrefix)], waitPrefix) {
		return "", false
	}
	return slot + `\`, !strings.Contains(slot[len(waitPrefix):], `\`)
}

func (r *mailroom) fanOut(prefix string, l letter) {
	all, err := r.slots.List()
	if err != nil {
		r.counts.drop(dropNoSlot)
		return
	}
	found := false
	for _, about := range all {
		if len(about.Name) > len(prefix) && slotname.Equal(about.Name[:len(prefix)], prefix) && about.Alive {
			found = true
			l.slot = about.Name
			r.post(l)
		}
	}
	if !found {
		r.counts.drop(dropNoSlot)
	}
}

// post puts a letter into its slot's queue.
func (r *mailroom) post(l letter) {
	key := slotname.Fold(l.slot)
	r.mu.Lock()
	defer r.mu.Unlock()
	hole, ok := r.holes[key]
	switch {
	case r.closed, !ok && len(r.holes) >= maxHoles:
		r.counts.drop(dropBusy)
		return
	case !ok:
		hole = make(chan letter, maxHoleQueue)
		r.holes[key] = hole
		r.done.Add(1)
		go r.serve(key, hole)
	}
	select {
	case hole <- l:
	default:
		r.counts.drop(dropBusy)
	}
}

// serve writes one slot's letters until none has come for a while.
func (r *mailroom) serve(key string, hole chan letter) {
	defer r.done.Done()
	var w SlotWriter
	defer func() { closeWriter(w) }()
	idle := time.NewTimer(holeIdle)
	defer idle.Stop()
	for {
		select {
		case l, open := <-hole:
			if !open {
				return
			}
			w = r.write(w, l)
			if w == nil && r.leave(key, hole) {
				return // a name that nobody has costs nothing further
			}
			idle.Reset(holeIdle)
		case <-idle.C:
			if r.leave(key, hole) {
				return
			}
			idle.Reset(holeIdle)
		}
	}
}

// leave ends a queue, unless something has just come into it.
func (r *mailroom) leave(key string, hole chan letter) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(hole) > 0 || r.closed {
		return false
	}
	delete(r.holes, key)
	return true
}

// write writes one letter with w, or with a new handle if w is nil or its
// slot has ended, and returns the handle for the next letter.
func (r *mailroom) write(w SlotWriter, l letter) SlotWriter {
	for range 2 {
		fresh := w == nil
		if fresh {
			var err error
			if w, err = r.slots.Open(l.slot); err != nil {
				r.counts.drop(reasonNotOpened(err))
				return nil
			}
		}
		if !w.About().Network && !l.forced {
			r.counts.drop(dropNotNetwork)
			return w
		}
		err := w.WriteFrom(l.origin, l.data)
		if err == nil {
			r.counts.delivered.Add(1)
			return w
		}
		if !errors.Is(err, errno.HandleEOF) || fresh {
			r.counts.drop(reasonNotWritten(err))
			return w
		}
		closeWriter(w) // the slot ended; perhaps there is a new one
		w = nil
	}
	return w
}

func closeWriter(w SlotWriter) {
	if w != nil {
		w.Close()
	}
}

func reasonNotOpened(err error) dropReason {
	if errors.Is(err, fs.ErrPermission) {
		return dropNotAdmitted
	}
	return dropNoSlot
}

func reasonNotWritten(err error) dropReason {
	switch {
	case errors.Is(err, errno.InvalidParameter):
		return dropTooLarge
	case errors.Is(err, errno.NotEnoughQuota):
		return dropFull
	case errors.Is(err, errno.AccessDenied):
		return dropNotAdmitted
	}
	return dropNoSlot
}
