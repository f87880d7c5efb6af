//go:build !windows

package win32

import (
	"context"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/ntobj"
)

// serverAccess is what CreateMailslot grants (rule 2.4).
const serverAccess = ntobj.FileGenericRead | ntobj.WriteDAC

// server is the object behind server handles: the slot itself, or its stub in
// another process.
type server struct {
	ntobj.FileHeader
	slot local.Server
	name string
}

// Read takes the next message at once, or a place behind the reads that wait.
// The time-out is that of this moment (rule 5.8).
func (s *server) Read(r ntobj.Request) (uint32, errno.Errno) {
	n, err := s.slot.TryRead(r.Buf)
	if err == nil {
		return s.Complete(r, uint32(n))
	}
	code := errno.Of(err)
	if code != errno.SemTimeout {
		return 0, code
	}
	switch timeout, err := s.slot.ReadTimeout(); {
	case err != nil:
		return 0, errno.Of(err)
	case timeout == local.NoWait:
		return 0, code
	default:
		return s.wait(r, timeout)
	}
}

func (s *server) wait(r ntobj.Request, timeout uint32) (uint32, errno.Errno) {
	w := local.Wait{Bound: r.Thread != nil && r.IO == nil} // C's thread stays here
	if timeout != local.Forever {
		w.Timeout = time.Duration(timeout) * time.Millisecond
	}
	turn := s.slot.Queue(r.Buf, w)
	return s.Pend(r, func(ctx context.Context) (uint32, errno.Errno) {
		n, err := turn.Await(ctx)
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
	return errno.Of(s.slot.SetReadTimeout(ms))
}

// Destroy closes the server handle: pending reads complete with
// readAtLastClose, overlapped ones before CloseHandle returns. With the last one
// of all processes the slot ends.
func (s *server) Destroy() {
	s.slot.Close()
	s.Settle()
}

// SlotName is the name as FileNameInfo shows it, without the leading backslash.
func (s *server) SlotName() string { return s.name }
