//go:build linux

package load

import (
	"fmt"
	"sync/atomic"
	"time"
)

const (
	warmShare  = 5  // one part in five of the time is run before measuring
	clockEvery = 32 // messages between two looks at the clock
	largeSize  = 64 << 10
)

// throughput counts the messages that arrive from several writing processes.
func throughput(c *call) error {
	s := Shape{Writers: c.number(1), Size: c.number(2)}
	d := time.Duration(c.number(3)) * time.Millisecond
	r, err := c.Listen(c.name(), s)
	if err != nil {
		return err
	}
	defer r.Close()
	for range s.Writers {
		if _, err := c.start("write", c.name(), s.Size); err != nil {
			return err
		}
	}
	rate, err := measureRate(r, s, d)
	if err != nil {
		return err
	}
	c.result("rate", rate)
	return c.sharedMemory()
}

func measureRate(r Reader, s Shape, d time.Duration) (float64, error) {
	if streamer, ok := r.(Streamer); ok {
		return measureStream(streamer, d)
	}
	buf := make([]byte, max(s.Size, 1))
	if _, _, err := readFor(r, buf, d/warmShare); err != nil {
		return 0, err
	}
	n, took, err := readFor(r, buf, d)
	return float64(n) / took.Seconds(), err
}

// readFor reads for at least d. The time starts with the first message, so
// that the writers' start is not measured.
func readFor(r Reader, buf []byte, d time.Duration) (n int, took time.Duration, err error) {
	batch := clockEvery
	if len(buf) > largeSize {
		batch = 1
	}
	if _, err := r.Read(buf); err != nil {
		return 0, 0, err
	}
	for start := time.Now(); took < d; took = time.Since(start) {
		for range batch {
			if _, err := r.Read(buf); err != nil {
				return n, took, err
			}
		}
		n += batch
	}
	return n, took, nil
}

func measureStream(r Streamer, d time.Duration) (float64, error) {
	var n atomic.Int64
	if err := r.Stream(func([]byte) { n.Add(1) }); err != nil {
		return 0, err
	}
	for n.Load() == 0 { // the writers have not started
		time.Sleep(time.Millisecond)
	}
	time.Sleep(d / warmShare)
	start, before := time.Now(), n.Load()
	time.Sleep(d)
	rate := float64(n.Load()-before) / time.Since(start).Seconds()
	if lost, err := r.Lost(); err != nil || lost > 0 {
		return 0, fmt.Errorf("%d messages were lost: %w", lost, err)
	}
	return rate, nil
}

// writeForever is a writer of throughput; it ends by being killed.
func writeForever(c *call) error {
	w, err := c.Dial(c.name(), Shape{Size: c.number(1)})
	if err != nil {
		return err
	}
	for buf := make([]byte, c.number(1)); ; {
		if err := w.Write(buf); err != nil {
			return err
		}
	}
}
