//go:build linux

package load

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"

	"mailslot"
	"mailslot/internal/errno"
)

// A writer that never waits outruns the reader and then measures the first
// touch of fresh memory; one with a quota of a mebibyte measures the
// transport (spec/local-transport.md section 8).
const (
	boundedQuota   = 1 << 20
	unlimitedQuota = 64 << 30

	// fewestMessages is how many messages of any size a quota must hold.
	fewestMessages = 4
)

// mailslotTransport is what all of this is about, through its public API.
type mailslotTransport struct {
	quota int64
	mode  fs.FileMode
}

func (t mailslotTransport) Listen(name string, s Shape) (Reader, error) {
	c := mailslot.ListenConfig{
		Mode:  t.mode,
		Quota: max(t.quota, int64(s.Size)*fewestMessages),
	}
	slot, err := c.Listen(name)
	if err != nil {
		return nil, err
	}
	return slotReader{slot}, nil
}

func (t mailslotTransport) Dial(name string, s Shape) (Writer, error) {
	w, err := mailslot.Dial(name)
	if err != nil {
		return nil, err
	}
	return slotWriter{w}, nil
}

type slotReader struct{ *mailslot.Slot }

func (r slotReader) Read(p []byte) (int, error) { return r.ReadMessage(p) }

func (r slotReader) Count() (int, error) {
	i, err := r.Info()
	return i.Count, err
}

type slotWriter struct{ *mailslot.Writer }

// Write yields the processor while the quota is used up, so that a reader on
// the same core goes on.
func (w slotWriter) Write(p []byte) error {
	for {
		err := w.WriteMessage(p)
		if err == nil || !overQuota(err) {
			return err
		}
		unix.Syscall(unix.SYS_SCHED_YIELD, 0, 0, 0)
	}
}

func overQuota(err error) bool { return errors.Is(err, errno.NotEnoughQuota) }
