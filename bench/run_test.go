//go:build linux

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mailslot/bench/load"
	"mailslot/bench/report"
)

// The lanes in Go start this test's own program again.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == load.ChildFlag {
		exit(load.Run(os.Stdout, os.Args[2:]))
	}
	os.Exit(m.Run())
}

func TestParseAnswerReadsLines(t *testing.T) {
	got, err := parseAnswer([]byte("rate 12\nshared_kb 0.5\n"))
	if d := cmp.Diff(answer{"rate": 12, "shared_kb": 0.5}, got); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestParseAnswerKeepsTheReasonOfASkip(t *testing.T) {
	_, err := parseAnswer([]byte("skip a packet holds at most 4096 bytes\n"))
	if reason := notRun(""); !errors.As(err, &reason) || string(reason) != "a packet holds at most 4096 bytes" {
		t.Error(err)
	}
}

func TestParseAnswerRefusesOtherText(t *testing.T) {
	if _, err := parseAnswer([]byte("panic: oh\n")); err == nil || errors.As(err, new(notRun)) {
		t.Error(err)
	}
}

func TestCellsAreUniqueAndHaveTheirBase(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range cells() {
		if seen[c.id] {
			t.Errorf("two cells are called %s", c.id)
		}
		seen[c.id] = true
		base := false
		for _, l := range c.lanes {
			base = base || l.program == c.base
			program := strings.TrimSuffix(l.program, polling)
			if _, c := cPeers()[program]; !c && !isGo(program) {
				t.Errorf("nobody knows how to start %s", program)
			}
		}
		if !base {
			t.Errorf("%s has ratios to %s, which is not in it", c.id, c.base)
		}
	}
}

// A cell may take the answer of the cell before it, not of an earlier one: its
// ratios are to what runs now.
func TestNeighboursShareAnAnswer(t *testing.T) {
	asked := map[string]int{}
	run := func(l lane) (answer, error) {
		asked[l.program]++
		return answer{"rate": float64(asked[l.program])}, nil
	}
	with := func(id string, programs ...string) cell {
		return cell{id: id, lanes: lanes(programs, "rate", "tput", NAME)}
	}
	chosen := []cell{with("a", "x", "y"), with("b", "x"), with("c", "x"), with("d", "y")}
	var out report.Results
	for _, c := range chosen {
		out.Cells = append(out.Cells, blank(c))
	}
	onePass(run, chosen, 0, &out)
	if asked["x"] != 1 || asked["y"] != 2 {
		t.Errorf("asked %v, want x once and y twice", asked)
	}
	if got := out.Cells[3].Rows[0].Samples; len(got) != 1 || got[0] != 2 {
		t.Errorf("the last cell has %v, want what was asked last", got)
	}
}

func isGo(program string) bool {
	p := peers{missing: map[string]string{}}
	return p.argv(lane{program: program}, "")[0] == "/proc/self/exe"
}

func TestProgramThatCannotBeBuiltIsNotRun(t *testing.T) {
	p, err := compile(t.TempDir(), t.TempDir()) // there are no sources
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{peers: p, dir: t.TempDir()}
	if _, err := r.run(lane{program: "dgram"}); !errors.As(err, new(notRun)) {
		t.Errorf("the program ran: %v", err)
	}
}

func TestMissingLibraryIsNamed(t *testing.T) {
	dir := t.TempDir()
	source := "#include <zmq.h.missing>\nint main(void) { return 0; }\n"
	if err := os.WriteFile(filepath.Join(dir, "zmq.c"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	err := compileOne(dir, filepath.Join(dir, "zmq"), []string{"zmq.c"})
	if err == nil || err.Error() != "libzmq missing" && err.Error() != "gcc missing" {
		t.Error(err)
	}
}
