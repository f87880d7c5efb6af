package main

import (
	"testing"
	"time"

	"mailslot/cmd/mailslot/internal/versus"
)

func TestBenchLimits(t *testing.T) {
	plan := func(writers, size, rounds int) versus.Plan {
		return versus.Plan{Writers: []int{1, writers}, Sizes: []int{1, size}, Rounds: rounds}
	}
	for _, c := range []struct {
		plan versus.Plan
		ok   bool
	}{
		{plan(1, 1, 1), true},
		{plan(0, 1, 1), false},
		{plan(1, 0, 1), false},
		{plan(1, 1, 0), false},
		{plan(maxBenchWriters-1, maxBenchSize-1, maxBenchRounds-1), true},
		{plan(maxBenchWriters, maxBenchSize, maxBenchRounds), true},
		{plan(maxBenchWriters+1, 1, 1), false},
		{plan(1, maxBenchSize+1, 1), false},
		{plan(1, 1, maxBenchRounds+1), false},
	} {
		if err := checkPlan(c.plan); (err == nil) != c.ok || err != nil && exitCode(err) != exitUsage {
			t.Errorf("%+v: %v", c.plan, err)
		}
	}
}

func TestWatchInterval(t *testing.T) {
	for _, c := range []struct {
		interval time.Duration
		ok       bool
	}{{0, false}, {leastInterval - 1, false}, {leastInterval, true}, {leastInterval + 1, true}} {
		o := watchOptions{interval: duration{c.interval, true}}
		if err := o.check(); (err == nil) != c.ok {
			t.Errorf("%v: %v", c.interval, err)
		}
	}
}
