package local

import "mailslot/internal/shm"

// flow has a reader that outruns its writers look at the rings less often: it
// yields the processor before each look. Every look takes the cache lines of a
// ring away from its writer, so that a reader on his heels slows him down to a
// third; and a writer who waits for this processor gets it before the queue
// is empty. Whether that pays is measured again and again, in messages per
// time: in a dialogue, or beside programs that keep the processor, it does not.
type flow struct {
	stage stage
	left  int    // looks until the next stage
	yield bool   // before each look
	began uint64 // when this stage did, by the order clock
	read  uint64 // Slot.read then
	plain uint64 // messages per second without yielding
	pause int    // looks that the last outcome was kept for
}

type stage int

const (
	keeping stage = iota // what was better
	trying               // without yielding
	yielding
)

const (
	trialLooks = 64      // in each of the two stages of a trial
	firstPause = 1 << 9  // looks between two trials; as trials fail, it grows
	lastPause  = 1 << 18 // to this
	maxTrial   = 1e6     // nanoseconds that the yields of a trial may take
	maxKeep    = 10e6    // and those between two trials
)

// hold counts a look by a reader that has taken in all that its last look saw.
// It reports whether to yield before this one.
func (f *flow) hold(read uint64) bool {
	if f.left--; f.left < 0 || f.yield && f.late() {
		f.next(read)
	}
	return f.yield
}

// late bounds what a yield may cost that gave the processor to another program.
func (f *flow) late() bool {
	most := uint64(maxKeep)
	if f.stage == yielding {
		most = maxTrial
	}
	return shm.Now()-f.began > most
}

// next begins the next stage.
func (f *flow) next(read uint64) {
	now := shm.Now()
	rate := (read - f.read) * 1e9 / max(now-f.began, 1)
	f.stage = (f.stage + 1) % (yielding + 1)
	switch f.stage {
	case trying:
		f.yield, f.left = false, trialLooks
	case yielding:
		f.plain = rate
		f.yield, f.left = true, trialLooks
	case keeping:
		f.keep(rate)
	}
	f.began, f.read = now, read
}

// keep judges a trial: to yield must be better by a quarter.
func (f *flow) keep(rate uint64) {
	f.yield = rate > f.plain+f.plain/4
	if f.pause = min(2*f.pause, lastPause); f.yield || f.pause == 0 {
		f.pause = firstPause
	}
	f.left = f.pause
}
