//go:build mailslot_hooks

package ring

import (
	"fmt"
	"math"
	"testing"
)

// Every word and header of a writer's rings, in every state of two runs, is
// set to every value at the edges: nobody panics, the reader goes to sleep in
// the end, and another writer's messages keep all promises. MAILSLOT_LONG=1
// takes all values, else it is every third of them.
func TestEveryFieldCorruptedInEveryStateHarmsOnlyItsOwnStream(t *testing.T) {
	runs, stride, first := 0, 3, int(seed(t)%3)
	if long() {
		stride, first = 1, 0
	}
	for _, order := range [][]int{{0, 1, 2}, {0, 0, 0, 0, 1, 2}} {
		for at := 0; ; at++ {
			fields, values := corruptedAt(order, at, spoil{})
			if fields < 0 {
				break
			}
			for f := range fields {
				for v := first; v < values; v += stride {
					if _, _ = corruptedAt(order, at, spoil{f, v, t}); t.Failed() {
						return
					}
					runs++
				}
			}
		}
	}
	t.Logf("%d runs", runs)
}

// spoil is which field becomes which value; without a test it is none.
type spoil struct {
	field, value int
	t            *testing.T
}

// corruptedAt runs the threads in the given order and spoils one field at the
// at-th step. It answers how many fields and values there are to spoil there,
// or -1 when the run is over by then.
func corruptedAt(order []int, at int, s spoil) (fields, values int) {
	victim := script{messages: sized(16, 0, 30, 16, 1, 16), scribble: func(*world, *writer) {}}
	honest := script{messages: sized(16, 0, 16, 3)}
	w := newWorld(plan{ring: 64, writers: []script{victim, honest}})
	defer w.close()
	fields = -1
	for step := range maxSteps {
		if step == at {
			list := w.writers[0].fields()
			fields, values = len(list), len(edges)
			if s.t != nil {
				list[s.field].set(edges[s.value])
			}
		}
		if !w.turn(order, step) {
			w.finished()
			break
		}
		if step == maxSteps-1 {
			w.fail("the reader never sleeps")
		}
	}
	if s.t != nil && w.violation != "" {
		s.t.Errorf("order %v, step %d, %s set to %#x: %s", order, at,
			w.writers[0].fields()[s.field].name, edges[s.value], w.violation)
	}
	return fields, values
}

// turn runs the thread whose turn it is, or the next that can.
func (w *world) turn(order []int, step int) bool {
	for i := range order {
		th := w.threads[order[(step+i)%len(order)]]
		if !th.done && (th.ready == nil || th.ready()) {
			w.run(th)
			return true
		}
	}
	return false
}

var edges = []uint64{0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 112, 128, 1 << 12,
	math.MaxInt32, 1 << 31, math.MaxUint32 - 15, math.MaxUint32, 1 << 32, math.MaxInt64, 1 << 63, math.MaxUint64}

type field struct {
	name string
	set  func(v uint64)
}

// fields are all that a writer shares with the reader, ring by ring.
func (p *writer) fields() (list []field) {
	for i, r := range p.rings {
		add := func(name string, set func(uint64)) {
			list = append(list, field{fmt.Sprintf("ring %d: %s", i, name), set})
		}
		add("tail", func(v uint64) { r.Publish.Store(v<<32 | r.Publish.Load()&math.MaxUint32) })
		add("tail, from where it is", func(v uint64) { r.Publish.Add(v << 32) })
		add("tail, back from where it is", func(v uint64) { r.Publish.Add(-v << 32) })
		add("count", func(v uint64) { r.Publish.Store(r.Publish.Load()&^math.MaxUint32 | v&math.MaxUint32) })
		add("head", r.Head.Store)
		add("armed", func(v uint64) { r.Armed.Store(uint32(v)) })
		for off := 0; off < len(r.Data); off += Align {
			at := r.Data[off:]
			length, flags, stamp := header(at)
			add(fmt.Sprint("length at ", off), func(v uint64) { putHeader(at, uint32(v), flags, stamp) })
			add(fmt.Sprint("flags at ", off), func(v uint64) { putHeader(at, length, uint32(v), stamp) })
			add(fmt.Sprint("stamp at ", off), func(v uint64) { putHeader(at, length, flags, v) })
		}
	}
	return list
}
