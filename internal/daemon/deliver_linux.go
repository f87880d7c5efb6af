package daemon

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/netip"
	"strconv"
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
	maxHoles      = 128              // slots that are open or have mail under way at once
	maxOwnerHoles = maxHoles / 2     // of them, of one owner
	maxHoleQueue  = 1024             // messages under way to one slot, or to all who wait for signals of one owner
	holeIdle      = 30 * time.Second // a handle that is not used is closed
	maxSignals    = 64               // signals that wait for the list of slots
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
	Open(ctx context.Context, name string) (SlotWriter, error) // may wait for the owner, until ctx ends
	Lookup(name string) (local.About, error)                   // waits for nobody
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
// nobody else's mail; a slot that is open takes its mail without them. Signals,
// for which all slots must be listed, have a goroutine too.
type mailroom struct {
	slots  Slots
	accept []Accept
	counts *counts

	origins originCache // of the node's turn

	life context.Context    // ends with Close, and every wait with it
	end  context.CancelFunc // called with mu held
	done sync.WaitGroup

	mu      sync.Mutex
	letters uint64           // that came so far
	holes   map[string]*hole // by folded name, or waitersOf
	signals chan letter      // nil: none has come yet; their slot is the prefix of those to write to
}

func newMailroom(slots Slots, accept []Accept, c *counts) *mailroom {
	r := &mailroom{slots: slots, accept: accept, counts: c, holes: make(map[string]*hole)}
	r.life, r.end = context.WithCancel(context.Background())
	return r
}

// Close drops what is under way and waits for the goroutines, which wait for
// nobody any more. A second one does nothing.
func (r *mailroom) Close() {
	r.mu.Lock()
	r.end()
	for _, h := range r.holes {
		close(h.queue)
	}
	clear(r.holes)
	if r.signals != nil {
		close(r.signals)
		r.signals = nil
	}
	r.mu.Unlock()
	r.done.Wait()
}

func (r *mailroom) closed() bool { return r.life.Err() != nil }

// deliver takes one message, whose data is lent, and never blocks. The node
// calls it for one message after the other.
func (r *mailroom) deliver(m nbt.Message) {
	ok, forced := r.admits(m)
	if !ok {
		r.counts.drop(dropNotAccepted)
		return
	}
	l := letter{slot: m.Slot, origin: r.origins.of(m), data: m.Data, forced: forced}
	if prefix, is := signalOf(m.Slot); is {
		l.slot = prefix
		r.postSignal(l)
		return
	}
	r.post(slotname.Fold(l.slot), l)
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

// The transports that an origin names.
const (
	via       = "netbios"
	viaBridge = "bridge" // from another LAN: there is no address to tell
)

// originOf is what the reader learns. The sender's name is a claim, and may
// hold any byte; it is passed on in its printable form.
func originOf(m nbt.Message) local.Origin {
	o := local.Origin{Host: hostText(m.Source), Destination: m.Destination.String(), Via: via}
	if m.Bridged {
		o.Via = viaBridge
	} else if !m.Local {
		o.Address = m.From.Addr().String()
	}
	return o
}

// originCache remembers the latest origin: messages come in runs.
type originCache struct {
	source, destination netbios.Name
	from                netip.Addr
	local               bool
	origin              local.Origin
}

func (c *originCache) of(m nbt.Message) local.Origin {
	from := m.From.Addr()
	if c.origin.Via == "" || c.source != m.Source || c.destination != m.Destination || c.from != from || c.local != m.Local {
		*c = originCache{m.Source, m.Destination, from, m.Local, originOf(m)}
	}
	return c.origin
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
// slot of its own: waitfor\SIGNAL\PID-N. A signal from the network is sent to
// waitfor\SIGNAL and goes to all of them.
const waitPrefix = `waitfor\`

func signalOf(slot string) (prefix string, ok bool) {
	if len(slot) <= len(waitPrefix) || !slotname.Equal(slot[:len(waitPrefix)], waitPrefix) {
		return "", false
	}
	return slot + `\`, !strings.Contains(slot[len(waitPrefix):], `\`)
}

// waitersOf is the hole of all slots of one owner that wait for signals. No
// slot is called so.
func waitersOf(uid int) string { return waitPrefix + "\x00" + strconv.Itoa(uid) }

// postSignal leaves a signal to the goroutine that lists the slots: that takes
// its time, and the node has other things to do.
func (r *mailroom) postSignal(l letter) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed() {
		r.counts.drop(dropBusy)
		return
	}
	if r.signals == nil {
		r.signals = make(chan letter, maxSignals)
		r.done.Add(1)
		go r.serveSignals(r.signals)
	}
	l.data = bytes.Clone(l.data)
	select {
	case r.signals <- l:
	default:
		r.counts.drop(dropBusy)
	}
}

// serveSignals lists the slots once for all signals that wait, and no more than
// half of the time: one host that sends many holds up nobody else's.
func (r *mailroom) serveSignals(signals <-chan letter) {
	defer r.done.Done()
	for l := range signals {
		waiting := append([]letter{l}, queued(signals)...)
		if r.closed() {
			r.counts.dropped[dropBusy].Add(uint64(len(waiting)))
			continue // to the end of the queue
		}
		begun := time.Now()
		r.fanOut(waiting)
		select {
		case <-time.After(time.Since(begun)):
		case <-r.life.Done():
		}
	}
}

// queued takes the letters that are in a queue now.
func queued(queue <-chan letter) (letters []letter) {
	for range len(queue) {
		letters = append(letters, <-queue)
	}
	return letters
}

// fanOut brings signals to all who wait for them. Those of one owner stand in
// one queue: there may be more of them than holes, and one who does not answer
// holds up his own alone.
func (r *mailroom) fanOut(signals []letter) {
	all, err := r.slots.List()
	for _, l := range signals {
		if err != nil || !r.signal(l, all) {
			r.counts.drop(dropNoSlot)
		}
	}
}

// signal posts a signal to those of all slots that wait for it. It reports false
// if there is none.
func (r *mailroom) signal(l letter, all []local.About) bool {
	prefix, found := l.slot, false
	for _, about := range all {
		if len(about.Name) > len(prefix) && slotname.Equal(about.Name[:len(prefix)], prefix) && about.Alive {
			found = true
			l.slot = about.Name
			r.post(waitersOf(about.UID), l)
		}
	}
	return found
}

// write writes one letter or counts why not. It reports false if the slot has
// ended: perhaps there is a new one.
func (r *mailroom) write(w SlotWriter, l letter) bool {
	if !w.About().Network && !l.forced {
		r.counts.drop(dropNotNetwork)
		return true
	}
	err := w.WriteFrom(l.origin, l.data)
	switch {
	case err == nil:
		r.counts.delivered.Add(1)
	case errors.Is(err, errno.HandleEOF):
		return false
	default:
		r.counts.drop(reasonNotWritten(err))
	}
	return true
}

func reasonNotOpened(err error) dropReason {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return dropNotAdmitted
	case errors.Is(err, errno.NoSystemResources), errors.Is(err, errno.OperationAborted):
		return dropBusy
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
