//go:build linux

package main

import (
	"regexp"
	"testing"
)

// Each kind of measurement runs once on the programs of a quick run, small;
// what it measures is not looked at, only that there is something.
func TestEachKindOfCellRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: -short")
	}
	p, err := compile("peers", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRunner(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.close() })
	chosen := choose(options{quick: true, cells: regexp.MustCompile(`^(tput/4/16|rtt/free|absent/16|oneshot|info/1)$`)})
	for _, c := range chosen {
		for _, l := range c.lanes {
			t.Run(c.id+" "+l.program, func(t *testing.T) { checkLane(t, r, l) })
		}
	}
}

func checkLane(t *testing.T, r *runner, l lane) {
	if why := r.why(l.program); why != "" {
		t.Skip("not run: " + why)
	}
	a, err := r.run(l)
	if err != nil {
		t.Fatal(err)
	}
	if l.value(a) <= 0 {
		t.Errorf("nothing was measured: %v", a)
	}
}
