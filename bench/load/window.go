//go:build linux

package load

import "time"

// windowed keeps so many messages under way that nothing is lost, and counts
// those that the other process says it has read.
func windowed(c *call) error {
	const window = 128
	s := Shape{Writers: 1, Size: c.number(1)}
	counter, err := c.start("counted", c.name(), s.Size)
	if err != nil {
		return err
	}
	if _, err := counter.value(); err != nil { // it listens
		return err
	}
	w, err := c.Dial(c.name(), s)
	if err != nil {
		return err
	}
	buf, sent, read := make([]byte, s.Size), 0, 0
	var start time.Time
	warm, length := time.Now().Add(100*time.Millisecond), time.Duration(c.number(2))*time.Millisecond
	for before := 0; ; {
		if start.IsZero() && time.Now().After(warm) {
			start, before = time.Now(), read
		}
		if took := time.Since(start); !start.IsZero() && took >= length {
			c.result("rate", float64(read-before)/took.Seconds())
			return nil
		}
		for ; sent-read < window; sent++ {
			if err := w.Write(buf); err != nil {
				return err
			}
		}
		n, err := counter.value()
		if err != nil {
			return err
		}
		read = int(n)
	}
}

// counted is the other side of windowed: it tells every so often how many
// messages it has read.
func counted(c *call) error {
	r, err := c.Listen(c.name(), Shape{Writers: 1, Size: c.number(1)})
	if err != nil {
		return err
	}
	c.result("listening", 1)
	for n, buf := 1, make([]byte, c.number(1)); ; n++ {
		if _, err := r.Read(buf); err != nil {
			return err
		}
		if n%clockEvery == 0 {
			c.result("read", float64(n))
		}
	}
}
