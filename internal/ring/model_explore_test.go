//go:build mailslot_hooks

package ring

import (
	"hash/maphash"
	"math/rand/v2"
)

// maxSteps ends a run that does not end by itself: a reader that never sleeps.
const maxSteps = 3000

// search walks through every schedule of a plan, depth first. It runs each
// again from the start (the threads are real code and cannot be copied), and
// goes no further from a state that it has seen. Two states are the same when
// they agree in all that the threads and the promises can still learn from:
// every word of shared memory, every field of Merge, Stream, Consumer and
// Producer, every packet, where each thread stands, what it has seen since its
// operation began, and the order (not the values) of the stamps. States are
// kept as 64-bit hashes: of the few million here, two share one by chance in
// fewer than one run of a million.
type search struct {
	plan    plan
	most    int        // runs
	rng     *rand.Rand // which choice comes first; nil: always the first
	seen    map[uint64]struct{}
	seed    maphash.Seed
	state   encoder
	path    []choice
	actions []action
	runs    int
}

// choice is the picked-th of some actions, counted from the first-th on.
type choice struct{ picked, of, first int }

func (c choice) action(acts []action) action { return acts[(c.picked+c.first)%c.of] }

// explore searches until the schedules or the runs are used up. It answers the first promise that is broken, with the schedule that breaks it.
func (s *search) explore() (violation string, trace []string) {
	s.seen, s.seed = map[uint64]struct{}{}, maphash.MakeSeed()
	for s.runs < s.most {
		if violation := s.once(); violation != "" {
			return violation, s.replay()
		}
		for len(s.path) > 0 && s.path[len(s.path)-1].picked+1 == s.path[len(s.path)-1].of {
			s.path = s.path[:len(s.path)-1]
		}
		if len(s.path) == 0 {
			break
		}
		s.path[len(s.path)-1].picked++
	}
	return "", nil
}

// once runs along the path, and from its end on always takes the first choice.
func (s *search) once() string {
	w := newWorld(s.plan)
	defer w.close()
	w.tracing = true
	s.runs++
	depth := 0
	for range maxSteps {
		s.actions = w.actions(s.actions[:0])
		if len(s.actions) == 0 {
			w.finished()
			return w.violation
		}
		a := s.actions[0]
		if len(s.actions) > 1 { // a state with one way out needs no memory
			if depth == len(s.path) {
				if s.known(w) {
					return ""
				}
				s.path = append(s.path, s.choose(len(s.actions)))
			}
			a = s.path[depth].action(s.actions)
			depth++
		}
		w.do(a)
		if w.violation != "" {
			s.path = s.path[:depth]
			return w.violation
		}
	}
	return "the reader never sleeps"
}

func (s *search) choose(of int) choice {
	if s.rng == nil {
		return choice{of: of}
	}
	return choice{of: of, first: s.rng.IntN(of)}
}

func (s *search) known(w *world) bool {
	s.state.encode(w)
	h := maphash.Bytes(s.seed, s.state.bytes)
	if _, ok := s.seen[h]; ok {
		return true
	}
	s.seen[h] = struct{}{}
	return false
}

// replay runs along the path once more and names each step.
func (s *search) replay() (trace []string) {
	w := newWorld(s.plan)
	defer w.close()
	depth := 0
	for range 200 {
		acts := w.actions(nil)
		if len(acts) == 0 || w.violation != "" {
			break
		}
		a := acts[0]
		if len(acts) > 1 && depth < len(s.path) {
			a = s.path[depth].action(acts)
			depth++
		}
		trace = append(trace, a.String())
		w.do(a)
	}
	return trace
}
