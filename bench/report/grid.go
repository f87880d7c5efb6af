package report

import (
	"fmt"
	"slices"
	"strings"
)

// column is one cell in a grid of cells that stand side by side.
type column struct{ head, cell string }

// grid has a line for each program and a column for each cell: the median, and
// the ratio to the cell's base. Cells that were not run are left out.
func grid(r *Results, corner string, columns []column) string {
	columns = slices.DeleteFunc(columns, func(c column) bool { return r.Cell(c.cell) == nil })
	if len(columns) == 0 {
		return "\nNot run.\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n| %s |", corner)
	for _, c := range columns {
		fmt.Fprintf(&b, " %s |", c.head)
	}
	b.WriteString("\n|---|" + strings.Repeat("--:|", len(columns)) + "\n")
	for _, program := range programs(r, columns) {
		fmt.Fprintf(&b, "| %s |", program)
		for _, c := range columns {
			fmt.Fprintf(&b, " %s |", figure(r.Cell(c.cell), program))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// programs are those that have a figure in any of the cells.
func programs(r *Results, columns []column) (names []string) {
	for _, c := range columns {
		for _, row := range r.Cell(c.cell).Rows {
			if len(row.Samples) != 0 && !slices.Contains(names, row.Program) {
				names = append(names, row.Program)
			}
		}
	}
	return names
}

// figure is what one program has in one cell.
func figure(c *Cell, program string) string {
	row := c.Row(program)
	if len(row.Samples) == 0 {
		return "–"
	}
	text := number(Median(row.Samples))
	if base := c.Row(c.Base).Samples; len(base) != 0 && program != c.Base {
		text += fmt.Sprintf(" (%s)", number(Ratio(row.Samples, base)))
	}
	return text + memoryNote(row)
}

// memoryNote is the memory that a queue took up, where it is worth a word.
func memoryNote(row Row) string {
	if v := Median(row.Extra["shared_kb"]); v >= largeQueue {
		return fmt.Sprintf(", %s MB", number(v/1024))
	}
	return ""
}

// largeQueue is how much shared memory is mentioned, in kilobytes.
const largeQueue = 1 << 14

// numbered are columns over cells whose id ends in a number.
func numbered(pattern string, head func(int) string, numbers ...int) (columns []column) {
	for _, n := range numbers {
		columns = append(columns, column{head(n), fmt.Sprintf(pattern, n)})
	}
	return columns
}

func plain(n int) string { return thousands(int64(n)) }

// grids are the tables of the page by name.
func grids() map[string]func(*Results) string {
	of := func(corner string, columns []column) func(*Results) string {
		return func(r *Results) string { return grid(r, corner, slices.Clone(columns)) }
	}
	sizes := []int{16, 256, 4096, 65536, 1 << 20}
	return map[string]func(*Results) string{
		"one writer":   of("messages/s (ratio)", numbered("tput/1/%d", sizeName, sizes...)),
		"four writers": of("messages/s (ratio)", numbered("tput/4/%d", sizeName, sizes...)),
		"writers":      of("messages/s (ratio), by writers", numbered("tput/%d/256", plain, 1, 2, 4, 8, 16, 32, 64)),
		"latency": of("ns (ratio)", []column{
			{"awake, free", "rtt/free"}, {"awake, pinned", "rtt/pinned"},
			{"asleep, free", "wake/free"}, {"asleep, pinned", "wake/pinned"},
			{"write call, free", "asleep/free"}, {"write call, pinned", "asleep/pinned"},
		}),
		"alone": of("ns (ratio)", []column{
			{"absent, 16 B", "absent/16"}, {"absent, 256 B", "absent/256"},
			{"stopped, 16 B", "away/16"}, {"stopped, 256 B", "away/256"},
		}),
		"backlog": of("MB/s (ratio)", numbered("backlog/%d", sizeName, 16, 256, 4096, 65536)),
		"handles": of("ns (ratio), by idle handles", numbered("hot/%d", plain, 1, 10, 100, 1000, 8000, 10000)),
		"info":    of("ns (ratio), by active handles", numbered("info/%d", plain, 1, 4, 100, 1000)),
		"once":    of("ns (ratio)", []column{{"open, write, close, read", "oneshot"}}),
		"memory": of("KB", []column{
			{"an idle slot", "memory/slots"}, {"an idle handle", "memory/handles"}, {"a handle with a ring", "memory/rings"},
		}),
		"library": of("messages/s (ratio)", numbered("capi/%d", sizeName, 16, 256)),
	}
}
