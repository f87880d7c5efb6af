//go:build mailslot_hooks

package ring

import "fmt"

// ledger holds the promises: it knows what was written and what was read, and
// keeps the first promise that was broken.
type ledger struct {
	facts     []fact
	first     []int // id of each writer's first message
	taken     int
	expected  int // what taken must be in the end, once that is certain
	closing   bool
	isClosed  bool
	violation string

	// Somebody lies in the hint. Then only this is promised to others: nothing
	// is lost, torn or twice, and what one of them writes stays in order.
	misled bool
}

// fact is what is known of one message. Its number is its id.
type fact struct {
	writer    int
	body      []byte
	noPromise bool // its writer scribbles
	liar      bool

	begun, ended, ok bool
	late             bool // begun after Close had returned
	delivered        bool
	stamp            uint64 // by the reader's clock
	ring             int    // how many rings its writer had when it was written
	before           uint64 // messages whose write had returned when this began
}

// What look answers for a record of a writer that scribbles, and for none.
const (
	hostile = -2
	nothing = -1
)

func newLedger(scripts []script) ledger {
	l := ledger{expected: nothing}
	for w, s := range scripts {
		l.first = append(l.first, len(l.facts))
		for _, m := range s.messages {
			id := len(l.facts)
			f := fact{writer: w, noPromise: s.scribble != nil, liar: s.liar, body: make([]byte, m.size)}
			for i := range f.body {
				f.body[i] = byte(id*37 + i + 1)
			}
			l.facts = append(l.facts, f)
		}
	}
	return l
}

func (l *ledger) fail(format string, args ...any) {
	if l.violation == "" {
		l.violation = fmt.Sprintf(format, args...)
	}
}

func (l *ledger) payload(id int) []byte { return l.facts[id].body }

// begin says that a writer's i-th write begins now.
func (l *ledger) begin(writer, i int) int {
	id := l.first[writer] + i
	f := &l.facts[id]
	f.begun, f.late = true, l.isClosed
	for i := range l.facts {
		if l.facts[i].ok {
			f.before |= 1 << i
		}
	}
	return id
}

func (l *ledger) returned(id int, ok bool) {
	f := &l.facts[id]
	f.ended, f.ok = true, ok
	if ok && f.late {
		l.fail("message %d: a write that began after Close succeeded", id)
	}
	if !ok && !l.closing && !f.noPromise {
		l.fail("message %d: the write failed, nobody closes the slot", id)
	}
}

// check says which message a record is, and that it is whole.
func (l *ledger) check(writer int, rec Record) int {
	id := idOf(rec.Flags)
	if id >= len(l.facts) || l.facts[id].writer != writer {
		l.fail("writer %d: a record that it never wrote (flags %#x)", writer, rec.Flags)
		return nothing
	}
	if string(rec.Payload) != string(l.facts[id].body) {
		l.fail("message %d is torn: % x", id, rec.Payload)
	}
	return id
}

// delivered says that a read answers this message.
func (l *ledger) delivered(id int) {
	if id < 0 {
		return
	}
	f := &l.facts[id]
	if f.delivered {
		l.fail("message %d is delivered twice", id)
	}
	for i := range l.facts {
		a := &l.facts[i]
		if f.before>>i&1 == 1 && !a.delivered && l.ordered(a, f) {
			l.fail("message %d of writer %d is delivered before message %d of writer %d, which had returned when it began",
				id, f.writer, i, a.writer)
		}
	}
	f.delivered = true
	l.taken++
}

func (l *ledger) ordered(a, b *fact) bool {
	if a.noPromise {
		return false
	}
	return a.writer == b.writer || !a.liar && !b.liar && !l.misled
}

// unread is how many messages have returned and are not delivered.
func (l *ledger) unread() (n int) {
	for i := range l.facts {
		if f := &l.facts[i]; f.ok && !f.delivered && !f.noPromise {
			n++
		}
	}
	return n
}

// counted checks the count of an Info that was asked when least messages were
// unread. When nobody writes any more it must be what will be read.
func (l *ledger) counted(least, count int, writing bool) {
	most := 0
	for i := range l.facts {
		if f := &l.facts[i]; f.begun && !f.delivered && !f.noPromise {
			most++
		}
	}
	if l.misled { // it may be late
		least = 0
	}
	if count < least || count > most {
		l.fail("Info counts %d messages; %d had returned, %d have begun", count, least, most)
	}
	if !writing && !l.misled {
		l.expect(l.taken + count)
	}
}

func (l *ledger) expect(total int) {
	if l.expected != nothing && l.expected != total {
		l.fail("Info changes its count: %d messages in all, then %d", l.expected, total)
	}
	l.expected = total
}

// complete checks that everything that returned was delivered.
func (l *ledger) complete() {
	for i := range l.facts {
		if f := &l.facts[i]; f.ok && !f.delivered && !f.noPromise {
			l.fail("message %d of writer %d had returned and is lost, or its wake-up is", i, f.writer)
		}
	}
	if l.expected != nothing && l.taken != l.expected {
		l.fail("%d messages were read, Info had counted %d", l.taken, l.expected)
	}
}
