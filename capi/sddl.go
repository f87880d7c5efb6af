//go:build cgo && linux

package main

// #include <stdint.h>
import "C"

import "mailslot/win32"

//export msgo_sddl_check
func msgo_sddl_check(sddl *C.char) C.uint32_t {
	_, err := win32.SecurityDescriptorFromString(C.GoString(sddl))
	return codeOf(err)
}
