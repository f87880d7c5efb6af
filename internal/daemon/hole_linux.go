package daemon

import (
	"bytes"
	"sync"
	"sync/atomic"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/slotname"
)

// hole is where one slot's mail goes through, or that of all slots of one
// owner which wait for signals. Of the mailroom's holes no owner has more than
// his share, and one that idles makes room for another slot: so slots that are
// kept busy keep nobody else from getting mail.
type hole struct {
	queue   chan letter  // closed to end its goroutine, when the hole has left the map
	pending atomic.Int32 // letters in the queue or being written by its goroutine
	shared  bool         // by several slots: none is kept open

	// The mailroom's mu guards these.
	owner  int    // uid; nobodyYet: not looked up
	used   uint64 // the number of its latest letter
	looked uint64 // used, when its goroutine looked last

	mu     sync.Mutex
	writer SlotWriter // nil: not open
}

const nobodyYet = -1

// post brings a letter to its slot, at once or through the queue of the hole
// called key.
func (r *mailroom) post(key string, l letter) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.holeFor(key, l)
	if h == nil {
		r.counts.drop(dropBusy)
		return
	}
	r.letters++
	h.used = r.letters
	if h.pending.Load() == 0 && r.writeNow(h, l) {
		return
	}
	l.data = bytes.Clone(l.data)
	h.pending.Add(1)
	select {
	case h.queue <- l:
	default:
		h.pending.Add(-1)
		r.counts.drop(dropBusy)
	}
}

// holeFor is the hole called key, a new one if need be; nil if there is no
// room. The caller holds mu.
func (r *mailroom) holeFor(key string, l letter) *hole {
	h, ok := r.holes[key]
	switch {
	case ok:
		return h
	case r.closed(), len(r.holes) >= maxHoles && !r.endIdlest(nobodyYet):
		return nil
	}
	h = &hole{queue: make(chan letter, maxHoleQueue), owner: nobodyYet, shared: key != slotname.Fold(l.slot)}
	r.holes[key] = h
	r.done.Add(1)
	go r.serve(key, h)
	return h
}

// endIdlest ends the hole that has been idle for longest, of those of an owner
// or, for nobodyYet, of all. It reports false if none is idle. The caller holds mu.
func (r *mailroom) endIdlest(owner int) bool {
	var idlest string
	for key, h := range r.holes {
		if h.pending.Load() == 0 && (owner == nobodyYet || h.owner == owner) &&
			(idlest == "" || h.used < r.holes[idlest].used) {
			idlest = key
		}
	}
	h, ok := r.holes[idlest]
	if ok {
		delete(r.holes, idlest)
		close(h.queue)
	}
	return ok
}

// admitOwner notes whose a hole is. It reports false if he has his share of
// them and none is idle.
func (r *mailroom) admitOwner(h *hole, uid int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	h.owner = nobodyYet
	others := 0
	for _, o := range r.holes {
		if o.owner == uid {
			others++
		}
	}
	if others >= maxOwnerHoles && !r.endIdlest(uid) {
		return false
	}
	h.owner = uid
	return true
}

// writeNow writes a letter if its slot is open: a write never waits. It
// reports false if the slot's goroutine must see to it.
func (r *mailroom) writeNow(h *hole, l letter) bool {
	if !h.mu.TryLock() {
		return false
	}
	defer h.mu.Unlock()
	return h.writer != nil && r.write(h.writer, l)
}

// serve writes one slot's letters until none has come for a while.
func (r *mailroom) serve(key string, h *hole) {
	defer r.done.Done()
	defer h.close()
	idle := time.NewTicker(holeIdle)
	defer idle.Stop()
	for {
		select {
		case l, open := <-h.queue:
			if !open {
				return
			}
			if r.closed() {
				r.counts.drop(dropBusy)
				continue // to the end of the queue
			}
			opened := r.openAndWrite(h, l)
			h.pending.Add(-1)
			if !opened && r.leave(key, h) {
				return // a name that nobody has costs nothing further
			}
		case <-idle.C:
			if r.idled(h) && r.leave(key, h) {
				return
			}
		}
	}
}

// idled reports whether nothing has come since it was asked last.
func (r *mailroom) idled(h *hole) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	idle := h.used == h.looked
	h.looked = h.used
	return idle
}

// leave ends a queue, unless something has just come into it or it is at its
// end already.
func (r *mailroom) leave(key string, h *hole) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(h.queue) > 0 || r.holes[key] != h {
		return false
	}
	delete(r.holes, key)
	return true
}

func (h *hole) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.writer != nil {
		h.writer.Close()
	}
	h.writer = nil
}

// openAndWrite writes one letter, opening the slot if it is not open or if the
// one that was has ended. It reports whether the slot could be opened.
func (r *mailroom) openAndWrite(h *hole, l letter) bool {
	h.mu.Lock()
	w := h.writer
	h.mu.Unlock()
	if w != nil && r.write(w, l) {
		return true
	}
	h.close()
	w, err := r.open(h, l.slot)
	if err != nil {
		r.counts.drop(reasonNotOpened(err))
		return false
	}
	if !r.write(w, l) {
		r.counts.drop(dropNoSlot)
		w.Close()
		return false
	}
	if h.shared {
		w.Close()
		return true
	}
	h.mu.Lock()
	h.writer = w
	h.mu.Unlock()
	return true
}

// open opens a slot for a hole. Whose it is says its description, before its
// owner is waited for.
func (r *mailroom) open(h *hole, slot string) (SlotWriter, error) {
	about, err := r.slots.Lookup(slot)
	if err != nil {
		return nil, err
	}
	if !r.admitOwner(h, about.UID) {
		return nil, errno.New(errno.NoSystemResources, "mail to too many slots of user %d is under way", about.UID)
	}
	return r.slots.Open(r.life, slot)
}
