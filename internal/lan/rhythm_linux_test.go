package lan

import (
	"testing"
	"time"
)

// TestReaderNapsInAFloodOnly: packets that come faster than anybody sends who
// waits for answers.
func TestReaderNapsInAFloodOnly(t *testing.T) {
	for _, c := range []struct {
		name  string
		batch int
		every time.Duration
		want  bool
	}{
		{"a quick conversation", 1, 30 * time.Microsecond, false},
		{"at the edge", 1, floodTime / floodPackets, false},
		{"beyond the edge", 1, floodTime/floodPackets - time.Microsecond, true},
		{"large batches", maxBatch, 200 * time.Microsecond, true},
		{"large batches far apart", maxBatch, floodTime, false},
	} {
		var r rhythm
		napped := false
		now := time.Now()
		for range 100 {
			now = now.Add(c.every)
			napped = r.flood(c.batch, now) || napped
		}
		if napped != c.want {
			t.Errorf("%s, %d packets every %v: napped %v", c.name, c.batch, c.every, napped)
		}
	}
}
