//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"mailslot/internal/local"
	"mailslot/internal/shm"
)

//export msgo_init
func msgo_init(shared *C.struct_msgo_shared) C.uint32_t {
	shm.KeepAbove(firstOfOurs)
	forkTable.set(shared)
	return takeOver()
}

//export msgo_exit
func msgo_exit() C.uint32_t {
	closeSlots()
	return 0
}

// forkTable is where C finds what a child that forks without exec must close.
var forkTable forkFDs

type forkFDs struct {
	mu    sync.Mutex
	table []int32
}

func (t *forkFDs) set(shared *C.struct_msgo_shared) {
	t.mu.Lock()
	defer t.mu.Unlock()
	// C never frees the table.
	t.table = unsafe.Slice((*int32)(unsafe.Pointer(&shared.fork_fds[0])), C.MSGO_FORK_FDS)
	for i := range t.table {
		atomic.StoreInt32(&t.table[i], -1)
	}
}

// refresh brings the table up to date after slots came or went.
func (t *forkFDs) refresh() {
	t.mu.Lock()
	defer t.mu.Unlock()
	held := local.Held()
	for i := range t.table {
		fd := int32(-1)
		if i < len(held) {
			fd = int32(held[i])
		}
		atomic.StoreInt32(&t.table[i], fd)
	}
}
