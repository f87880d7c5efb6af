//go:build cgo && linux

package main

import (
	"math"
	"testing"
	"time"
)

// Due times beyond what a Duration holds are as far away as it can tell.
func TestDueTimes(t *testing.T) {
	for due, want := range map[int64]time.Duration{
		0: 0, 1: 0, -1: 100, -10_000_000: time.Second,
		math.MaxInt64: math.MaxInt64, -math.MaxInt64: math.MaxInt64 / 100 * 100, math.MinInt64: math.MaxInt64 / 100 * 100,
		-math.MaxInt64 / 100: math.MaxInt64 / 100 * 100, -math.MaxInt64/100 - 1: math.MaxInt64 / 100 * 100,
	} {
		if got := delay(due); got != want {
			t.Errorf("%d: %v instead of %v", due, got, want)
		}
	}
}
