package ring

// Producer appends records to a ring. It belongs to one goroutine at a time.
type Producer struct {
	Shared
	tail  uint64 // bytes appended
	head  uint64 // bytes taken, as last read from the consumer
	count uint32 // messages appended, modulo 2^32
}

// NewProducer starts on an empty, zeroed ring.
func NewProducer(s Shared) Producer { return Producer{Shared: s} }

// Space is where a record will lie.
type Space struct {
	off, end uint64 // the record is Data[off:end]
	pad      uint64 // bytes to skip before it at the end of Data
	touched  uint64 // what Append writes ends here
}

// End is the offset in Data behind all that Append writes, so that its memory
// can be made sure of before.
func (s Space) End() uint64 { return s.touched }

// Reserve finds room for a payload of n bytes. It changes nothing that the
// consumer sees and may be called again instead of Append.
func (p *Producer) Reserve(n int) (Space, bool) {
	size, capacity := RecordSize(n), uint64(len(p.Data))
	if size > capacity {
		return Space{}, false
	}
	off := p.tail & (capacity - 1)
	var pad uint64
	touched := off + size
	if touched > capacity {
		touched = max(off+HeaderSize, size) // the header that says what to skip
		pad, off = capacity-off, 0
	}
	if p.tail+pad+size-p.head > capacity {
		step("producer reads head")
		p.head = p.Head.Load()
		if p.tail+pad+size-p.head > capacity {
			return Space{}, false
		}
	}
	return Space{off: off, end: off + size, pad: pad, touched: touched}, true
}

// Append writes the record and publishes it. The payload is the concatenation
// of prefix and body, together as long as Reserve was told.
func (p *Producer) Append(at Space, stamp uint64, flags uint32, prefix, body []byte) {
	step("producer writes record")
	if at.pad != 0 {
		putHeader(p.Data[p.tail&uint64(len(p.Data)-1):], 0, flagPad, 0)
	}
	rec := p.Data[at.off:at.end]
	putHeader(rec, uint32(len(prefix)+len(body)), flags, stamp)
	if len(prefix) != 0 {
		copy(rec[HeaderSize:], prefix)
	}
	Copy(rec[HeaderSize+len(prefix):], body)
	p.tail += at.pad + (at.end - at.off)
	p.count++
	step("producer publishes")
	p.Publish.Store(publishWord(p.tail, p.count))
}

// Signal is what the producer must do after Append.
type Signal int

const (
	Quiet  Signal = iota // nothing: the consumer is awake
	Bell                 // wake the consumer
	Closed               // the consumer is gone, the write has failed
)

// Announcer counts the bells of all producers where the consumer sees it, each
// before it rings: one who has heard as many as were announced has heard all.
type Announcer interface {
	Announce()
	Recall() // the bell will not ring
}

// Signal looks whether the consumer sleeps or is gone. The store in Append is
// sequentially consistent, so either this sees Armed or the consumer's look
// after arming sees the record. With a nil Announcer the bell is not announced.
func (p *Producer) Signal(a Announcer) Signal {
	step("producer reads armed")
	v := p.Armed.Load()
	if v == armed {
		return p.claim(a)
	}
	return signalOf(v)
}

// claim takes it on to ring the bell. Wait-free: the consumer may take back its
// wish, close, or be hostile meanwhile.
func (p *Producer) claim(a Announcer) Signal {
	mark := uint32(0)
	if a != nil {
		step("producer announces")
		a.Announce()
		mark = claimed
	}
	step("producer disarms")
	if p.Armed.CompareAndSwap(armed, mark) {
		return Bell
	}
	if a != nil {
		step("producer recalls")
		a.Recall()
	}
	step("producer reads armed")
	return signalOf(p.Armed.Load())
}

// signalOf is for a producer that need not ring.
func signalOf(word uint32) Signal {
	if word&closed != 0 {
		return Closed
	}
	return Quiet
}

// Unread is how many bytes the consumer has not taken, by its last word.
func (p *Producer) Unread() uint64 { return p.tail - p.head }

// Refresh asks the consumer's word anew and returns Unread.
func (p *Producer) Refresh() uint64 {
	step("producer reads head")
	p.head = p.Head.Load()
	return p.Unread()
}

// Size is the number of bytes in Data.
func (p *Producer) Size() uint64 { return uint64(len(p.Data)) }
