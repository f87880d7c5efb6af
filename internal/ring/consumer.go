package ring

import "math"

// Record is a message at the head of a ring, its header already checked. The
// payload still lies in shared memory: copy it out before looking at it. With
// one word more Go would no longer keep it in registers.
type Record struct {
	Payload []byte
	Flags   uint32
}

// Consumer takes records from a ring. It belongs to one goroutine at a time.
type Consumer struct {
	Shared
	head  uint64 // bytes taken
	told  uint64 // the Head that the producer knows
	tail  uint64 // bytes published, as of the last Load
	count uint32 // messages published, as of the last Load
	taken uint32 // messages taken

	have bool // length, flags, stamp are those of the record at head
	rec  struct {
		length uint32
		flags  uint32
		stamp  uint64
	}
}

// NewConsumer starts on a ring from which nothing was taken yet.
func NewConsumer(s Shared) *Consumer { return &Consumer{Shared: s} }

// Load takes a new snapshot of what is published. Records beyond it stay
// invisible until the next Load.
func (c *Consumer) Load() error {
	step("consumer reads publish")
	tail, count, ok := c.parse(c.Publish.Load())
	if !ok {
		return ErrCorrupt
	}
	c.tail, c.count = tail, count
	return nil
}

// parse reads a publish word. It is not ok when the producer went backwards, or
// beyond the ring.
func (c *Consumer) parse(word uint64) (tail uint64, count uint32, ok bool) {
	tail = c.tail + uint64(uint32(word>>32)-uint32(c.tail/Align))*Align
	return tail, uint32(word), tail-c.head <= uint64(len(c.Data))
}

// fresh is measure by a new look.
func (c *Consumer) fresh() (messages int, bytes uint64) {
	step("consumer reads publish")
	return c.measure(c.Publish.Load())
}

// measure is Unread and Pending by a new publish word; the snapshot stays. A
// corrupt word counts as the snapshot.
func (c *Consumer) measure(word uint64) (messages int, bytes uint64) {
	tail, count, ok := c.parse(word)
	if !ok {
		tail, count = c.tail, c.count
	}
	bytes = tail - c.head
	return unread(count-c.taken, bytes), bytes
}

// Pending is the number of bytes in the snapshot that are not taken.
func (c *Consumer) Pending() uint64 { return c.tail - c.head }

// Left is Pending by a new look; the snapshot stays.
func (c *Consumer) Left() uint64 {
	_, bytes := c.fresh()
	return bytes
}

// Unread is the number of messages in the snapshot that are not taken. The
// producer's count is believed only as far as the bytes can hold it.
func (c *Consumer) Unread() int { return unread(c.count-c.taken, c.Pending()) }

func unread(claimed uint32, bytes uint64) int {
	most := bytes / HeaderSize
	if most == 0 {
		return 0
	}
	return int(min(max(uint64(claimed), 1), most, math.MaxInt32))
}

// Peek checks the header of the record at the head, once: what it finds is
// kept until Take, whatever the producer does to the memory.
func (c *Consumer) Peek() (ok bool, err error) {
	if c.have {
		return true, nil
	}
	for skipped := false; c.head != c.tail; skipped = true {
		off := c.head & uint64(len(c.Data)-1)
		step("consumer reads header")
		length, flags, stamp := header(c.Data[off:])
		if flags&flagPad == 0 {
			return c.accept(off, length, flags, stamp)
		}
		rest := uint64(len(c.Data)) - off
		if skipped || rest >= c.Pending() { // a record must follow
			return false, ErrCorrupt
		}
		c.head += rest
	}
	return false, nil
}

func (c *Consumer) accept(off uint64, length, flags uint32, stamp uint64) (bool, error) {
	size := (uint64(length) + HeaderSize + Align - 1) &^ (Align - 1)
	if size > c.Pending() || off+size > uint64(len(c.Data)) {
		return false, ErrCorrupt
	}
	c.rec.length, c.rec.flags, c.rec.stamp = length, flags, stamp
	c.have = true
	return true, nil
}

// Record is the record that Peek found.
func (c *Consumer) Record() Record {
	off := c.head&uint64(len(c.Data)-1) + HeaderSize
	n := uint64(c.rec.length)
	return Record{c.Data[off : off+n : off+n], c.rec.flags}
}

// Take removes the record that Peek found and returns the bytes it took up.
// The producer learns of it when an eighth of the ring is free, or all.
func (c *Consumer) Take() uint64 {
	size := RecordSize(int(c.rec.length))
	c.head += size
	c.taken++
	c.have = false
	if c.head == c.tail || c.head-c.told > uint64(len(c.Data))/8 {
		c.tell()
	}
	return size
}

func (c *Consumer) tell() {
	c.told = c.head
	step("consumer tells head")
	c.Head.Store(c.head)
}

// Truncate forgets everything that is published and not taken.
func (c *Consumer) Truncate() {
	c.head, c.taken, c.have = c.tail, c.count, false
	c.tell()
}

// Arm asks the producer for a bell at its next Append. It reports whether the
// bell was not asked for already. The caller must Load afterwards, or a record
// published just before goes unnoticed.
func (c *Consumer) Arm() bool {
	step("consumer arms")
	return c.Armed.CompareAndSwap(0, armed)
}

// Heed reports whether the producer has announced a bell that was asked for, once.
func (c *Consumer) Heed() bool {
	step("consumer heeds")
	return c.Armed.Load() == claimed && c.Armed.CompareAndSwap(claimed, 0)
}

// Disarm takes Arm back. False means that the producer was faster and a bell
// is on its way.
func (c *Consumer) Disarm() bool {
	step("consumer disarms")
	return c.Armed.CompareAndSwap(armed, 0)
}

// Close makes every later Append of the producer fail.
func (c *Consumer) Close() {
	step("consumer closes")
	c.Armed.Swap(closed)
}
