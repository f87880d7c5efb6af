package nbt

import (
	"hash/maphash"
	"time"

	"mailslot/netbios"
)

// digest stands for a datagram: its id, names and data. The addresses are left
// out, so that the copies which a sender with several interfaces sends, one
// on each, are copies here too.
type digest struct {
	id                  uint16
	source, destination netbios.Name
	data                uint64 // hashed by a seed that nobody knows, so that no two can be made to match
}

func (n *Node) digestOf(d *netbios.Datagram) digest {
	return digest{d.ID, d.Source, d.Destination, maphash.Bytes(n.bridge.memory.seed, d.Data)}
}

// untilDisplaced is the window of own datagrams. They come back at once, so
// the last ones are enough, and no jump of the clock makes a node hear itself.
const untilDisplaced = time.Duration(1) << 60

// recent remembers digests for a while, the last max of them.
type recent struct {
	window time.Duration
	max    int
	until  map[digest]time.Duration
	queue  []remembered // in the order of their ends
}

type remembered struct {
	digest digest
	until  time.Duration
}

// add remembers d; it reports whether d was remembered already. A copy does
// not lengthen the memory of the first.
func (r *recent) add(d digest, now time.Duration) bool {
	r.forget(now)
	if _, ok := r.until[d]; ok {
		return true
	}
	if r.until == nil {
		r.until = map[digest]time.Duration{}
	}
	if len(r.queue) >= r.max {
		r.drop()
	}
	r.until[d] = now + r.window
	r.queue = append(r.queue, remembered{d, now + r.window})
	return false
}

// has reports whether d is remembered.
func (r *recent) has(d digest, now time.Duration) bool {
	r.forget(now)
	_, ok := r.until[d]
	return ok
}

func (r *recent) forget(now time.Duration) {
	for len(r.queue) > 0 && r.queue[0].until <= now {
		r.drop()
	}
}

// drop forgets the oldest. Appending to the rest of the queue makes a new
// array from time to time, which frees the old one.
func (r *recent) drop() {
	delete(r.until, r.queue[0].digest)
	r.queue = r.queue[1:]
}
