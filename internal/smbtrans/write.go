package smbtrans

import (
	"encoding/binary"
	"strings"
)

// Write is one mailslot write.
type Write struct {
	Slot     string // without \MAILSLOT\, in the sender's case and code page, levels separated by backslashes
	Priority uint16 // 0 to 9; receivers ignore it
	Class    uint16 // 2: datagram; 1 is accepted
	Data     []byte // after Parse shared with the packet
}

const (
	prefix     = `\MAILSLOT\`
	magic      = "\xffSMB"
	command    = 0x25 // SMB_COM_TRANSACTION
	headerLen  = 32
	wordCount  = 17
	setupCount = 3
	opcode     = 1 // mailslot write
	fixedLen   = headerLen + 1 + 2*wordCount + 2

	// ClassDatagram is the only class of message on the wire today.
	ClassDatagram = 2
)

// The offsets from the start of the SMB that a receiver looks at (spec 3).
const (
	atCommand        = 4
	atWordCount      = 32
	atTotalDataCount = 35
	atDataCount      = 55
	atDataOffset     = 57
	atSetupCount     = 59
	atOpcode         = 61
	atPriority       = 63
	atClass          = 65
	atByteCount      = 67
)

// Append appends the SMB as a Windows client sends it. The caller has checked
// the sizes with SendLimit; nothing here cuts a message short.
func (w *Write) Append(b []byte) []byte {
	start := len(b)
	b = appendHeader(b)
	b = w.appendWords(b)
	b = append(b, prefix...)
	b = append(b, w.Slot...)
	b = append(b, 0)
	for len(b)-start < dataOffset(len(w.Slot)) {
		b = append(b, 0)
	}
	b = append(b, w.Data...)
	binary.LittleEndian.PutUint16(b[start+atByteCount:], uint16(len(b)-start-fixedLen))
	return b
}

// appendHeader appends the SMB header: flags 18 and 0004, process id FEFF, the
// rest zero.
func appendHeader(b []byte) []byte {
	b = append(b, magic...)
	b = append(b, command, 0, 0, 0, 0, 0x18, 0x04, 0)
	b = append(b, make([]byte, 14)...)
	b = append(b, 0xff, 0xfe)
	return append(b, make([]byte, 4)...)
}

// appendWords appends the word count, the seventeen words and room for the byte count.
func (w *Write) appendWords(b []byte) []byte {
	le := binary.LittleEndian
	size, offset := uint16(len(w.Data)), uint16(dataOffset(len(w.Slot)))
	b = append(b, wordCount)
	b = le.AppendUint16(b, 0)      // TotalParameterCount
	b = le.AppendUint16(b, size)   // TotalDataCount
	b = le.AppendUint16(b, 2)      // MaxParameterCount
	b = le.AppendUint16(b, 0)      // MaxDataCount
	b = append(b, 0, 0)            // MaxSetupCount, reserved
	b = le.AppendUint16(b, 2)      // Flags: no response
	b = le.AppendUint32(b, 0)      // Timeout
	b = append(b, 0, 0, 0, 0)      // reserved, ParameterCount
	b = le.AppendUint16(b, offset) // ParameterOffset
	b = le.AppendUint16(b, size)   // DataCount
	b = le.AppendUint16(b, offset) // DataOffset
	b = append(b, setupCount, 0)
	b = le.AppendUint16(b, opcode)
	b = le.AppendUint16(b, w.Priority)
	b = le.AppendUint16(b, w.Class)
	return append(b, 0, 0) // ByteCount
}

// Parse reads a mailslot write. Its checks are those of spec 3, in that order;
// everything that peers are known to fill in differently is ignored. The error
// is always a Reason. Data shares memory with b.
func Parse(b []byte) (Write, error) {
	if len(b) < fixedLen+1 || string(b[:len(magic)]) != magic || b[atCommand] != command {
		return Write{}, NotTransaction
	}
	if b[atWordCount] != wordCount || b[atSetupCount] != setupCount {
		return Write{}, BadWords
	}
	if word(b, atOpcode) != opcode {
		return Write{}, BadOpcode
	}
	slot, end, ok := parseName(b)
	if !ok {
		return Write{}, BadName
	}
	offset, size := word(b, atDataOffset), word(b, atDataCount)
	if offset < end || offset+size > len(b) {
		return Write{}, BadOffsets
	}
	if word(b, atTotalDataCount) != size {
		return Write{}, BadTotal
	}
	return Write{
		Slot:     slot,
		Priority: uint16(word(b, atPriority)),
		Class:    uint16(word(b, atClass)),
		Data:     b[offset : offset+size : offset+size],
	}, nil
}

// parseName finds the slot's name and the offset behind its NUL.
func parseName(b []byte) (slot string, end int, ok bool) {
	text := b[fixedLen:min(len(b), fixedLen+len(prefix)+MaxName+1)]
	n := 0
	for n < len(text) && text[n] != 0 {
		if text[n] < ' ' || text[n] == 0x7F {
			return "", 0, false
		}
		n++
	}
	if n == len(text) || n <= len(prefix) || !strings.EqualFold(string(text[:len(prefix)]), prefix) {
		return "", 0, false
	}
	return string(text[len(prefix):n]), fixedLen + n + 1, true
}

func word(b []byte, at int) int { return int(binary.LittleEndian.Uint16(b[at:])) }
