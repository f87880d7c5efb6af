//go:build mailslot_hooks

package ring

// reader is the owner of the slot: one goroutine that reads, perhaps one that
// asks for Info and one that closes, all under one lock.
type reader struct {
	w      *world
	thread *thread
	Merge
	streams  []*Stream // by writer
	broken   []bool    // connections that were dropped for a violation
	retired  map[*Consumer]bool
	locked   bool
	holder   *thread
	ready    uint64 // connections that this poll has yet to drain, from the one in turn
	polls    int    // times that something was received
	noted    hint   // as of the last poll
	rang     int    // whose bell woke the reader and was not taken, or nothing
	kicked   bool   // somebody else adopted something while the reader slept
	sleeping bool
	closed   bool
	pinned   int // message that Info answered as the head, or nothing
	least    int // unread messages when Info was asked
}

func newReader(w *world) *reader {
	r := &reader{w: w, pinned: nothing, least: nothing, rang: nothing, retired: map[*Consumer]bool{}}
	r.Merge = Merge{Now: r.now, Poll: r.catchUp, Retire: r.retire, Broke: r.broke}
	return r
}

func (r *reader) accept(wr *writer) {
	r.streams = append(r.streams, &Stream{Owner: wr, Skew: wr.skew})
	r.broken = append(r.broken, false)
}

func (r *reader) now() uint64 {
	r.w.stop("reads the clock")
	return r.w.tick()
}

// lock begins an operation. Alone, the reader need not stop for it.
func (r *reader) lock(point string) {
	if r.w.asks > 0 || r.w.plan.close {
		r.w.wait(point, func() bool { return !r.locked })
	}
	r.locked, r.holder = true, r.w.running
	r.holder.trace = uint64(point[0])<<8 + uint64(len(point)) // which operation
}

func (r *reader) unlock() { r.locked, r.holder = false, nil }

// run reads for ever: all that is there, then sleep until epoll has something.
func (r *reader) run() {
	for !r.closed {
		switch {
		case r.do("read", r.read):
		case r.w.eager && r.do("poll", r.pollAll):
		case r.do("rest", r.rest):
			r.sleep()
			r.do("wake", r.wake)
		}
	}
}

// do is one operation under the lock.
func (r *reader) do(name string, op func() bool) bool {
	r.lock(name)
	defer r.unlock()
	return !r.closed && op()
}

// read takes one message, if there is one.
func (r *reader) read() bool {
	if r.hasty() {
		for _, s := range r.active {
			s.idle = idleEpochs - 1
		}
	}
	rec, s, ok := r.Next()
	if !ok {
		return false
	}
	id := r.look(rec, s)
	if r.pinned != nothing && r.pinned != id {
		r.w.fail("Info answered message %d as the head, the read got %d", r.pinned, id)
	}
	r.pinned = nothing
	r.w.stop("copies payload")
	r.look(rec, s) // nobody may have written over it
	r.w.delivered(id)
	r.Take()
	return true
}

func (r *reader) hasty() bool { return r.w.hasty && r.left == 0 }

// look checks a record against what was written and answers its number.
func (r *reader) look(rec Record, s *Stream) int {
	wr := s.Owner.(*writer)
	if wr.scribble != nil { // it may say what it likes
		touch(rec.Payload)
		return hostile
	}
	return r.w.check(wr.id, rec)
}

// touch reads every byte, as a copy does.
func touch(b []byte) (sum byte) {
	for _, v := range b {
		sum += v
	}
	return sum
}

// pollAll reports whether it adopted anything.
func (r *reader) pollAll() bool {
	before := r.polls
	r.catchUp()
	return r.polls != before
}

// poll drains the connections that epoll shows. What was sent before it began
// is taken in when it ends; what comes meanwhile may wait.
func (r *reader) poll() {
	r.note()
	r.w.stop("asks epoll")
	var ready uint64
	for i, wr := range r.w.writers {
		if !r.broken[i] && wr.conn.readable() {
			ready |= 1 << i
		}
	}
	for i := range r.w.writers {
		if ready>>i&1 == 1 {
			r.ready = ready >> i
			r.w.stop("receives")
			r.receive(i)
		}
	}
	r.ready = 0
}

