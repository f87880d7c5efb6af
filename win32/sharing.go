//go:build !windows

package win32

import (
	"slices"
	"sync"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
	"mailslot/internal/secureenv"
	"mailslot/internal/slotname"
)

// share is how one client handle, with its duplicates, shares its slot.
type share struct {
	slot   string // folded name
	writes bool
	mode   uint32
}

// sharing holds the open clients of each slot, in the order of their opening.
// It knows this process only: the rules of Windows XP between processes would
// need writable memory that all of them trust.
type sharing struct {
	mu   sync.Mutex
	open map[string][]*share
}

var shares = sharing{open: make(map[string][]*share)}

// strictSharing reports whether share modes count, as before Windows Vista.
func strictSharing() bool { return secureenv.Get("MAILSLOT_STRICT_SHARING") == "1" }

// enter lets a new client in unless rule 3.7 refuses it.
func (s *sharing) enter(n slotname.Name, access, mode uint32) (*share, Errno) {
	own := &share{slotname.Fold(n.String()), access&(ntobj.FileWriteData|ntobj.FileAppendData) != 0, mode}
	s.mu.Lock()
	defer s.mu.Unlock()
	others := s.open[own.slot]
	if mode&FILE_SHARE_READ == 0 || len(others) > 0 && own.conflicts(others[len(others)-1]) {
		return nil, errno.SharingViolation
	}
	s.open[own.slot] = append(others, own)
	return own, errno.Success
}

// conflicts judges against the most recently opened client.
func (s *share) conflicts(last *share) bool {
	bothShare := s.mode&last.mode&FILE_SHARE_WRITE != 0
	return (s.writes || last.writes) && !bothShare
}

func (s *sharing) leave(own *share) {
	s.mu.Lock()
	defer s.mu.Unlock()
	others := slices.DeleteFunc(s.open[own.slot], func(x *share) bool { return x == own })
	if len(others) == 0 {
		delete(s.open, own.slot)
		return
	}
	s.open[own.slot] = others
}
