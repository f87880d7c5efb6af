//go:build mailslot_hooks

package ring

// hint is the words that a reader shares with writers of its own user: it need
// not poll while they tell that nothing has come (Slot.catchUp).
type hint struct{ sent, announced, rung uint64 }

func (h *hint) Announce() { h.announced++ }
func (h *hint) Recall()   { h.announced-- }

// announcer is nil for a writer without a hint.
func (p *writer) announcer() Announcer {
	if !p.w.plan.hint {
		return nil
	}
	return &p.w.words
}

// send puts a packet on the connection and stirs the hint.
func (p *writer) send(what packet) bool {
	ok := p.conn.send(what)
	if p.w.plan.hint {
		p.w.stop("stirs hint")
		if what.bell {
			p.w.words.rung++
		} else {
			p.w.words.sent++
		}
	}
	return ok
}

// note remembers the hint before a poll.
func (r *reader) note() {
	if !r.w.plan.hint {
		return
	}
	r.w.stop("notes what was sent")
	r.noted.sent = r.w.words.sent
	r.w.stop("notes what has rung")
	r.noted.rung = r.w.words.rung
}

// catchUp polls unless the hint tells that nothing has come.
func (r *reader) catchUp() {
	if r.moved() {
		r.poll()
	}
}

func (r *reader) moved() bool {
	if !r.w.plan.hint {
		return true
	}
	r.w.stop("reads what was sent")
	if r.w.words.sent != r.noted.sent {
		return true
	}
	r.w.stop("reads what has rung")
	if r.w.words.rung == r.noted.rung {
		return false
	}
	r.w.stop("reads what was announced")
	return r.w.words.announced != r.Heard()
}

// wake is what a reader does that epoll has woken: a bell on one connection
// stays there until the reader rests.
func (r *reader) wake() bool {
	if i, ok := r.onlyReadable(); ok && r.w.plan.hint && !r.w.writers[i].conn.hup && r.Activate(r.streams[i]) {
		r.rang = i
	} else {
		r.poll()
	}
	return true
}

func (r *reader) onlyReadable() (only int, ok bool) {
	n := 0
	for i, wr := range r.w.writers {
		if !r.broken[i] && wr.conn.readable() {
			only = i
			n++
		}
	}
	return only, n == 1
}

// rest takes the bell that woke the reader, without a look at what it takes,
// and prepares for sleep.
func (r *reader) rest() bool {
	if i := r.rang; i != nothing && !r.broken[i] {
		r.w.stop("reads what was sent")
		if r.w.words.sent == r.noted.sent {
			r.w.stop("takes bell")
			r.hush(i)
		}
	}
	r.rang = nothing
	return r.Rest()
}

func (r *reader) hush(i int) {
	c := &r.w.writers[i].conn
	switch {
	case len(c.queue) == 0:
	case r.w.misled && c.queue[0].asks: // the question is answered
		c.queue = c.queue[1:]
	case !c.queue[0].bell && r.w.writers[i].scribble == nil:
		r.w.fail("the reader takes a message of writer %d for a bell", i)
	default:
		c.queue = c.queue[1:]
		r.streams[i].TakeBell()
	}
}
