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

// budgets are the operations that a message of 256 bytes takes with both ends
// on one core. What is measured beyond their sum is calls and checks.
func budgets() map[string][]step {
	lock := step{"entering and leaving the handle's lock: two atomic operations", "atomic_add", 2}
	message := step{"copying the message", "go_copy_256", 1}
	return map[string][]step{
		"write": {
			lock,
			{"the stamp: the clock that orders messages", "go_monotonic", 1},
			message,
			{"publishing: a sequentially consistent store", "atomic_store", 1},
		},
		"read": {lock, message},
	}
}

// budgetTable adds the floor up beside what was measured.
func budgetTable(r *Results) string {
	var b strings.Builder
	for _, side := range []string{"write", "read"} {
		fmt.Fprintf(&b, "\n| one %s of 256 bytes | ns |\n|---|--:|\n", side)
		total := 0.0
		for _, s := range budgets()[side] {
			ns := s.times * r.floor(s.floor)
			total += ns
			fmt.Fprintf(&b, "| %s (`%s` × %g) | %s |\n", s.what, s.floor, s.times, number(ns))
		}
		fmt.Fprintf(&b, "| **together** | **%s** |\n", number(total))
		fmt.Fprintf(&b, "| measured, `absent/256`, both ends on one core | %s |\n", number(sideCost(r, side)))
	}
	fmt.Fprintf(&b, "\nBetween two cores each message also moves its cache lines: one line alone takes %s ns (`cache_line_p50`), several in a row less each.\n",
		number(r.floor("cache_line_p50")))
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
