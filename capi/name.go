//go:build cgo && linux

package main

// #include <stdint.h>
import "C"

import (
	"strings"
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/slotname"
)

// text is the string of UTF-16 units that C holds.
func text(p *C.uint16_t, units C.uint32_t) string {
	if p == nil {
		return ""
	}
	return slotname.FromUTF16(unsafe.Slice((*uint16)(p), int(units))) // C vouches for the length
}

// put writes s as UTF-16 into buf of cap units and its full length to n.
func put(s string, buf *C.uint16_t, most C.uint32_t, n *C.uint32_t) C.uint32_t {
	units := slotname.UTF16(s)
	*n = C.uint32_t(len(units))
	if buf != nil {
		copy(unsafe.Slice((*uint16)(buf), int(most)), units) // C vouches for most units
	}
	if len(units) > int(most) {
		return code(errno.MoreData)
	}
	return 0
}

// objectKey is the name of an event, mutex, ... without its session.
func objectKey(p *C.uint16_t, units C.uint32_t) (string, errno.Errno) {
	name := text(p, units)
	for _, session := range []string{`Global\`, `Local\`} {
		name = strings.TrimPrefix(name, session)
	}
	if strings.Contains(name, `\`) {
		return "", errno.PathNotFound
	}
	return name, errno.Success
}
