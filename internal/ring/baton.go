package ring

import "sync/atomic"

// Baton spares a writer the clock while it writes alone: who holds the baton
// may use its last stamp again. It is a word that all writers of a slot share,
// so it is for slots that one user alone writes to.
//
// Why the order holds: a writer that has read the clock looks at the baton and
// takes it away from whoever else holds it; and a holder has read the clock
// after it took the baton and before it looked again and still had it. Now let
// A have returned before B began. If B read the clock, its stamp is the later
// one. If B used a stamp again, its writer held the baton when B began, so it
// took the baton after A's writer had looked, which would have taken it away,
// and read the clock after that.
//
// Nothing here waits or tries twice. A Baton belongs to one goroutine at a time.
type Baton struct {
	words *BatonWords // nil: the slot has none
	me    uint64
	since uint64 // the stamp with which it was taken; 0: not held
	pause uint32 // stamps that are read from the clock after a loss
	left  uint32 // of them
}

// BatonWords is what the writers share, all zero in the beginning.
type BatonWords struct {
	holder  [2]atomic.Uint64 // [0] is the holder's number, or 0; see Stamp for [1]
	numbers atomic.Uint64    // how many were given out
	retired atomic.Uint64    // not 0: for good
}

// BatonRetired is where in BatonWords a byte other than zero retires it.
const BatonRetired = 24

// Retire takes the baton away from everybody for good, because a writer comes
// that cannot see it.
func (w *BatonWords) Retire() { w.retired.Store(1) }

// NewBaton is a new writer's side. With nil it never holds the baton. Its first
// stamps are read from the clock: most handles write little.
func NewBaton(w *BatonWords) Baton {
	if w == nil {
		return Baton{}
	}
	return Baton{words: w, me: w.numbers.Add(1), left: firstPause}
}

// Held reports whether the last stamp may be used again.
func (b *Baton) Held() bool {
	if b.words == nil {
		return false
	}
	step("writer looks at the baton")
	if b.words.holder[0].Load() != b.me {
		return false
	}
	return !b.gone()
}

// Stamp is a new stamp by the clock now. Times are below 1<<63.
func (b *Baton) Stamp(now func() uint64) uint64 {
	if b.gone() {
		return now()
	}
	took := b.take()
	stamp := now()
	// The processor may look ahead of the clock, but not before it knows where.
	holder := &b.words.holder[stamp>>63]
	step("writer looks at the baton again")
	switch other := holder.Load(); other {
	case b.me:
		if took {
			b.since = stamp
		}
		return stamp
	case 0:
	default:
		step("writer takes the baton away")
		holder.CompareAndSwap(other, 0) // else it has been put down already
	}
	if took || b.since != 0 {
		b.lose(stamp, took)
	}
	return stamp
}

// gone reports whether there is no baton, or none any more.
func (b *Baton) gone() bool {
	if b.words == nil {
		return true
	}
	step("writer looks whether it is retired")
	if b.words.retired.Load() != 0 {
		b.words = nil
	}
	return b.words == nil
}

// take takes the baton if nobody has it. Whether this writer still has it shows
// after the clock.
func (b *Baton) take() bool {
	switch {
	case b.since != 0:
		return false
	case b.left != 0:
		b.left--
		return false
	}
	step("writer looks for the baton")
	if b.words.holder[0].Load() != 0 {
		return false
	}
	step("writer takes the baton")
	return b.words.holder[0].CompareAndSwap(0, b.me)
}

// Writers that write at once would take the baton from each other with every
// message, which costs more than the clock. So who loses it soon, in units of
// the clock, pauses before the next try, longer each time.
const (
	soon       = 100_000
	firstPause = 1 << 4
	maxPause   = 1 << 12
)

func (b *Baton) lose(stamp uint64, atOnce bool) {
	if atOnce || stamp-b.since < soon {
		b.pause = min(2*b.pause+1, maxPause)
	} else {
		b.pause = 0
	}
	b.left, b.since = b.pause, 0
}
