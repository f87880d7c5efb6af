package versus

import (
	"context"
	"fmt"
	"slices"
)

// Plan says what to measure.
type Plan struct {
	Writers []int // each at least 1
	Sizes   []int // of a message in bytes, each at least 1
	Rounds  int   // at least 1
}

// Steps is how many measurements the plan takes.
func (p Plan) Steps() int {
	return p.Rounds * len(Transports()) * len(p.Sizes) * (len(p.Writers) + 1)
}

// Cell is the result of one transport for one size and number of writers.
// As JSON it may only grow.
type Cell struct {
	Transport string  `json:"transport"`
	Size      int     `json:"size"`
	Writers   int     `json:"writers"`
	PerSecond float64 `json:"messages_per_second,omitempty"` // throughput, median of the rounds
	P50       int64   `json:"latency_p50_ns,omitempty"`      // latency, medians of the rounds
	P99       int64   `json:"latency_p99_ns,omitempty"`
	Ratio     float64 `json:"ratio"` // to Unix datagrams in the same rounds; above 1 is better
}

// cellKey is what is measured; no writers is latency.
type cellKey struct {
	size, writers int
}

// samples are the results of the rounds: rates, or the two latencies.
type samples struct{ rate, p50, p99 []float64 }

// Run measures the plan and calls step after each measurement. It ends early
// with the context.
func Run(ctx context.Context, p Plan, step func()) ([]Cell, error) {
	keys := p.keys()
	found := make(map[cellKey][]samples)
	for _, key := range keys {
		found[key] = make([]samples, len(Transports()))
	}
	for range p.Rounds {
		for _, key := range keys {
			for i, t := range Transports() {
				if ctx.Err() != nil {
					return nil, context.Cause(ctx)
				}
				if err := found[key][i].measure(t, key); err != nil {
					return nil, fmt.Errorf("%s: %w", t.Name, err)
				}
				step()
			}
		}
	}
	return cells(keys, found), nil
}

func (p Plan) keys() []cellKey {
	var keys []cellKey
	for _, writers := range append(slices.Clone(p.Writers), 0) {
		for _, size := range p.Sizes {
			keys = append(keys, cellKey{size, writers})
		}
	}
	return keys
}

func (s *samples) measure(t Transport, key cellKey) error {
	if key.writers > 0 {
		rate, err := throughput(t, key.writers, key.size)
		s.rate = append(s.rate, rate)
		return err
	}
	p50, p99, err := latency(t, key.size)
	s.p50, s.p99 = append(s.p50, float64(p50)), append(s.p99, float64(p99))
	return err
}

// cells are the medians, in the order of the keys, mailslot first.
func cells(keys []cellKey, found map[cellKey][]samples) []Cell {
	var result []Cell
	for _, key := range keys {
		all := found[key]
		for i, t := range Transports() {
			c := Cell{Transport: t.Name, Size: key.size, Writers: max(1, key.writers)}
			if key.writers > 0 {
				c.PerSecond = median(all[i].rate)
				c.Ratio = c.PerSecond / median(all[1].rate)
			} else {
				c.P50, c.P99 = int64(median(all[i].p50)), int64(median(all[i].p99))
				c.Ratio = median(all[1].p50) / median(all[i].p50)
			}
			result = append(result, c)
		}
	}
	return result
}

// median is the middle value, or the mean of the two in the middle.
func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	n := len(v)
	if n%2 == 1 {
		return v[n/2]
	}
	return (v[n/2-1] + v[n/2]) / 2
}
