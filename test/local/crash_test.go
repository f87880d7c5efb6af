//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"fmt"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"mailslot"
)

// load is what a victim does while it is struck.
type load struct {
	sizes   string // see victimSizes
	perOpen int    // messages between open and close, of every other handle
	ahead   int    // unread messages, drawn below this each time; 0 is without limit
}

const loadCount = 3

// loads bring a victim to every point, each of them, the end of its ring too.
var loads = [loadCount]load{
	{"small", 1300, furthestAhead},
	{"mixed", 300, 3},
	{"large", 40, furthestAhead},
}

const (
	stopsFull  = 1 // of so many points and loads one is taken
	stopsShare = 3
)

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

// strikeWriters strikes a writer at each point under each load, or at one in so
// many of these. The reader lingers like the writer, so that races occur.
func strikeWriters(t *testing.T, how string, oneIn int) {
	lingers.Store(true)
	defer lingers.Store(false)
	at := writerPassages(t)
	s := newScene(t)
	r := random(t)
	at.strike(t, r, oneIn, func(point string, passage int, l load) bool {
		strike := fmt.Sprintf("%s@%d%s", point, passage, how)
		v := s.startVictim(t, l, r.Uint64(), strike)
		struck := v.awaitStopOrEnd() || v.killed()
		s.othersGoOn(t)
		v.resume()
		v.join()
		s.settle(t, strike, s.victims)
		return struck
	})
	s.finish(t)
}

// TestCrashReaderKilledAtEveryPoint kills a server at each point under each
// load. Its name is free at once, its writers get an error instead of waiting,
// and nothing is left behind.
func TestCrashReaderKilledAtEveryPoint(t *testing.T) {
	at := readerPassages(t)
	r := random(t)
	at.strike(t, r, 1, func(point string, passage int, l load) bool {
		return killReader(t, fmt.Sprintf("%s@%d", point, passage), l, r.Uint64())
	})
}

func killReader(t *testing.T, strike string, l load, seed uint64) (struck bool) {
	t.Helper()
	dir := computer(t)
	victim := outlive(t, l, seed, strike)
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
	return victim.killed()
}

// outlive starts a server, on a name that one before it left behind when it was
// killed, and a writer to it. The writer must come to its end, whatever becomes
// of the server, which ends then.
func outlive(t *testing.T, l load, seed uint64, strike string) *process {
	t.Helper()
	dead := start(t, "victim-reader", nil, crashAt("create: published"))
	dead.join()
	if !dead.killed() {
		t.Fatal("the server before did not come to its point")
	}
	victim := start(t, "victim-reader", nil, crashAt(strike))
	<-victim.lines // it is ready, or has ended
	startVictimWriter(t, newBlackboard(t), 1, load{sizes: l.sizes, perOpen: l.perOpen}, seed).finish()
	victim.in.Close()
	victim.join()
	return victim
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
