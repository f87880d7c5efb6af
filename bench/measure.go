//go:build linux

package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"mailslot/bench/report"
)

// sources is where the peers' C files lie, seen from the module's root.
const sources = "bench/peers"

// quickPrograms are those of a quick run.
func quickPrograms() []string {
	return []string{"mailslot", "dgram", "seqpacket", "zmq", "gounix", "shmring", "floor"}
}

// measure runs every chosen cell in every round.
func measure(o options) (*report.Results, error) {
	p, err := compile(sources, o.build)
	if err != nil {
		return nil, err
	}
	r, err := newRunner(p)
	if err != nil {
		return nil, err
	}
	defer r.close()
	chosen := choose(o)
	out := &report.Results{When: time.Now().UTC(), Machine: machine()}
	for _, c := range chosen {
		out.Cells = append(out.Cells, blank(c))
	}
	if err := rounds(r, chosen, o, out); err != nil {
		return nil, err
	}
	if !o.quick {
		out.Profile = profiles(r)
	}
	return out, nil
}

// rounds runs as many rounds as asked for, or fewer if one more would not end
// in time.
func rounds(r *runner, chosen []cell, o options, out *report.Results) error {
	start := time.Now()
	for out.Rounds = 0; out.Rounds < o.rounds; out.Rounds++ {
		if done := time.Duration(out.Rounds); done > 0 && time.Since(start)*(done+1)/done > o.time {
			fmt.Fprintf(os.Stderr, "no further round: it would not end within %v\n", o.time)
			return nil
		}
		fmt.Fprintf(os.Stderr, "round %d of %d, after %v\n", out.Rounds+1, o.rounds, time.Since(start).Round(time.Second))
		if err := oneRound(r, chosen, out); err != nil {
			return err
		}
	}
	return nil
}

// choose picks the cells and programs of this run.
func choose(o options) []cell {
	var chosen []cell
	for _, c := range cells() {
		if !o.cells.MatchString(c.id) || o.quick && !c.quick {
			continue
		}
		if o.quick {
			c.lanes = slices.DeleteFunc(c.lanes, func(l lane) bool { return !slices.Contains(quickPrograms(), l.program) })
		}
		chosen = append(chosen, c)
	}
	return chosen
}

func blank(c cell) report.Cell {
	b := report.Cell{ID: c.id, Title: c.title, Unit: c.unit, More: c.more, Base: c.base}
	for _, l := range c.lanes {
		b.Rows = append(b.Rows, report.Row{Program: l.program, Extra: map[string][]float64{}})
	}
	return b
}

// oneRound runs every program of every cell next to each other, and of some
// cells more than once.
func oneRound(r *runner, chosen []cell, out *report.Results) error {
	if err := measureFloor(r, out); err != nil {
		return err
	}
	for pass := 0; slices.ContainsFunc(chosen, func(c cell) bool { return c.again >= pass }); pass++ {
		onePass(r.run, chosen, pass, out)
	}
	return nil
}

// onePass runs the cells that are run so often. One that asks a program for the
// same as the cell before it shares the answer. Later ones do not: by then the
// computer may do other things, and their ratios are to programs that run now.
func onePass(run func(lane) (answer, error), chosen []cell, pass int, out *report.Results) {
	var before map[string]answer
	for i, c := range chosen {
		if c.again < pass {
			continue
		}
		fmt.Fprintf(os.Stderr, "  cell %d of %d: %s\n", i+1, len(chosen), c.id)
		known := map[string]answer{}
		for k, l := range c.lanes {
			row := &out.Cells[i].Rows[k]
			if row.NotRun != "" {
				continue
			}
			question := fmt.Sprint(l.program, l.args)
			a, asked := before[question]
			if !asked {
				var err error
				if a, err = run(l); err != nil {
					giveUp(row, err)
					continue
				}
			}
			known[question] = a
			note(row, l, a)
		}
		before = known
	}
}

// giveUp keeps why a program has no figure in this cell. One that failed is
// told at once; its other rounds would only fail again.
func giveUp(row *report.Row, err error) {
	row.Samples, row.Extra = nil, nil
	if reason := notRun(""); errors.As(err, &reason) {
		row.NotRun = "not run: " + string(reason)
		return
	}
	row.NotRun = "failed: " + err.Error()
	fmt.Fprintln(os.Stderr, "   ", row.Program, row.NotRun)
}

func note(row *report.Row, l lane, a answer) {
	row.Samples = append(row.Samples, l.value(a))
	for _, k := range slices.Sorted(maps.Keys(a)) {
		row.Extra[k] = append(row.Extra[k], a[k])
	}
}

// measureFloor adds a sample of every elementary operation, in C and in Go.
func measureFloor(r *runner, out *report.Results) error {
	for _, l := range []lane{{program: "floor"}, {program: "gofloor", args: []any{"floor"}}} {
		a, err := r.run(l)
		if errors.As(err, new(notRun)) {
			continue
		}
		if err != nil {
			return err
		}
		for _, k := range slices.Sorted(maps.Keys(a)) {
			out.AddFloor(k, a[k])
		}
	}
	return nil
}
