//go:build !windows

package win32

import (
	"strings"
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/slotname"
)

// maxUnits is one more than any name can have (rule 1.7).
const maxUnits = 1 << 15

// UTF16PtrFromString makes a zero-terminated string of UTF-16 units. It fails
// if s contains a zero byte.
func UTF16PtrFromString(s string) (*uint16, error) {
	if strings.IndexByte(s, 0) >= 0 {
		return nil, ERROR_INVALID_PARAMETER
	}
	return &append(slotname.UTF16(s), 0)[0], nil
}

// UTF16PtrToString is the inverse; nil is the empty string. A string without
// a zero among its first 32768 units is cut there.
func UTF16PtrToString(p *uint16) string { return slotname.FromUTF16(units(p)) }

// units is the string at p without its zero.
func units(p *uint16) []uint16 {
	if p == nil {
		return nil
	}
	n := 0
	// The caller promises a zero-terminated string, as to Windows; nothing
	// behind the zero is read.
	for n < maxUnits && *(*uint16)(unsafe.Add(unsafe.Pointer(p), 2*n)) != 0 {
		n++
	}
	return unsafe.Slice(p, n) // the n units just read
}

// parseName reads the name of CreateMailslot and CreateFile; NULL is as bad
// as the empty one (rules 1.9, 3.2).
func parseName(p *uint16) (slotname.Name, Errno) {
	n, err := slotname.Parse(UTF16PtrToString(p))
	return n, errno.Of(err)
}
