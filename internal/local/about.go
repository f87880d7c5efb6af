package local

import (
	"encoding/binary"
	"io/fs"
	"time"

	"mailslot/internal/errno"
)

// The file "about" in a slot's directory: fixed-width little endian, then the
// name. Readers of another version get a clear refusal.
const (
	aboutMagic   = 0x42415352 // "RSAB"
	aboutVersion = 1
	aboutHeader  = 56
	aboutNetwork = 1 << 0 // flags: hears the network

	// maxName bounds the name in "about": 32 767 UTF-16 units of at most
	// three bytes each (spec 1.7).
	maxName = 3 * 32767
)

// appendAbout is the content of the file.
func appendAbout(b []byte, a About) []byte {
	le := binary.LittleEndian
	flags := uint16(0)
	if a.Network {
		flags |= aboutNetwork
	}
	b = le.AppendUint32(b, aboutMagic)
	b = le.AppendUint16(b, aboutVersion)
	b = le.AppendUint16(b, flags)
	b = le.AppendUint32(b, uint32(a.UID))
	b = le.AppendUint32(b, uint32(a.PID))
	b = le.AppendUint32(b, uint32(a.Mode.Perm()))
	b = le.AppendUint32(b, a.MaxSize)
	b = le.AppendUint64(b, uint64(a.Quota))
	b = le.AppendUint64(b, uint64(a.Created.UnixNano()))
	b = le.AppendUint64(b, orderOf(a))
	b = le.AppendUint32(b, 0) // features
	b = le.AppendUint32(b, uint32(len(a.Name)))
	return append(b, a.Name...)
}

// The kinds of order: by the clock alone, or with a hint file that every client
// must stir (spec 6.5). A program that does not know the kind is refused. Kind 1
// was a hint that did not count bells.
const (
	orderClock = 0
	orderHint  = 2
)

func knownOrder(kind uint64) bool { return kind == orderClock || kind == orderHint }

func orderOf(a About) uint64 {
	if a.Hint {
		return orderHint
	}
	return orderClock
}

// parseAbout reads the file's content.
func parseAbout(b []byte) (About, error) {
	le := binary.LittleEndian
	if len(b) < aboutHeader || le.Uint32(b) != aboutMagic {
		return About{}, errno.New(errno.BadFormat, "the slot's description is damaged")
	}
	if v := le.Uint16(b[4:]); v != aboutVersion || !knownOrder(le.Uint64(b[40:])) {
		return About{}, errno.New(errno.RevisionMismatch,
			"the slot was made by a program with version %d of the mailslot format, this one has %d: build both with one release",
			v, aboutVersion)
	}
	name := b[aboutHeader:]
	if n := le.Uint32(b[52:]); int64(n) != int64(len(name)) || n > maxName {
		return About{}, errno.New(errno.BadFormat, "the slot's description is damaged")
	}
	return About{
		Name:    string(name),
		UID:     int(le.Uint32(b[8:])),
		PID:     int(le.Uint32(b[12:])),
		Mode:    fs.FileMode(le.Uint32(b[16:])).Perm(),
		MaxSize: le.Uint32(b[20:]),
		Quota:   int64(le.Uint64(b[24:])),
		Network: le.Uint16(b[6:])&aboutNetwork != 0,
		Hint:    le.Uint64(b[40:]) == orderHint,
		Created: time.Unix(0, int64(le.Uint64(b[32:]))),
	}, nil
}
