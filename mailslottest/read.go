package mailslottest

import (
	"time"
)

func readCases() []Case {
	return []Case{
		{"ReadTakesTheMessage", "5.1", readTakesTheMessage},
		{"ReadLeavesTheRestOfTheBuffer", "5.1", readLeavesTheRest},
		{"ReadOfExactSizeFits", "5.1", readOfExactSize},
		{"ReadShortBufferKeepsMessage", "5.2", readShortBufferKeepsMessage},
		{"ReadShortBufferCanBeRepeated", "5.2", readShortBufferRepeated},
		{"ReadShortBufferKeepsOrder", "5.2", readShortBufferKeepsOrder},
		{"ReadShortBufferOfLargeMessage", "5.2 4.4", readShortBufferOfLarge},
		{"ReadWithoutBufferTakesEmptyMessage", "5.3", readWithoutBufferTakesEmpty},
		{"ReadWithoutBufferKeepsMessage", "5.3", readWithoutBufferKeeps},
		{"ReadWithoutBufferOfEmptySlotTimesOut", "5.3", readWithoutBufferTimesOut},
		{"ReadOfEmptyMessageIsNoEnd", "5.4", readOfEmptyMessage},
		{"ReadWithoutWaitingTimesOutAtOnce", "5.5", readWithoutWaiting},
		{"ReadTimesOutNotEarly", "5.6", readTimesOutNotEarly},
		{"ReadOfWaitingMessageIgnoresTimeout", "5.6", readIgnoresTimeout},
		{"ReadAfterTimeoutStillWorks", "5.6", readAfterTimeout},
		{"ReadOfClosedSlotFails", "5.11 6.8", readOfClosedSlot},
	}
}

func readTakesTheMessage(r *run) {
	s, c := r.pair()
	r.write(c, "message")
	r.read(s, "message")
	r.empty(s)
	r.readFails(s, 8, semTimeout)
}

func readLeavesTheRest(r *run) {
	s, c := r.pair()
	r.write(c, "abc")
	p := []byte("--------")
	if n, err := s.Read(p); n != 3 || err != nil || string(p) != "abc-----" {
		r.Errorf("read %d, %v: %q", n, err, p)
	}
}

func readOfExactSize(r *run) {
	s, c := r.pair()
	r.write(c, "exact")
	p := make([]byte, 5)
	if n, err := s.Read(p); n != 5 || err != nil {
		r.Errorf("read %d, %v", n, err)
	}
}

func readShortBufferKeepsMessage(r *run) {
	s, c := r.pair()
	r.write(c, "12345678", "next")
	before := r.info(s)
	r.readFails(s, 7, insufficientBuffer)
	if after := r.info(s); after != before {
		r.Errorf("before %+v, after %+v", before, after)
	}
	r.read(s, "12345678", "next")
}

func readShortBufferRepeated(r *run) {
	s, c := r.pair()
	r.write(c, "12345678")
	for size := range 8 {
		r.readFails(s, size, insufficientBuffer)
	}
	r.read(s, "12345678")
	r.empty(s)
}

func readShortBufferKeepsOrder(r *run) {
	s, c := r.pair()
	r.write(c, "first and long")
	r.readFails(s, 4, insufficientBuffer)
	other := r.client(slotName)
	r.write(other, "2")
	r.readFails(s, 4, insufficientBuffer)
	r.write(c, "3")
	r.read(s, "first and long", "2", "3")
}

func readShortBufferOfLarge(r *run) {
	s, c := r.pair()
	message := make([]byte, 300_000)
	r.fails("write", c.Write(message), success)
	r.readFails(s, len(message)-1, insufficientBuffer)
	r.read(s, string(message))
}

func readWithoutBufferTakesEmpty(r *run) {
	s, c := r.pair()
	r.write(c, "", "x")
	if n, err := s.Read(nil); n != 0 || err != nil {
		r.Errorf("read %d, %v", n, err)
	}
	r.read(s, "x")
}

func readWithoutBufferKeeps(r *run) {
	s, c := r.pair()
	r.write(c, "x")
	r.readFails(s, 0, insufficientBuffer)
	r.read(s, "x")
}

func readWithoutBufferTimesOut(r *run) {
	r.readFails(r.slot(), 0, semTimeout)
}

func readOfEmptyMessage(r *run) {
	s, c := r.pair()
	r.write(c, "", "", "after")
	r.read(s, "", "", "after")
	r.empty(s)
}

func readWithoutWaiting(r *run) {
	s := r.slot()
	for range 3 {
		r.readFails(s, 8, semTimeout)
	}
}

// aWhile is a time-out that passes soon, aLongTime one that does not.
const (
	aWhile    = 60
	aLongTime = 10 * 60 * 1000
)

func readTimesOutNotEarly(r *run) {
	s := r.server(slotName, 0, aWhile)
	start := time.Now()
	r.readFails(s, 8, semTimeout)
	if d := time.Since(start); d < aWhile*time.Millisecond*9/10 {
		r.Errorf("a read of %d ms ended after %v", aWhile, d)
	}
}

func readIgnoresTimeout(r *run) {
	s := r.server(slotName, 0, aLongTime)
	r.write(r.client(slotName), "here")
	r.read(s, "here")
}

func readAfterTimeout(r *run) {
	s := r.server(slotName, 0, 1)
	c := r.client(slotName)
	for range 5 {
		r.readFails(s, 8, semTimeout)
		r.write(c, "late")
		r.read(s, "late")
	}
}

func readOfClosedSlot(r *run) {
	s, c := r.pair()
	r.write(c, "lost")
	r.fails("close", s.Close(), success)
	r.readFails(s, 8, invalidHandle)
	_, err := s.Info()
	r.fails("info", err, invalidHandle)
	r.fails("close again", s.Close(), invalidHandle)
}
