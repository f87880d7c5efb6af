//go:build cgo && linux

package main

// #include <stdint.h>
import "C"

import (
	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// main is required and never called in a shared library.
func main() {}

// code is an errno as C returns it.
func code(e errno.Errno) C.uint32_t { return C.uint32_t(e) }

// codeOf is the code that an error carries.
func codeOf(err error) C.uint32_t { return code(errno.Of(err)) }

// handle is a handle as C passes it. On 32-bit machines both are 32 bits.
func handle(h C.uintptr_t) ntobj.Handle { return ntobj.Handle(h) }

// flagsOf are a new handle's flags.
func flagsOf(inherit C.uint32_t) uint32 {
	if inherit != 0 {
		return ntobj.Inherit
	}
	return 0
}

func boolean(b bool) C.uint32_t {
	if b {
		return 1
	}
	return 0
}
