//go:build linux

package load

import (
	"errors"
	"fmt"
	"runtime/debug"
)

const (
	smallSize = 16
	hotSize   = 256
	hotBatch  = 8

	countBatch = 50 // so short that most are not interrupted

	// ringMessages is more than a handle may send inline on its connection,
	// so that it has a segment of its own.
	ringMessages = 40
)

// oneshot opens, writes, closes and reads one message, both sides' work.
func oneshot(c *call) error {
	s := Shape{Writers: 1, Size: smallSize}
	r, err := c.Listen(c.name(), s)
	if err != nil {
		return err
	}
	defer r.Close()
	took, buf := make([]float64, c.number(1)), make([]byte, smallSize)
	for i := range took {
		t := now()
		w, err := c.Dial(c.name(), s)
		if err != nil {
			return err
		}
		if err := errors.Join(w.Write(buf), w.Close()); err != nil {
			return err
		}
		if _, err := r.Read(buf); err != nil {
			return err
		}
		took[i] = float64(now() - t)
	}
	c.percentiles("once", took)
	return nil
}

// countUnread asks a slot for its state while each of its writers has an
// active ring with unread messages.
func countUnread(c *call) error {
	writers, count := c.number(1), c.number(2)
	r, err := c.Listen(c.name(), Shape{Writers: writers, Size: hotSize})
	if err != nil {
		return err
	}
	defer r.Close()
	counter, ok := r.(Counter)
	if !ok {
		return errors.New("this transport does not count its messages")
	}
	if err := c.fill(r, writers); err != nil {
		return err
	}
	took := make([]float64, count/countBatch)
	for i := range took {
		t := now()
		if err := times(countBatch, func() error { _, err := counter.Count(); return err }); err != nil {
			return err
		}
		took[i] = float64(now()-t) / countBatch
	}
	c.percentiles("count", took)
	return nil
}

// fill opens writers in this process and leaves one unread message of each.
func (c *call) fill(r Reader, writers int) error {
	var open []Writer
	buf := make([]byte, hotSize)
	for range writers {
		w, err := c.Dial(c.name(), Shape{Size: hotSize})
		if err != nil {
			return err
		}
		if err := times(ringMessages, func() error { return w.Write(buf) }); err != nil {
			return err
		}
		open = append(open, w)
	}
	if err := times(ringMessages*writers, func() error { _, err := r.Read(buf); return err }); err != nil {
		return err
	}
	for _, w := range open {
		if err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

// hot writes and reads through one handle next to idle ones of another process.
func hot(c *call) error {
	idle, s := c.number(1), Shape{Size: hotSize}
	r, w, err := c.both(s)
	if err != nil {
		return err
	}
	defer r.Close()
	buf := make([]byte, hotSize)
	if idle > 0 {
		if err := c.holdIdle(r, idle, 1); err != nil {
			return err
		}
	}
	both := make([]float64, c.number(2))
	for i := range both {
		t := now()
		if err := times(hotBatch, func() error { return w.Write(buf) }); err != nil {
			return err
		}
		if err := times(hotBatch, func() error { _, err := r.Read(buf); return err }); err != nil {
			return err
		}
		both[i] = float64(now()-t) / hotBatch
	}
	c.percentiles("both", both)
	return nil
}

// holdIdle starts a process with so many handles, each of which has sent some
// messages, and reads those.
func (c *call) holdIdle(r Reader, handles, messages int) error {
	other, err := c.start("hold", c.name(), handles, messages, hotSize)
	if err != nil {
		return err
	}
	buf := make([]byte, hotSize)
	if err := times(handles*messages, func() error { _, err := r.Read(buf); return err }); err != nil {
		return err
	}
	_, err = other.value() // all are open
	return err
}

// hold opens handles, sends some messages through each and keeps them.
func hold(c *call) error {
	handles, messages := c.number(1), c.number(2)
	buf := make([]byte, c.number(3))
	open := make([]Writer, handles)
	for i := range open {
		w, err := c.Dial(c.name(), Shape{Size: len(buf)})
		if err != nil {
			return fmt.Errorf("handle %d: %w", i, err)
		}
		if err := times(messages, func() error { return w.Write(buf) }); err != nil {
			return err
		}
		open[i] = w
	}
	debug.FreeOSMemory() // what opening took is not what being open takes
	c.result("open", float64(len(open)))
	select {}
}
