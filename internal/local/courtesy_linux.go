package local

import "mailslot/internal/shm"

// courtesy has a reader that took its writer's processor give it back as soon
// as it has read, before it prepares for its next sleep: until then the writer's
// call lasts. Whoever else waits for the processor may get it, and a message
// that comes meanwhile rings no bell; so where that once took long, the reader
// is not courteous for a while, and longer each time.
type courtesy struct {
	due   bool // a bell has woken the reader
	pause int  // sleeps until the next try
	last  int  // pause after the last that took long
}

const (
	longCourtesy = 100e3   // nanoseconds: a writer that goes to sleep needs 20 µs
	firstGrudge  = 1 << 7  // sleeps after a try that took longer
	lastGrudge   = 1 << 17 // and after many of them
)

// pay lets others have the processor, if the reader owes it to them.
func (c *courtesy) pay() {
	if !c.due {
		return
	}
	c.due = false
	if c.pause > 0 {
		c.pause--
		return
	}
	began := shm.Now()
	shm.Yield()
	c.judge(shm.Now() - began)
}

// judge looks at how long others have had the processor.
func (c *courtesy) judge(took uint64) {
	if took > longCourtesy {
		c.last = min(max(2*c.last, firstGrudge), lastGrudge)
		c.pause = c.last
	}
}
