package report

import (
	"fmt"
	"math"
)

// Level is how far a measurement got.
type Level int

// The columns of spec/local-transport.md section 8.
const (
	NotRun Level = iota
	Below
	ShortOfAmbitious // where nothing less was asked for
	ShortOfStretch   // likewise
	Must
	Ambitious
	Stretch
)

// String is the level's name.
func (l Level) String() string {
	return [...]string{"not run", "below must", "below ambitious", "below stretch", "must", "ambitious", "stretch"}[l]
}

// Bounds are the three goals of a row. One that is zero does not exist.
type Bounds struct{ Must, Ambitious, Stretch float64 }

// level judges a measured value, which is better when it is less, or more.
func (b Bounds) level(v float64, less bool) Level {
	reached := func(bound float64) bool {
		return bound != 0 && (less && v <= bound || !less && v >= bound)
	}
	switch {
	case math.IsNaN(v):
		return NotRun
	case reached(b.Stretch):
		return Stretch
	case reached(b.Ambitious):
		return Ambitious
	case reached(b.Must):
		return Must
	case b.Must == 0 && b.Ambitious == 0:
		return ShortOfStretch
	case b.Must == 0:
		return ShortOfAmbitious
	}
	return Below
}

// Goal is one row of the goals in one cell.
type Goal struct {
	Metric string
	Cell   string
	Anchor string // the program, or what it is measured against
	Bounds Bounds
	Unit   string // of the bounds: "x" is a ratio
	Less   bool   // is better

	// value takes the measured value from the run; NaN if it was not run.
	value func(r *Results) float64
}

// Verdict is a goal with what was measured.
type Verdict struct {
	Goal
	Measured float64
	Level    Level
}

// Judge holds a run against every goal.
func Judge(r *Results) []Verdict {
	var out []Verdict
	for _, g := range Goals() {
		v := g.value(r)
		out = append(out, Verdict{g, v, g.Bounds.level(v, g.Less)})
	}
	return out
}

// Goals are the rows of spec/local-transport.md section 8, cell by cell.
func Goals() []Goal {
	var g []Goal
	g = append(g, throughputGoals()...)
	g = append(g, latencyGoals()...)
	g = append(g, costGoals()...)
	for _, size := range []int{16, 256} {
		cell := fmt.Sprintf("capi/%d", size)
		g = append(g, Goal{"WriteFile and ReadFile in C, 4 writers, " + sizeName(size), cell, "dgram", Bounds{Must: 5}, "x", false,
			ratio(cell, "libmailslot", "dgram")})
	}
	return g
}

// product is the program that is judged, in its default form.
const product = "mailslot"

// faster and cheaper are goals on the ratio of the product to an anchor: of
// rates, which should be more, and of times, which should be less.
func faster(metric, cell, anchor string, b Bounds) Goal {
	return Goal{metric, cell, anchor, b, "x", false, ratio(cell, product, anchor)}
}

func cheaper(metric, cell, anchor string, b Bounds) Goal {
	return Goal{metric, cell, anchor, b, "x", true, ratio(cell, product, anchor)}
}

func ratio(cell, program, anchor string) func(*Results) float64 {
	return func(r *Results) float64 {
		c := r.Cell(cell)
		if c == nil {
			return math.NaN()
		}
		return Ratio(c.Row(program).Samples, c.Row(anchor).Samples)
	}
}

// atMost is a goal on the value itself.
func atMost(metric, cell, program, unit string, b Bounds) Goal {
	value := func(r *Results) float64 {
		c := r.Cell(cell)
		if c == nil {
			return math.NaN()
		}
		return Median(c.Row(program).Samples)
	}
	return Goal{metric, cell, program, b, unit, true, value}
}

