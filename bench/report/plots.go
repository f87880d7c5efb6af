package report

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
)

// plots are the charts of the page by file name. One whose cells were not all
// run is left out.
func plots(r *Results) map[string]plot {
	sizes := []int{16, 256, 4096, 65536, 1 << 20}
	all := map[string]plot{}
	for _, writers := range []int{1, 4} {
		all[fmt.Sprintf("perf-throughput-%d.svg", writers)] = plot{
			title: fmt.Sprintf("Messages a second into one reader, writers: %d", writers),
			x:     "size of a message", y: "messages/s", ticks: sizes, inBytes: true,
			series: across(r, sizes, fmt.Sprintf("tput/%d/%%d", writers)),
		}
	}
	writers := []int{1, 2, 4, 8, 16, 32, 64}
	all["perf-writers.svg"] = plot{
		title: "Messages of 256 bytes a second into one reader",
		x:     "writing processes", y: "messages/s", ticks: writers,
		series: throughoutOnly(across(r, writers, "tput/%d/256")),
	}
	handles := []int{1, 10, 100, 1000, 10000}
	all["perf-handles.svg"] = plot{
		title: "Writing and reading 256 bytes next to idle handles",
		x:     "idle handles on the slot", y: "ns a message", ticks: handles,
		series: across(r, handles, "hot/%d"),
	}
	rings := []int{1, 4, 100, 1000}
	all["perf-info.svg"] = plot{
		title: "GetMailslotInfo next to active handles",
		x:     "handles with unread messages", y: "ns", ticks: rings,
		series: throughoutOnly(across(r, rings, "info/%d")),
	}
	for name, p := range all {
		if len(p.series) == 0 {
			delete(all, name)
		}
	}
	return all
}

// across collects each program's medians over the cells that pattern names,
// one for each tick; nothing if no such cell was run.
func across(r *Results, ticks []int, pattern string) []series {
	var names []string
	for _, tick := range ticks {
		if c := r.Cell(fmt.Sprintf(pattern, tick)); c != nil {
			for _, row := range c.Rows {
				if !slices.Contains(names, row.Program) {
					names = append(names, row.Program)
				}
			}
		}
	}
	var all []series
	for _, name := range names {
		s := series{name: name}
		for _, tick := range ticks {
			v := math.NaN()
			if c := r.Cell(fmt.Sprintf(pattern, tick)); c != nil {
				v = Median(c.Row(name).Samples)
			}
			s.values = append(s.values, v)
		}
		all = append(all, s)
	}
	return slices.DeleteFunc(all, func(s series) bool { return s.last() < 0 })
}

// throughoutOnly keeps the lines that reach the last tick.
func throughoutOnly(all []series) []series {
	return slices.DeleteFunc(all, func(s series) bool { return s.last() != len(s.values)-1 })
}

func writePlots(r *Results, dir string) error {
	for name, p := range plots(r) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		p.write(f)
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}
