package main

import (
	"context"
	"time"
)

// look is what one look at the slots saw.
type look struct {
	time   time.Time
	states []state
	tick   bool // at the end of an interval, not because a slot came or went
	err    error
}

// looks returns a channel on which a look arrives at once, after each
// interval, and soon after a slot was created or closed. It is closed when the
// context ends.
func (o *watchOptions) looks(ctx context.Context) <-chan look {
	ch := make(chan look)
	go func() {
		defer close(ch)
		changes, stop := watchNamespace()
		defer stop()
		tick := time.NewTicker(o.interval.Duration)
		defer tick.Stop()
		for isTick := true; ctx.Err() == nil; {
			found, err := states(o.pattern)
			select {
			case ch <- look{time.Now().UTC(), found, isTick, err}:
			case <-ctx.Done():
			}
			rest(ctx) // a storm of changes must not keep a processor busy
			select {
			case <-tick.C:
				isTick = true
			case <-changes:
				isTick = false
			case <-ctx.Done():
			}
		}
	}()
	return ch
}

// rest waits for the least interval.
func rest(ctx context.Context) {
	t := time.NewTimer(leastInterval)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