func throughputGoals() []Goal {
	var g []Goal
	sizes := []struct {
		size        int
		four, one   Bounds
		gonet, ring Bounds
	}{
		{16, Bounds{15, 35, 60}, Bounds{6, 12, 25}, Bounds{6, 25, 60}, Bounds{0.2, 0.5, 1}},
		{256, Bounds{15, 35, 60}, Bounds{6, 12, 25}, Bounds{6, 25, 60}, Bounds{0.2, 0.5, 1}},
		{4096, Bounds{3, 5, 8}, Bounds{3, 5, 8}, Bounds{6, 9, 60}, Bounds{}},
		{65536, Bounds{1.2, 1.8, 2.5}, Bounds{1.2, 1.8, 2.5}, Bounds{}, Bounds{}},
	}
	for _, writers := range []int{4, 1} {
		for _, s := range sizes {
			cell, base := fmt.Sprintf("tput/%d/%d", writers, s.size), s.one
			if writers == 4 {
				base = s.four
			}
			name := fmt.Sprintf("throughput, %s, %s", count(writers, "writer"), sizeName(s.size))
			g = append(g, faster(name, cell, "dgram", base))
			if s.gonet.Must != 0 {
				g = append(g, faster(name, cell, "gounix", s.gonet))
			}
			if s.ring.Must != 0 {
				g = append(g, faster(name, cell, "shmring", s.ring))
			}
		}
	}
	return g
}

func latencyGoals() []Goal {
	return []Goal{
		cheaper("half round trip, awake, free", "rtt/free", "dgram", Bounds{1 / 1.5, 1 / 2.5, 0}),
		cheaper("half round trip, awake, pinned", "rtt/pinned", "dgram", Bounds{1 / 1.5, 1.0 / 12, 0}),
		lineGoal(),
		cheaper("one way to a sleeping reader", "wake/free", "dgram", Bounds{2, 1.3, 1}),
		cheaper("write call, reader asleep", "asleep/free", "dgram", Bounds{2, 1.4, 1}),
		cheaper("write call, reader absent, 16 B", "absent/16", "dgram", Bounds{1.0 / 6, 1.0 / 12, 1.0 / 25}),
		atMost("write call, reader absent, 16 B", "absent/16", product, "ns", Bounds{0, 80, 0}),
	}
}

// lineGoal is the limit of any hand-over between two cores.
func lineGoal() Goal {
	value := func(r *Results) float64 {
		c := r.Cell("rtt/pinned")
		if c == nil {
			return math.NaN()
		}
		return Median(c.Row(product).Samples) / r.floor("cache_line_p50")
	}
	return Goal{"half round trip, awake, pinned", "rtt/pinned", "one cache line handed over", Bounds{0, 0, 3}, "x", true, value}
}

func costGoals() []Goal {
	return []Goal{
		backlogGoal(4096),
		backlogGoal(65536),
		// Wine 8.0 needs 12.6 us (spec/local-transport.md section 2): 1/50 of it, then 20 ns and 3 ns a ring.
		atMost("GetMailslotInfo, 1 active ring", "info/1", product, "ns", Bounds{250, 23, 0}),
		atMost("GetMailslotInfo, 100 active rings", "info/100", product, "ns", Bounds{0, 320, 0}),
		atMost("GetMailslotInfo, 1 active ring, shared slot", "info/1", "mailslot-shared", "ns", Bounds{0, 303, 0}),
		cheaper("open, write, close, read once", "oneshot", "floor", Bounds{3, 2, 1}),
		atMost("memory of an idle slot", "memory/slots", product, "KB", Bounds{16, 6, 0}),
		atMost("memory of an idle handle", "memory/handles", product, "KB", Bounds{16, 6, 0}),
		hotGoal(),
	}
}

// backlogGoal is how near a writer gets to the speed at which the kernel hands
// out fresh memory.
func backlogGoal(size int) Goal {
	cell := fmt.Sprintf("backlog/%d", size)
	return Goal{"growing backlog, " + sizeName(size), cell, "first touch", Bounds{0.5, 0.7, 0.9}, "x", false,
		ratio(cell, "mailslot-unlimited", "floor")}
}

// hotGoal compares two cells of the product: 8,000 idle handles with none.
func hotGoal() Goal {
	value := func(r *Results) float64 {
		few, many := r.Cell("hot/1"), r.Cell("hot/8000")
		if few == nil || many == nil {
			return math.NaN()
		}
		return Ratio(many.Row(product).Samples, few.Row(product).Samples)
	}
	return Goal{"hot handle among 8,000 idle", "hot/8000", "1 idle", Bounds{1.5, 1.1, 0}, "x", true, value}
}
