package shm

import "sync/atomic"

// held has a bit for each descriptor whose closing tells other processes that
// this one is gone: connections, listening sockets, locks. nil: nobody asks.
var held atomic.Pointer[[]uint32]

// ShareHeld has the bits kept in b, which a child that forks without exec
// reads, to close those descriptors and not live on in its parent's name.
func ShareHeld(b []uint32) { held.Store(&b) }

// Hold marks fd until it is released, and returns it.
func Hold(fd int) int {
	if b := held.Load(); b != nil && fd >= 0 && fd/32 < len(*b) {
		atomic.OrUint32(&(*b)[fd/32], 1<<(fd%32))
	}
	return fd
}

// Release takes the mark away. It comes before closing: by then the number may
// be another's.
func Release(fd int) {
	if b := held.Load(); b != nil && fd >= 0 && fd/32 < len(*b) {
		atomic.AndUint32(&(*b)[fd/32], ^uint32(1<<(fd%32)))
	}
}
