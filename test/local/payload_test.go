//go:build linux

package local

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
)

// Every payload of these lanes is writer u32, sequence u64, checksum u32 and
// filler that follows from the sequence: loss, repetition, mixing and tearing
// all show.
const payloadHeader = 16

// payload builds the message number seq of a writer, size bytes in all (at
// least payloadHeader), in buf.
func payload(buf []byte, writer uint32, seq uint64, size int) []byte {
	p := buf[:max(size, payloadHeader)]
	binary.LittleEndian.PutUint32(p, writer)
	binary.LittleEndian.PutUint64(p[4:], seq)
	for i := payloadHeader; i < len(p); i += 8 {
		var word [8]byte
		binary.LittleEndian.PutUint64(word[:], (seq+uint64(i))*0x9E3779B97F4A7C15)
		copy(p[i:], word[:])
	}
	binary.LittleEndian.PutUint32(p[12:], checksum(p))
	return p
}

// parsePayload checks a message and says which it is.
func parsePayload(p []byte) (writer uint32, seq uint64, err error) {
	if len(p) < payloadHeader {
		return 0, 0, fmt.Errorf("a message of %d bytes, which nobody wrote", len(p))
	}
	writer, seq = binary.LittleEndian.Uint32(p), binary.LittleEndian.Uint64(p[4:])
	if binary.LittleEndian.Uint32(p[12:]) != checksum(p) {
		return writer, seq, fmt.Errorf("message %d of writer %d is torn", seq, writer)
	}
	return writer, seq, nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(p []byte) uint32 {
	return crc32.Update(crc32.Checksum(p[:12], castagnoli), castagnoli, p[payloadHeader:])
}

// largestMixed is the upper bound of mixedSize.
const largestMixed = 200 << 10

// mixedSize draws message sizes so that inline messages, rings and growth of
// the chain all occur: mostly small, some pages, now and then larger than the
// ring that a handle begins with.
func mixedSize(r *rand.Rand) int {
	switch n := r.IntN(1000); {
	case n < 900:
		return payloadHeader + r.IntN(240)
	case n < 980:
		return 1<<10 + r.IntN(7<<10)
	case n < 997:
		return 16<<10 + r.IntN(32<<10)
	default:
		return 70<<10 + r.IntN(largestMixed-70<<10)
	}
}
