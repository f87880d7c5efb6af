//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// passages says how often the victim of each load was seen to pass each point,
// at least. It differs from run to run: some points need a race.
type passages [loadCount]map[string]int

// points are the points that a victim passes under any load.
func (p passages) points() []string {
	all := map[string]bool{}
	for _, seen := range p {
		for point := range seen {
			all[point] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

const (
	latestPassage = 20
	mostVictims   = 100 // for one point under one load, where a race is needed
)

// strike strikes a victim under each load at each point, or at one in so many of
// these pairs. Who does not come to his point gets a successor, so every pair is
// struck: one strikes as it is told to and reports whether it hit.
func (p passages) strike(t *testing.T, r *rand.Rand, oneIn int, one func(point string, passage int, l load) bool) {
	t.Helper()
	pairs, victims := 0, 0
	for _, point := range p.points() {
		for i, l := range loads {
			if r.IntN(oneIn) != 0 {
				continue
			}
			pairs++
			first, struck := 1+r.IntN(min(latestPassage, max(1, p[i][point]))), false
			for n := 0; !struck && n < mostVictims; n++ {
				victims++
				struck = one(point, first, l)
				first = 1
			}
			if !struck {
				t.Errorf("%s: no victim under load %s came there", point, l.sizes)
			}
		}
	}
	t.Logf("%d points, %d pairs of point and load struck, for which %d victims were started", len(p.points()), pairs, victims)
}

// writerPassages and readerPassages are found by letting a victim of each load
// pass all its points.
func writerPassages(t *testing.T) (p passages) {
	t.Helper()
	s := newScene(t)
	for i, l := range loads {
		v := s.startVictim(t, l, 1, "?")
		v.join()
		p[i] = passed(t, v)
	}
	s.finish(t)
	p[0][racedFor] = max(p[0][racedFor], 1)
	return p
}

func readerPassages(t *testing.T) (p passages) {
	t.Helper()
	for i, l := range loads {
		computer(t)
		p[i] = passed(t, outlive(t, l, 1, "?"))
	}
	return p
}

// racedFor is a point that a writer comes to only when the reader is faster: not
// every victim does.
const racedFor = "producer recalls"

// passed reads the points that a helper listed on standard error.
func passed(t *testing.T, p *process) map[string]int {
	t.Helper()
	seen := map[string]int{}
	for line := range bytes.Lines(p.log.Bytes()) {
		if place, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("crashpoint ")); ok {
			point, passage, _ := bytes.Cut(place, []byte("@"))
			n, err := strconv.Atoi(string(passage))
			must(t, err)
			seen[string(point)] = n
		}
	}
	return seen
}

// These are struck by the tests of handing over.
var holderPoints = []string{"hand-over: frozen", "hand-over: sent", "hand-over: offered"}

const (
	heirAnswers  = "hand-over: before the answer"
	heirHasTaken = "hand-over: taken"
)

// elsewhere are points that no victim here can pass, and why.
var elsewhere = map[string]string{
	"call fallocate": "before Linux 5.14 only",
}

const leastPoints = 40

// TestCrashPointsAreAllStruck compares the places that the source names with
// those at which the lane strikes.
func TestCrashPointsAreAllStruck(t *testing.T) {
	lingers.Store(true)
	defer lingers.Store(false)
	struck := slices.Concat(writerPassages(t).points(), readerPassages(t).points(), holderPoints, []string{heirAnswers, heirHasTaken})
	named := slices.Concat(
		namesIn(t, "ring", `\bstep\("([^"]+)"`, ""),
		namesIn(t, "local", `\bcrashpoint\.Here\("([^"]+)"`, ""),
		namesIn(t, "shm", `\bfault\("([^"]+)"`, "call "))
	for _, point := range named {
		if !slices.Contains(struck, point) && elsewhere[point] == "" {
			t.Errorf("nobody is struck at %q", point)
		}
	}
	slices.Sort(struck)
	if n := len(slices.Compact(struck)); n < leastPoints || n > len(named) {
		t.Errorf("%d points are struck and %d named, want at least %d and no more than are named", n, len(named), leastPoints)
	}
}

// namesIn are the names that a package gives to its points, each once.
func namesIn(t *testing.T, pkg, pattern, prefix string) (names []string) {
	t.Helper()
	files, err := filepath.Glob("../../internal/" + pkg + "/*.go")
	must(t, err)
	for _, f := range files {
		source, err := os.ReadFile(f)
		must(t, err)
		if bytes.HasSuffix([]byte(f), []byte("_test.go")) {
			continue
		}
		for _, m := range regexp.MustCompile(pattern).FindAllSubmatch(source, -1) {
			names = append(names, prefix+string(m[1]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
