package report

import (
	"fmt"
	"math"
	"strings"
)

// step is one operation of a write or read and what it costs at the floor.
type step struct {
	what  string
	floor string // name of the floor's operation
	times float64
}

// budgets are the operations that one message of 256 bytes needs at the least.
func budgets() map[string][]step {
	return map[string][]step{
		"write": {
			{"the order word: one atomic add (owner-only slot)", "atomic_add", 1},
			{"copying the message into the ring", "go_copy_256", 1},
			{"publishing: one sequentially consistent store", "atomic_store", 1},
		},
		"read": {
			{"taking the line of the record from the writer's core, shared by the 4 lines of a message that the processor fetches ahead", "cache_line_p50", 0.25},
			{"copying the message out of the ring", "go_copy_256", 1},
		},
	}
}

// budgetTable adds the floor up beside what was measured.
func budgetTable(r *Results) string {
	var b strings.Builder
	for _, side := range []string{"write", "read"} {
		fmt.Fprintf(&b, "\n| one %s of 256 bytes needs at the least | ns |\n|---|--:|\n", side)
		total := 0.0
		for _, s := range budgets()[side] {
			ns := s.times * r.floor(s.floor)
			total += ns
			fmt.Fprintf(&b, "| %s (`%s` × %g) | %s |\n", s.what, s.floor, s.times, number(ns))
		}
		fmt.Fprintf(&b, "| **together** | **%s** |\n", number(total))
		fmt.Fprintf(&b, "| measured, `absent/256`, both ends on one core | %s |\n", number(sideCost(r, side)))
	}
	return b.String()
}

// sideCost is what one call took when both ends ran on one core.
func sideCost(r *Results, side string) float64 {
	c := r.Cell("absent/256")
	if c == nil {
		return math.NaN()
	}
	return Median(c.Row(product).Extra[side+"_p50"])
}
