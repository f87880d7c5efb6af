//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"mailslot"
)

// load is what a victim does while it is killed.
type load struct {
	sizes   string // see victimSizes
	perOpen int    // messages between open and close
	ahead   int    // unread messages at most; with none the reader sleeps each time
}

var loads = []load{
	{"small", 4, furthestAhead},
	{"mixed", 300, 0},
	{"large", 40, furthestAhead},
}

const (
	leastPoints = 40
	stopsFull   = 1 // of so many points and loads one is taken
	stopsShare  = 3
)

// TestCrashPointsAreMany lists the places at which the lane can strike.
func TestCrashPointsAreMany(t *testing.T) {
	points := append(writerPoints(t), readerPoints(t)...)
	t.Logf("%d points:\n%s", len(points), strings.Join(points, "\n"))
	if len(points) < leastPoints {
		t.Errorf("%d points, want %d", len(points), leastPoints)
	}
}

// TestCrashWriterKilledAtEveryPoint kills a writer at each point under each
// load. The others do not notice, nothing of a returned write is lost or torn,
// and descriptors and memory of the server go back to where they were.
func TestCrashWriterKilledAtEveryPoint(t *testing.T) {
	strikeWriters(t, "", 1)
}

// TestCrashWriterStoppedAtEveryPoint stops a writer there instead and lets it go
// on after the others have gone on; make test draws a third of points and loads.
func TestCrashWriterStoppedAtEveryPoint(t *testing.T) {
	strikeWriters(t, ":stop", share(stopsFull, stopsShare))
}

// strikeWriters strikes a writer at each point under each load, or of these at
// one in so many.
func strikeWriters(t *testing.T, how string, every int) {
	points := writerPoints(t)
	s := newScene(t)
	r := random(t)
	started, struck := 0, 0
	for i, point := range points {
		for j, l := range loads {
			if r.IntN(every) != 0 {
				continue
			}
			id := i*len(loads) + j + 1
			started++
			strike := fmt.Sprintf("%s@%d%s", point, passage(r), how)
			v := start(t, "victim-writer", s.args(id, l, r.Uint64()), crashAt(strike))
			if v.awaitStopOrEnd() || v.killed() {
				struck++
			}
			s.othersGoOn(t)
			v.resume()
			v.join()
			s.settle(t, strike, id)
		}
	}
	t.Logf("%d of %d victims were struck", struck, started)
	if struck == 0 || struck < started/6 {
		t.Errorf("only %d of %d victims came to their points", struck, started)
	}
	s.finish(t)
}

// passage draws at which passage of its point a victim is struck: often at the
// first, which some points see once only.
func passage(r *rand.Rand) int {
	if r.IntN(2) == 0 {
		return 1
	}
	return 1 + r.IntN(20)
}

// TestCrashReaderKilledAtEveryPoint kills a server at each point. Its name is
// free at once, its writers get an error instead of waiting, and nothing is
// left behind.
func TestCrashReaderKilledAtEveryPoint(t *testing.T) {
	points := readerPoints(t)
	r := random(t)
	for _, point := range points {
		for _, l := range loads {
			killReader(t, fmt.Sprintf("%s@%d", point, passage(r)), l, r.Uint64())
		}
	}
}

func killReader(t *testing.T, strike string, l load, seed uint64) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("MAILSLOT_DIR", dir)
	victim := start(t, "victim-reader", nil, crashAt(strike))
	writer := start(t, "victim-writer", []string{newBlackboard(t).path, "1", l.sizes, strconv.Itoa(l.perOpen), fmt.Sprint(seed)})
	writer.join() // with an error, or at its end: but it must not hang
	victim.in.Close()
	victim.join()
	heir, err := mailslot.Listen(ackedSlot)
	if err != nil {
		t.Fatalf("%s: the name is not free: %v", strike, err)
	}
	must(t, dial(t, ackedSlot).WriteMessage([]byte("next")))
	if m, err := heir.Receive(t.Context()); err != nil || string(m.Data) != "next" {
		t.Fatalf("%s: the heir reads %q, %v", strike, m.Data, err)
	}
	must(t, heir.Close())
	if left := leftBehind(t, dir); len(left) > 0 {
		t.Errorf("%s: left behind %v", strike, left)
	}
}

func crashAt(strike string) option {
	return func(c *exec.Cmd) { c.Env = append(c.Env, "MAILSLOT_CRASH="+strike) }
}

// awaitStopOrEnd waits until the helper has stopped itself, which is true, or
// has ended.
func (p *process) awaitStopOrEnd() (stopped bool) {
	p.t.Helper()
	eventually(p.t, p.name+" to stop or end", func() bool {
		select {
		case <-p.ended:
			return true
		default:
			stopped = allThreadsIn(p.pid(), 'T')
			return stopped
		}
	})
	return stopped
}

// killed reports whether the helper, which has ended, was killed by a signal.
func (p *process) killed() bool { return p.cmd.ProcessState.ExitCode() < 0 }

const (
	randomKillsFull  = 5000
	randomKillsShare = 100
	randomStopsFull  = 500
	randomStopsShare = 40
	longestStop      = 30 * time.Millisecond
)

// TestCrashRandomKills kills writers and readers at random moments.
func TestCrashRandomKills(t *testing.T) {
	s := newScene(t)
	r := random(t)
	for i := range share(randomKillsFull, randomKillsShare) {
		id := 1 + i%(judgedAt-2)
		v := start(t, "acked-writer", []string{s.board.path, strconv.Itoa(id), fmt.Sprint(r.Uint64())})
		v.expect("ready")
		time.Sleep(time.Duration(r.Int64N(int64(longestLife))))
		v.dismiss()
		s.settle(t, fmt.Sprintf("kill %d", i), id)
	}
	s.finish(t)
}

// TestCrashRandomStops stops writers at random moments, for a random time;
// the others go on meanwhile, and the stopped one after it.
func TestCrashRandomStops(t *testing.T) {
	s := newScene(t)
	r := random(t)
	v := start(t, "acked-writer", []string{s.board.path, "1", fmt.Sprint(r.Uint64())})
	v.expect("ready")
	for range share(randomStopsFull, randomStopsShare) {
		time.Sleep(time.Duration(r.Int64N(int64(longestLife))))
		v.stop()
		s.othersGoOn(t)
		time.Sleep(time.Duration(r.Int64N(int64(longestStop))))
		before := s.judge.lastOf(1)
		v.resume()
		eventually(t, "the stopped writer to go on", func() bool { return s.judge.lastOf(1) > before })
	}
	v.kill()
	s.settle(t, "the end", 1)
	s.finish(t)
}