// receive takes all that waits on one connection.
func (r *reader) receive(i int) {
	c, s := &r.w.writers[i].conn, r.streams[i]
	r.polls++
	if r.rang == i {
		r.rang = nothing
	}
	for len(c.queue) != 0 {
		p := c.queue[0]
		c.queue = c.queue[1:]
		switch {
		case p.inline != nil:
			s.AddInline(*p.inline)
		case p.ring != nil:
			s.AddRing(NewConsumer(*p.ring))
		case p.asks: // the answer harms nobody
		case !s.TakeBell():
			if r.w.writers[i].scribble == nil {
				r.w.fail("a bell of honest writer %d was not asked for", i)
			}
			r.drop(i)
			return
		}
		r.Activate(s)
	}
	if c.hup {
		r.drop(i)
	}
}

// drop ends a connection: it is drained or not to be believed.
func (r *reader) drop(i int) {
	r.broken[i] = true
	r.streams[i].End()
	r.Activate(r.streams[i])
}

// broke is what the transport does at a violation: it closes the connection.
// Merge must not be called in it; the stream is active already.
func (r *reader) broke(s *Stream) {
	wr := s.Owner.(*writer)
	if wr.scribble == nil {
		r.w.fail("the stream of honest writer %d is called corrupt", wr.id)
	}
	r.broken[wr.id] = true
	s.End()
}

// retire unmaps a ring: whoever touches it again panics.
func (r *reader) retire(c *Consumer) {
	if r.retired[c] {
		r.w.fail("a ring is retired twice")
	}
	r.retired[c] = true
	c.Shared = Shared{}
}

// reaped checks that no ring of an ended stream stays mapped.
func (r *reader) reaped() {
	for i, s := range r.streams {
		if s.ended && len(s.chain) != 0 {
			r.w.fail("writer %d is gone, %d of its rings stay mapped", i, len(s.chain))
		}
	}
}

func (r *reader) sleep() {
	r.sleeping = true
	r.w.wait("sleeps", func() bool { return r.kicked || r.closed || r.anyReadable() })
	r.sleeping, r.kicked = false, false
}

func (r *reader) anyReadable() bool {
	for i, wr := range r.w.writers {
		if !r.broken[i] && wr.conn.readable() {
			return true
		}
	}
	return false
}

// asker is GetMailslotInfo: poll, count, and look at the head.
func (r *reader) asker() {
	for range r.w.asks {
		r.do("asks for Info", r.info)
	}
}

func (r *reader) info() bool {
	r.least = r.w.unread()
	writing := r.w.writing()
	r.catchUp()
	r.w.counted(r.least, r.count(), writing)
	if rec, s, ok := r.Next(); ok {
		r.pinned = r.look(rec, s)
	}
	r.kicked = r.sleeping && len(r.active) != 0
	r.least = nothing
	return true
}

// count is Merge.Count without the streams that are promised nothing.
func (r *reader) count() int {
	if !scribbled(r.w.plan.writers) {
		n, _ := r.Count()
		return n
	}
	sum := 0
	for _, s := range r.active {
		n, _, growing := s.settled()
		if growing != nil {
			more, _ := growing.fresh()
			n += more
		}
		if s.Owner.(*writer).scribble == nil {
			sum += n
		}
	}
	return sum
}

// closer is Close. Connections are shut first and drained then, so that no
// ring is on its way when all are marked.
func (r *reader) closer() {
	r.lock("closes")
	r.w.closing = true
	for _, wr := range r.w.writers {
		r.w.stop("shuts")
		wr.conn.shut = true
	}
	r.poll()
	for _, s := range r.streams {
		s.Rings((*Consumer).Close)
	}
	r.closed = true
	r.w.isClosed = true
	r.unlock()
}
