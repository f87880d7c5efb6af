package shm

// Layout of a segment. The writer's and the reader's words lie on cache lines
// of their own, 128 bytes apart because processors fetch lines in pairs.
const (
	offMagic   = 0   // u32
	offVersion = 4   // u32
	offSize    = 8   // u64, bytes of data
	offPublish = 128 // u64, written by the writer
	offHead    = 256 // u64, written by the reader
	offFrozen  = 264 // u32, written by the reader
	offArmed   = 384 // u32, written by both
	offData    = 512

	magic   = 0x5453534D // "MSST"
	version = 1
)

// MinSize is the smallest segment, in bytes of data.
const MinSize = 64 << 10
