package versus

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

func TestEveryTransportOfEveryCellIsMeasured(t *testing.T) {
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	p := Plan{Writers: []int{1, 3}, Sizes: []int{16, 4096}, Rounds: 2}
	steps := 0
	result, err := Run(t.Context(), p, func() { steps++ })
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("not run: no local transport on this system")
	}
	if err != nil {
		t.Fatal(err)
	}
	if steps != p.Steps() || steps != 2*3*2*3 {
		t.Errorf("%d steps, the plan says %d", steps, p.Steps())
	}
	if len(result) != 3*2*3 {
		t.Fatalf("%d cells", len(result))
	}
	for _, c := range result {
		measured := c.PerSecond > 0 && c.P50 == 0 || c.PerSecond == 0 && c.P50 > 0 && c.P99 >= c.P50
		if !measured || c.Ratio <= 0 {
			t.Errorf("not measured: %+v", c)
		}
		if c.Transport == Transports()[1].Name && c.Ratio != 1 {
			t.Errorf("the anchor's ratio is %v", c.Ratio)
		}
	}
}

func TestPeersDeliverEveryMessage(t *testing.T) {
	for _, tr := range Transports()[1:] {
		for _, writers := range []int{1, 4} {
			if rate, err := throughput(tr, writers, 1000); err != nil || rate <= 0 {
				t.Errorf("%s, %d writers: %v, %v", tr.Name, writers, rate, err)
			}
		}
		if p50, p99, err := latency(tr, 256); err != nil || p50 <= 0 || p99 < p50 {
			t.Errorf("%s: %v, %v, %v", tr.Name, p50, p99, err)
		}
	}
}

func TestAShortReadIsAnError(t *testing.T) {
	short := func(p []byte) (int, error) { return len(p) - 1, nil }
	if err := drainOne(short, 1, 10); err == nil || !strings.Contains(err.Error(), "read 9 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(os.ErrClosed)
	_, err := Run(ctx, Plan{Writers: []int{1}, Sizes: []int{16}, Rounds: 1}, func() {})
	if !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v, want the cause", err)
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{5}, 5}, {[]float64{9, 1, 4}, 4}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := median(c.values); got != c.want {
			t.Errorf("median(%v) = %v, want %v", c.values, got, c.want)
		}
	}
}
