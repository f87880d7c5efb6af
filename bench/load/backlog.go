//go:build linux

package load

import (
	"fmt"
	"syscall"
)

const (
	pathBatch   = 8   // less than the shortest kernel queue
	absentBatch = 256 // messages written before anybody reads
)

// path writes and reads in one thread: nobody waits and nobody is woken.
func path(c *call) error {
	s := Shape{Writers: 1, Size: c.number(1)}
	r, w, err := c.both(s)
	if err != nil {
		return err
	}
	defer r.Close()
	both, buf := make([]float64, c.number(2)/pathBatch), make([]byte, max(s.Size, 1))
	for i := range both {
		t := now()
		if err := times(pathBatch, func() error { return w.Write(buf[:s.Size]) }); err != nil {
			return err
		}
		if err := times(pathBatch, func() error { _, err := r.Read(buf); return err }); err != nil {
			return err
		}
		both[i] = float64(now()-t) / pathBatch
	}
	c.percentiles("both", both)
	return w.Close()
}

// absent writes while nobody reads, into memory that has been used before.
func absent(c *call) error {
	s := Shape{Writers: 1, Size: c.number(1)}
	r, w, err := c.both(s)
	if err != nil {
		return err
	}
	defer r.Close()
	write, buf := make([]float64, c.number(2)/absentBatch), make([]byte, max(s.Size, 1))
	read := make([]float64, len(write))
	for i := range write {
		t := now()
		if err := times(absentBatch, func() error { return w.Write(buf[:s.Size]) }); err != nil {
			return err
		}
		between := now()
		if err := times(absentBatch, func() error { _, err := r.Read(buf); return err }); err != nil {
			return err
		}
		write[i], read[i] = float64(between-t)/absentBatch, float64(now()-between)/absentBatch
	}
	c.percentiles("write", write)
	c.percentiles("read", read)
	return w.Close()
}

// both opens the two ends in this process.
func (c *call) both(s Shape) (Reader, Writer, error) {
	r, err := c.Listen(c.name(), s)
	if err != nil {
		return nil, nil, err
	}
	w, err := c.Dial(c.name(), s)
	if err != nil {
		r.Close()
	}
	return r, w, err
}

func times(n int, do func() error) error {
	for range n {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// away writes to a process that is stopped.
func away(c *call) error {
	s := Shape{Writers: 1, Size: c.number(1)}
	server, err := c.start("serve", c.name(), s.Size)
	if err != nil {
		return err
	}
	if _, err := server.value(); err != nil { // it listens
		return err
	}
	w, err := c.Dial(c.name(), s)
	if err != nil {
		return err
	}
	buf := make([]byte, s.Size)
	if err := w.Write(buf); err != nil {
		return err
	}
	if err := server.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	write := make([]float64, c.number(2))
	for i := range write {
		t := now()
		if err := w.Write(buf); err != nil {
			return err
		}
		write[i] = float64(now() - t)
	}
	c.percentiles("write", write)
	return nil
}

// serve reads until it is killed.
func serve(c *call) error {
	r, err := c.Listen(c.name(), Shape{Size: c.number(1)})
	if err != nil {
		return err
	}
	c.result("listening", 1)
	for buf := make([]byte, c.number(1)); ; {
		if _, err := r.Read(buf); err != nil {
			return err
		}
	}
}

// backlog lets another process write everything before the first is read.
func backlog(c *call) error {
	size, count := c.number(1), c.number(2)
	r, err := c.Listen(c.name(), Shape{Size: size})
	if err != nil {
		return err
	}
	defer r.Close()
	other, err := c.start("write-count", c.name(), size, count)
	if err != nil {
		return err
	}
	write, err := other.value() // it has written everything
	if err != nil {
		return err
	}
	c.result("write", write)
	if k, ok := r.(Counter); ok {
		if n, err := k.Count(); err != nil || n != count {
			return fmt.Errorf("%d of %d messages counted: %w", n, count, err)
		}
	}
	if err := c.sharedMemory(); err != nil {
		return err
	}
	buf := make([]byte, max(size, 1))
	t := now()
	if err := times(count, func() error { _, err := r.Read(buf); return err }); err != nil {
		return err
	}
	c.result("read", float64(now()-t)/float64(count))
	return nil
}

// writeCount is the writer of backlog. It keeps its handle until it is killed.
func writeCount(c *call) error {
	size, count := c.number(1), c.number(2)
	w, err := c.Dial(c.name(), Shape{Size: size})
	if err != nil {
		return err
	}
	buf := make([]byte, size)
	t := now()
	if err := times(count, func() error { return w.Write(buf) }); err != nil {
		return err
	}
	c.result("write", float64(now()-t)/float64(count))
	select {}
}
