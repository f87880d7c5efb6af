package win32

import (
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/ntobj"
)

// serverAccess is what CreateMailslot grants (rule 2.4).
const serverAccess = ntobj.FileGenericRead | ntobj.WriteDAC

// server is the object behind server handles: the slot itself.
type server struct {
	ntobj.FileHeader
	slot *local.Slot
	name string
}

// Read takes the next message at once, or a place behind the reads that wait.
// The time-out is that of this moment (rule 5.8).
func (s *server) Read(r ntobj.Request) (uint32, errno.Errno) {
	n, err := s.slot.TryRead(r.Buf)
	if err == nil {
		return s.Complete(r, uint32(n))
	}
	timeout := s.slot.ReadTimeout()
	if code := errno.Of(err); code != errno.SemTimeout || timeout == local.NoWait {
		return 0, code
	}
	return s.wait(r, timeout)
}

func (s *server) wait(r ntobj.Request, timeout uint32) (uint32, errno.Errno) {
	place := s.slot.Enqueue()
	return s.Pend(r, func(cancel <-chan struct{}) (uint32, errno.Errno) {
		w := local.Wait{Cancel: cancel}
		if timeout != local.Forever {
			w.Timeout = time.Duration(timeout) * time.Millisecond
		}
		n, err := place.Read(r.Buf, w)
		return uint32(n), errno.Of(err)
	})
}

// Write is the wrong direction, asked for with a right that only
// DuplicateHandle can have given (rule 4.7).
func (s *server) Write(ntobj.Request) (uint32, errno.Errno) { return 0, errno.InvalidParameter }

func (s *server) info() (info, Errno) {
	i, err := s.slot.Info()
	if err != nil {
		return info{}, errno.Of(err)
	}
	// NoMessage is -1, which is MAILSLOT_NO_MESSAGE in 32 bits.
	return info{i.MaxSize, uint32(i.NextSize), uint32(i.Count), i.ReadTimeout}, errno.Success
}

func (s *server) setReadTimeout(ms uint32) Errno {
	s.slot.SetReadTimeout(ms)
	return errno.Success
}

// Destroy ends the slot: pending reads complete with readAtLastClose.
func (s *server) Destroy() { s.slot.Close() }

// SlotName is the name as FileNameInfo shows it, without the leading backslash.
func (s *server) SlotName() string { return s.name }
