package local

import (
	"sync"
	"sync/atomic"
	"time"

	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// stamps are one writer's. Where he alone writes, a stamp is good for the order
// until another writes (ring.Baton), and as the time of a message until the
// pulse beats: the clock, half of what a small message costs, is left alone.
type stamps struct {
	baton ring.Baton
	last  uint64
	beat  uint64 // the pulse when last was read from the clock
	brisk int    // stamps in a row that followed each other fast
}

// next is the stamp of a write: taken after its entry, before it publishes.
func (s *stamps) next() uint64 {
	if s.beat == thePulse.beat.Load() && s.baton.Held() {
		return s.last
	}
	return s.read()
}

func (s *stamps) read() uint64 {
	// The pulse before the clock, or it might beat unseen between them.
	s.beat = thePulse.beat.Load()
	stamp := s.baton.Stamp(shm.Now)
	if s.beat == 0 {
		s.beat = noBeat
		s.pace(stamp - s.last)
	}
	s.last = stamp
	return stamp
}

const (
	fast      = 2_000 // nanoseconds between two writes
	fastCount = 64    // of them start the pulse
)

// pace counts the fast writes, each gap after the last, while nothing beats.
func (s *stamps) pace(gap uint64) {
	if s.brisk++; gap > fast {
		s.brisk = 0
	}
	if s.brisk == fastCount {
		s.brisk = 0
		thePulse.start()
	}
}

// pulse tells the writers of this process that their stamps have become old. It
// beats for a while when one of them writes fast, who starts it again and again.
type pulse struct {
	beat atomic.Uint64 // another number at each beat, 0 between two runs

	mu     sync.Mutex
	timer  *time.Timer
	number uint64 // of the last beat
	left   int    // beats of this run
}

var thePulse pulse

const (
	pulseEvery = time.Millisecond
	pulseBeats = 32 // of one run
	noBeat     = 1<<64 - 1
)

// start begins a run, unless one goes on.
func (p *pulse) start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left != 0 {
		return
	}
	p.left = pulseBeats
	if p.timer == nil {
		p.timer = time.AfterFunc(pulseEvery, p.tick)
	} else {
		p.timer.Reset(pulseEvery)
	}
	p.advance()
}

func (p *pulse) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left--; p.left == 0 {
		p.beat.Store(0)
		return
	}
	p.timer.Reset(pulseEvery)
	p.advance()
}

func (p *pulse) advance() {
	p.number++
	p.beat.Store(p.number)
}
