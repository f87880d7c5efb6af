package shm

import (
	"encoding/binary"
	"math/rand/v2"

	"golang.org/x/sys/unix"
)

// BorrowHint opens the hint of another user's slot, whom owner is, for one who
// may write to everybody's. Whoever owns a file can truncate it, and a mapping
// of it would be a crash at his will; so it is stirred by writing to it.
func BorrowHint(dir int, name string, owner int) (*Hint, error) {
	fd, err := openHint(dir, name, 0)
	if err != nil {
		return nil, err
	}
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFREG || int(st.Uid) != owner || st.Nlink != 1 {
		unix.Close(fd)
		return nil, ErrHint
	}
	if err := fillHint(fd); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return &Hint{fd: lift(fd)}, nil
}

// stirFile writes a word that differs from the last, and from what a client
// with a mapping makes of it at the same moment.
func (h *Hint) stirFile() {
	unix.Pwrite(h.fd, binary.LittleEndian.AppendUint64(nil, rand.Uint64()), 0)
}
