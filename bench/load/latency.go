//go:build linux

package load

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

const pacedSize = 256

// roundTrip sends a message to another process and waits for its echo; half
// of that is one way, with both readers as awake as they keep themselves.
func roundTrip(c *call) error {
	s := Shape{Writers: 1, Size: c.number(1)}
	count := c.number(2)
	back, err := c.Listen(c.name()+backSuffix, s)
	if err != nil {
		return err
	}
	defer back.Close()
	other, err := c.start("echo", c.name(), s.Size, c.args[4])
	if err != nil {
		return err
	}
	if _, err := other.value(); err != nil { // it listens
		return err
	}
	w, err := c.Dial(c.name(), s)
	if err != nil {
		return err
	}
	if err := pin(c.number(3)); err != nil {
		return err
	}
	took, buf := make([]float64, count), make([]byte, s.Size)
	for i := -count / 10; i < count; i++ {
		t := now()
		if err := w.Write(buf); err != nil {
			return err
		}
		if _, err := back.Read(buf); err != nil {
			return err
		}
		took[max(i, 0)] = float64(now()-t) / 2
	}
	c.percentiles("half", took)
	return nil
}

// echo is the other side of roundTrip.
func echo(c *call) error {
	s := Shape{Writers: 1, Size: c.number(1)}
	r, err := c.Listen(c.name(), s)
	if err != nil {
		return err
	}
	w, err := c.Dial(c.name()+backSuffix, s)
	if err != nil {
		return err
	}
	if err := pin(c.number(2)); err != nil {
		return err
	}
	c.result("listening", 1)
	for buf := make([]byte, s.Size); ; {
		n, err := r.Read(buf)
		if err != nil {
			return err
		}
		if err := w.Write(buf[:n]); err != nil {
			return err
		}
	}
}

// paced reads messages that come so seldom that the reader has gone to sleep:
// how long each was on its way, and what the writing call took.
func paced(c *call) error {
	count := c.number(1)
	r, err := c.Listen(c.name(), Shape{Writers: 1, Size: pacedSize})
	if err != nil {
		return err
	}
	defer r.Close()
	other, err := c.start("write-paced", c.name(), count, c.args[2], c.args[4])
	if err != nil {
		return err
	}
	if err := pin(c.number(3)); err != nil {
		return err
	}
	oneway, buf := make([]float64, count), make([]byte, pacedSize)
	for i := range oneway {
		if _, err := r.Read(buf); err != nil {
			return err
		}
		oneway[i] = float64(now() - int64(binary.NativeEndian.Uint64(buf)))
	}
	c.percentiles("oneway", oneway)
	return other.copyTo(c.out)
}

// writePaced is the writer of paced: each message holds when it was sent.
func writePaced(c *call) error {
	w, err := c.Dial(c.name(), Shape{Size: pacedSize})
	if err != nil {
		return err
	}
	if err := pin(c.number(3)); err != nil {
		return err
	}
	pause := unix.NsecToTimespec(int64(c.number(2)) * 1000)
	took, buf := make([]float64, c.number(1)), make([]byte, pacedSize)
	for i := range took {
		shm.Nap(&pause)
		t := now()
		binary.NativeEndian.PutUint64(buf, uint64(t))
		if err := w.Write(buf); err != nil {
			return err
		}
		took[i] = float64(now() - t)
	}
	c.percentiles("write", took)
	return w.Close()
}
