package nbt

import (
	"container/heap"
	"time"
)

// clock is the node's own time: it begins at zero and never goes back,
// whatever the clock of the host does.
type clock struct {
	now  time.Duration
	last time.Time
}

func (c *clock) advance(t time.Time) {
	if !c.last.IsZero() {
		c.now += max(0, t.Sub(c.last))
	}
	c.last = t
}

// timer calls fire once when its time has come. The zero position means that
// it is not set.
type timer struct {
	at   time.Duration
	pos  int // in the heap, from 1
	fire func()
}

// timers are the set timers, the earliest first.
type timers struct{ heap timerHeap }

func (ts *timers) set(t *timer, at time.Duration) {
	t.at = at
	if t.pos > 0 {
		heap.Fix(&ts.heap, t.pos-1)
	} else {
		heap.Push(&ts.heap, t)
	}
}

func (ts *timers) stop(t *timer) {
	if t.pos > 0 {
		heap.Remove(&ts.heap, t.pos-1)
	}
}

// run fires all timers that are due. A timer set meanwhile for the same time
// fires too, so every timer is set for a later time than now.
func (ts *timers) run(now time.Duration) {
	for len(ts.heap) > 0 && ts.heap[0].at <= now {
		t := ts.heap[0]
		heap.Pop(&ts.heap)
		t.fire()
	}
}

func (ts *timers) next() (time.Duration, bool) {
	if len(ts.heap) == 0 {
		return 0, false
	}
	return ts.heap[0].at, true
}

// timerHeap implements heap.Interface.
type timerHeap []*timer

func (h timerHeap) Len() int           { return len(h) }
func (h timerHeap) Less(i, j int) bool { return h[i].at < h[j].at }

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].pos, h[j].pos = i+1, j+1
}

func (h *timerHeap) Push(x any) {
	t := x.(*timer)
	*h = append(*h, t)
	t.pos = len(*h)
}

func (h *timerHeap) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	t.pos = 0
	return t
}
