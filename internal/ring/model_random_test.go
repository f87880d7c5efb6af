//go:build mailslot_hooks

package ring

import (
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// Four writers with up to four messages each, every way to travel, kills,
// Info, Close, clocks that differ, liars and scribblers: a plan and a schedule
// at random. The seed is printed; MAILSLOT_SEED replays it, and a failure says
// with which one it comes first. MAILSLOT_LONG=1 runs ten million.
func TestRandomSchedulesOfFourWritersKeepThePromises(t *testing.T) {
	runs := uint64(300_000)
	if long() {
		runs = 10_000_000
	}
	first := seed(t)
	for i := range runs {
		if violation, trace := random(first+i, false); violation != "" {
			_, trace = random(first+i, true)
			t.Fatalf("run %d, replay with MAILSLOT_SEED=%d: %s\n  %s",
				i, first+i, violation, strings.Join(trace, "\n  "))
		}
	}
}

func seed(t *testing.T) uint64 {
	s := rand.Uint64()
	if v, err := strconv.ParseUint(os.Getenv("MAILSLOT_SEED"), 10, 64); err == nil {
		s = v
	}
	t.Logf("MAILSLOT_SEED=%d", s)
	return s
}

// random does the run of one seed.
func random(seed uint64, tracing bool) (violation string, trace []string) {
	return play(rand.New(rand.NewPCG(seed, 1)), tracing)
}

// play takes plan, schedule and mischief from rng.
func play(rng *rand.Rand, tracing bool) (violation string, trace []string) {
	w := newWorld(randomPlan(rng))
	w.rng = rng
	defer w.close()
	var room [16]action
	var weights [16]int
	for n := range maxSteps {
		if n == 0 || rng.IntN(32) == 0 { // now and then somebody is preempted for long
			for i := range weights {
				weights[i] = 1 << (3 * rng.IntN(4))
			}
		}
		acts := w.actions(room[:0])
		if len(acts) == 0 {
			w.finished()
			return w.violation, trace
		}
		a := pick(rng, acts, &weights)
		if tracing {
			trace = append(trace, a.String())
		}
		w.do(a)
		if w.violation != "" {
			return w.violation, trace
		}
	}
	return "the reader never sleeps", trace
}

// pick chooses by the weights of the threads; a kill is rare.
func pick(rng *rand.Rand, acts []action, weights *[16]int) action {
	steps := acts
	for i, a := range acts {
		if a.victim != nil {
			steps = acts[:i]
			break
		}
	}
	if len(steps) == 0 || len(steps) != len(acts) && rng.IntN(100) == 0 {
		return acts[len(steps)+rng.IntN(len(acts)-len(steps))]
	}
	sum := 0
	for i := range steps {
		sum += weights[i]
	}
	at := rng.IntN(sum)
	for i, a := range steps {
		if at -= weights[i]; at < 0 {
			return a
		}
	}
	return steps[0]
}

func randomPlan(rng *rand.Rand) plan {
	p := plan{
		ring:  16 << rng.IntN(4),
		kills: rng.IntN(3),
		asks:  max(0, rng.IntN(4)-1),
		close: rng.IntN(16) == 0,
		hasty: rng.IntN(4) == 0,
		eager: rng.IntN(2) == 0,
		stay:  rng.IntN(2) == 0,
	}
	sizes := []int{0, 0, 1, 15, 16, 17, 40, 100}
	for range 4 {
		var s script
		for range 1 + rng.IntN(4) {
			s.messages = append(s.messages, message{size: sizes[rng.IntN(len(sizes))], asks: rng.IntN(8) == 0})
		}
		inline(s.messages, rng.IntN(len(s.messages)+1)*rng.IntN(2))
		s.skew = int64(rng.IntN(3)-1) * rng.Int64N(1<<40)
		if rng.IntN(8) == 0 {
			s.liar, s.lie = true, lies(rng)
		}
		p.writers = append(p.writers, s)
	}
	if rng.IntN(4) == 0 {
		s := &p.writers[rng.IntN(4)]
		s.scribble, s.messages = scribble, nil
	}
	p.hint = rng.IntN(2) == 0
	return p
}

func lies(rng *rand.Rand) uint64 {
	return []uint64{0, 1, rng.Uint64N(60), math.MaxInt64, math.MaxUint64, rng.Uint64()}[rng.IntN(6)]
}
