//go:build linux

package load

import (
	"os"
	"runtime/pprof"
	"time"
)

// profile writes and reads in one thread for a while and leaves a CPU profile
// of it in a file: where the time of a message goes when nobody waits.
func profile(c *call) error {
	s := Shape{Writers: 1, Size: c.number(1)}
	r, w, err := c.both(s)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := os.Create(c.args[3])
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	buf, messages := make([]byte, max(s.Size, 1)), 0
	start := time.Now()
	end := start.Add(time.Duration(c.number(2)) * time.Millisecond)
	for ; time.Now().Before(end); messages += absentBatch {
		if err := times(absentBatch, func() error { return w.Write(buf[:s.Size]) }); err != nil {
			return err
		}
		if err := times(absentBatch, func() error { _, err := r.Read(buf); return err }); err != nil {
			return err
		}
	}
	c.result("both", float64(time.Since(start))/float64(messages))
	return w.Close()
}
