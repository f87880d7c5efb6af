//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"unsafe"

	"mailslot/internal/shm"
)

//export msgo_init
func msgo_init(shared *C.struct_msgo_shared) C.uint32_t {
	shm.KeepAbove(firstOfOurs)
	// C never frees it.
	shm.ShareHeld(unsafe.Slice((*uint32)(unsafe.Pointer(&shared.held[0])), C.MSGO_HELD_WORDS))
	return takeOver(&shared.standard)
}

//export msgo_exit
func msgo_exit() C.uint32_t {
	closeInOrder()
	return 0
}
