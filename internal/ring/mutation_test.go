//go:build mailslot_hooks

package ring

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A mutant is this package with one mistake in it, and the test of the model
// that must notice.
type mutant struct {
	edits  []edit
	caught string // -run
	always bool   // else only with MAILSLOT_LONG=1
}

type edit struct{ file, old, new string }

const (
	two   = "EveryScheduleOfTwo/"
	info  = "EveryScheduleWithInfo/"
	liars = "EveryScheduleWithALiar/"
)

// The first five are mistakes that prototypes have made (spec 6.3, 6.4). The
// exhaustive search notices each for certain; random schedules notice all of
// them too, within a few thousand runs.
var mutants = map[string]mutant{
	"the second scan re-reads only rings that looked empty": {always: true, caught: two + "warm_rings$", edits: []edit{
		{"merge.go", "s.scan()\n\t\tstamp, ok := s.peek(m.Retire)", "if s.limit == s.position() {\n\t\t\ts.scan()\n\t\t}\n\t\tstamp, ok := s.peek(m.Retire)"},
	}},
	"stamps of M1 are not clamped": {always: true, caught: liars + "future", edits: []edit{
		{"merge.go", "return min(stamp, m.now)", "return stamp"},
	}},
	"stamps are clamped to the last delivered one": {always: true, caught: liars + "future", edits: []edit{
		{"merge.go", "active []*Stream\n", "last uint64\n\tactive []*Stream\n"},
		{"merge.go", "before := s.position() < s.limit\n\ts.take()", "before := s.position() < s.limit\n\tm.last = s.Stamp()\n\ts.take()"},
		{"merge.go", "return min(stamp, m.now)", "return max(m.last, min(stamp, m.now))"},
		{"merge.go", "\treturn stamp\n", "\treturn max(m.last, stamp)\n"},
	}},
	"no second look after arming": {always: true, caught: two + "warm_rings$", edits: []edit{
		{"merge.go", "s.scan()\n\tm.report(s)\n\tif s.end() != s.position() {", "m.report(s)\n\tif s.end() != s.position() {"},
	}},
	"tail and count are published one after the other": {always: true, caught: info + "info_and_a_kill", edits: []edit{
		{"producer.go", "p.Publish.Store(publishWord(p.tail, p.count))", "p.Publish.Store(publishWord(p.tail, p.count-1))\n\tstep(\"producer counts\")\n\tp.Publish.Store(publishWord(p.tail, p.count))"},
	}},
	"the clock is read before the first scan": {caught: two + "warm_rings$", edits: []edit{
		{"merge.go", "seen := false\n", "m.now = m.Now()\n\tseen := false\n"},
		{"merge.go", "m.now = m.Now()\n\tm.Poll()", "m.Poll()"},
	}},
	"the connections are not polled between the scans": {caught: two + "inline_and", edits: []edit{
		{"merge.go", "m.Poll()\n", "\n"},
	}},
	"a record's room is given back before it is taken": {caught: two + "rings_that_grow", edits: []edit{
		{"consumer.go", "c.have = true\n", "c.have = true\n\tc.Head.Store(c.head + size)\n"},
	}},
	"the producer leaves the ring armed": {caught: two + "streams_that", edits: []edit{
		{"producer.go", "(armed, mark)", "(armed, mark|armed)"},
	}},
	"a bell is announced after it was taken on": {caught: two + "hint_and_a", edits: []edit{
		{"producer.go", "\t\tstep(\"producer announces\")\n\t\ta.Announce()\n\t\tmark = claimed\n", "\t\tmark = claimed\n"},
		{"producer.go", "(armed, mark) {\n", "(armed, mark) {\n\t\tif a != nil {\n\t\t\tstep(\"producer announces\")\n\t\t\ta.Announce()\n\t\t}\n"},
	}},
	"an announced bell is heard twice": {caught: two + "hint", edits: []edit{
		{"consumer.go", "c.Armed.Load() == claimed && c.Armed.CompareAndSwap(claimed, 0)", "c.Armed.Load() == claimed"},
	}},
	"a ring that was asked for a bell is forgotten": {caught: two + "hint", edits: []edit{
		{"stream.go", "\t\ts.asked = n\n", ""},
	}},
	"a ring is passed over before it was looked at again": {caught: info + "info_between", edits: []edit{
		{"stream.go", "if len(s.chain) == 1 || s.chain[1].tail == 0 {", "if len(s.chain) == 1 {"},
	}},
	"Info counts by the last scan": {caught: info + "info$", edits: []edit{
		{"tally.go", "t.count(&r, r.publish.Load())", "t.count(&r, publishWord(growing.tail, growing.count))"},
	}},
	"Info does not look again at what it has counted": {caught: info + "info_again$", edits: []edit{
		{"tally.go", "word != r.word {", "word == 0 {"},
	}},
	"Info counts what has been taken": {caught: info + "info_again$", edits: []edit{
		{"merge.go", "\tm.tally.valid = false\n\tstamp, ok := s.peek", "\tstamp, ok := s.peek"},
	}},
	"an ended stream is not looked at again": {caught: two + "rings_that_grow", edits: []edit{
		{"stream.go", "func (s *Stream) End() { s.ended = true }", "func (s *Stream) End() { s.ended, s.frozen = true, true }"},
	}},
	"a bell that is on its way is forgotten": {caught: two + "streams_that", edits: []edit{
		{"stream.go", "s.chain[n-1].Arm() {\n\t\ts.bells++", "s.chain[n-1].Arm() {\n\t\ts.bells = 0"},
	}},
	"closing does not mark the ring": {caught: info + "close_of_one", edits: []edit{
		{"consumer.go", "c.Armed.Swap(closed)", "c.Armed.Swap(0)"},
	}},
}

func TestModelCatchesMistakes(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("not run: there is no go command to build the mutants with")
	}
	for name, m := range mutants {
		t.Run(name, func(t *testing.T) {
			dir := m.plant(t)
			if !m.always && !long() {
				return // it can still be planted; whether it is noticed takes a minute
			}
			cmd := exec.Command(goTool, "test", "-vet=off", "-tags=mailslot_hooks", "-failfast", "-run="+m.caught, "./internal/ring")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off", "MAILSLOT_LONG=")
			out, err := cmd.CombinedOutput()
			failed := regexp.MustCompile(`--- FAIL: \S+/?.*\n\s*(\S+: .*)`).FindSubmatch(out)
			if err == nil || failed == nil {
				t.Fatalf("the model does not notice:\n%s", out)
			}
			t.Logf("%s", failed[0])
		})
	}
}

// plant copies the package into a module of its own, with the mistake in it.
func (m mutant) plant(t *testing.T) (dir string) {
	dir = t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module mailslot\n\ngo 1.26\n")
	files, _ := filepath.Glob("*.go")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range m.edits {
			if name != e.file {
				continue
			}
			if strings.Count(string(text), e.old) != 1 {
				t.Fatalf("%s has changed: say anew where the mistake goes", name)
			}
			text = []byte(strings.Replace(string(text), e.old, e.new, 1))
		}
		if name != "mutation_test.go" {
			write(t, filepath.Join(dir, "internal", "ring", name), string(text))
		}
	}
	return dir
}

func write(t *testing.T, path, text string) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
