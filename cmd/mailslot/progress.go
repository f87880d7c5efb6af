package main

import (
	"fmt"
	"time"
)

const (
	progressAfter = 2 * time.Second        // shorter work shows nothing
	progressEvery = 200 * time.Millisecond // between updates
)

// progress shows what text says on standard error, from two seconds on and
// only on a terminal; an empty text shows nothing. The returned function removes it and must be called.
func (c console) progress(text func() string) (stop func()) {
	if !c.errTerminal || dumbTerminal() { // which cannot take a line back
		return func() {}
	}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		c.showProgress(text, quit)
	}()
	return func() {
		close(quit)
		<-done
	}
}

func (c console) showProgress(text func() string, quit <-chan struct{}) {
	t := time.NewTimer(progressAfter)
	defer t.Stop()
	for shown := false; ; shown = true {
		select {
		case <-t.C:
			if s := text(); s != "" {
				fmt.Fprintf(c.err, "\r\x1b[K%s", s)
			}
			t.Reset(progressEvery)
		case <-quit:
			if shown {
				fmt.Fprint(c.err, "\r\x1b[K")
			}
			return
		}
	}
}

// countText is so many of a thing: one byte, two bytes.
func countText(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// bytesText is a number of bytes for people.
func bytesText(n int64) string {
	const step = 1024
	if n < step {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n)/step, 0
	units := []string{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	for value >= step && unit < len(units)-1 {
		value /= step
		unit++
	}
	return fmt.Sprintf("%.1f %s", value, units[unit])
}
