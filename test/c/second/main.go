//go:build cgo && linux

// Command second is another Go library for C programs, with a run-time of its
// own: it must get along with libmailslot in one process.
package main

// #include <stdint.h>
import "C"

import (
	"runtime"
	"unsafe"

	"mailslot"
)

var (
	slot   *mailslot.Slot
	writer *mailslot.Writer
)

//export second_listen
func second_listen(name *C.char) C.int {
	var err error
	if slot, err = mailslot.Listen(C.GoString(name)); err != nil {
		return 1
	}
	return 0
}

//export second_dial
func second_dial(name *C.char) C.int {
	var err error
	if writer, err = mailslot.Dial(C.GoString(name)); err != nil {
		return 1
	}
	return 0
}

// second_read answers the length of the message, or -1. Now and then it has
// the garbage collector stop this run-time's threads, by signals.
//
//export second_read
func second_read(buf *C.char, size C.int) C.int {
	n, err := slot.ReadMessage(unsafe.Slice((*byte)(unsafe.Pointer(buf)), int(size)))
	if err != nil {
		return -1
	}
	if n%64 == 0 {
		runtime.GC()
	}
	return C.int(n)
}

//export second_write
func second_write(buf *C.char, size C.int) C.int {
	if writer.WriteMessage(unsafe.Slice((*byte)(unsafe.Pointer(buf)), int(size))) != nil {
		return -1
	}
	return size
}

func main() {}
