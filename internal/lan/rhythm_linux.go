package lan

import (
	"time"

	"golang.org/x/sys/unix"
)

// When packets come in such a flood that a reader would be woken for every few
// of them, it naps instead and takes them in one go: a wake-up costs more than
// the packet that it is for, on the sender's side of the kernel too. Whoever
// waits for an answer never sends as fast, so no conversation is slowed down.
const (
	floodPackets = 10 // so many packets in less
	floodTime    = 250 * time.Microsecond
	napTime      = 100 * time.Microsecond // the kernel adds about half
)

// rhythm measures how fast packets come.
type rhythm struct {
	since time.Time
	count int
}

// flood counts n packets that were handled by now, and reports whether they
// come in a flood.
func (r *rhythm) flood(n int, now time.Time) bool {
	r.count += n
	soon := now.Sub(r.since) < floodTime
	if soon && r.count < floodPackets {
		return false
	}
	r.since, r.count = now, 0
	return soon
}

func nap() {
	t := unix.NsecToTimespec(int64(napTime))
	unix.Nanosleep(&t, nil)
}
