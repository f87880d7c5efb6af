package local

import (
	"sync/atomic"

	"mailslot/internal/cgroup"
	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// smallRing is the size up to which rings are made without a question whether
// the control group has the memory.
const smallRing = 512 << 10

// groups is what the control groups of this process were found to be.
type groups struct {
	memory cgroup.Memory
	at     uint64 // when, by the order clock
}

// theGroups is replaced as a whole. Two threads that find it too old look twice.
var theGroups atomic.Pointer[groups]

// groupsAge is for how long the limits are believed, in nanoseconds.
const groupsAge = 1e9

func ownGroups() cgroup.Memory {
	now := shm.Now()
	if g := theGroups.Load(); g != nil && int64(now-g.at) < groupsAge {
		return g.memory
	}
	g := &groups{cgroup.Find("/"), now}
	theGroups.Store(g)
	return g.memory
}

// affordable reports whether a ring of that size, if it is no small one, may
// take n bytes more without getting its writer killed.
func affordable(size, n uint64) bool {
	return size <= smallRing || ownGroups().Has(n)
}

// errNoMemory is the error of a write to which the kernel would not say no.
var errNoMemory = errno.New(errno.NotEnoughQuota, "the control group of this process has no memory left for messages")

// prepare makes sure of the memory of a record that ends at end.
func prepare(seg *shm.Segment, end uint64) error {
	if n := seg.Lacks(end); n != 0 {
		return take(seg, end, n)
	}
	return nil
}

// take is prepare for the n bytes that are lacking.
func take(seg *shm.Segment, end, n uint64) error {
	if !affordable(seg.Size(), n) {
		return errNoMemory
	}
	if err := seg.Ready(end); err != nil {
		return sysError("no memory for the message", err)
	}
	return nil
}

// nextRing makes the ring after this one, with room for n bytes. Where memory
// is short it is smaller than it would be, and when there is none it comes only
// after all has been read: the memory of the rings before it is free then.
func (w *Writer) nextRing(n int) (*shm.Segment, error) {
	size, need := w.nextSize(n), ring.RecordSize(n)
	for size/2 > max(smallRing, need) && !affordable(size, size) {
		size /= 2
	}
	if !affordable(size, size) {
		size = max(shm.MinSize, need)
		if w.unread() != 0 || !affordable(size, size) {
			return nil, errNoMemory
		}
	}
	seg, err := shm.Create(size)
	if err != nil {
		return nil, sysError("no memory for messages", err)
	}
	return seg, nil
}

// unread is the bytes of this handle that were unread when room last looked.
func (w *Writer) unread() (n uint64) {
	if w.out != nil {
		n = w.out.Unread()
	}
	for _, o := range w.old {
		n += o.Unread()
	}
	return n
}
