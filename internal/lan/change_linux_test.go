package lan

import (
	"testing"
	"time"
)

// TestLongSleepIsAChange: a computer that was suspended has defended no name. It
// looks so to a host that was opened before.
func TestLongSleepIsAChange(t *testing.T) {
	config := Config{Interfaces: []string{"lo=127.0.0.1"}}
	links, err := Links(config.Interfaces)
	if err != nil {
		t.Skipf("not run: no loopback interface: %v", err)
	}
	for slept, want := range map[time.Duration]bool{0: false, longSleep - time.Second: false, longSleep + time.Second: true} {
		h := Host{config: config, links: links, adopted: true, slept: sleptSoFar() - sleep(slept)}
		if got := h.Changed(); got != want {
			t.Errorf("after a sleep of %v: changed %v", slept, got)
		}
	}
}
