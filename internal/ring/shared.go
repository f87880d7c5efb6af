package ring

import (
	"encoding/binary"
	"errors"
	"sync/atomic"
)

// Record layout: length u32, flags u32, stamp u64, payload, padding to Align.
const (
	Align      = 16
	HeaderSize = 16

	// MaxSize is the largest Data: the publish word counts 16-byte units in
	// 32 bits, and a distance of a whole lap must stay unambiguous.
	MaxSize = 1 << 34
)

// Flags of a record.
const (
	flagPad    = 1 << 0 // nothing here: go on at the start of Data
	FlagOrigin = 1 << 1 // the payload begins with an origin header (spec 6.10)
)

// Bits of the Armed word.
const (
	armed   = 1 << 0 // the consumer sleeps: ring the bell
	closed  = 1 << 1 // the consumer is gone: the write has failed
	claimed = 1 << 2 // instead of armed: the bell is announced, and about to ring
)

// ErrCorrupt means that the producer broke the rules of the ring.
var ErrCorrupt = errors.New("ring: corrupt")

// Shared is one ring as both sides see it. Data's length is a power of two of
// at least Align and at most MaxSize.
type Shared struct {
	Publish *atomic.Uint64
	Head    *atomic.Uint64
	Armed   *atomic.Uint32
	Data    []byte
}

// RecordSize is the room that a payload of n bytes takes in Data.
func RecordSize(n int) uint64 {
	return (uint64(n) + HeaderSize + Align - 1) &^ (Align - 1)
}

// publishWord packs both counters into one word: with two stores a producer
// killed between them would leave the count wrong for ever.
func publishWord(tail uint64, count uint32) uint64 {
	return tail/Align<<32 | uint64(count)
}

func putHeader(b []byte, length, flags uint32, stamp uint64) {
	binary.LittleEndian.PutUint64(b, uint64(length)|uint64(flags)<<32)
	binary.LittleEndian.PutUint64(b[8:], stamp)
}

func header(b []byte) (length, flags uint32, stamp uint64) {
	word := binary.LittleEndian.Uint64(b) // one load: it may change under us
	return uint32(word), uint32(word >> 32), binary.LittleEndian.Uint64(b[8:])
}
