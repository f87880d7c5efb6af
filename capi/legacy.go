//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"mailslot/internal/ntobj"
	"mailslot/win32"
)

// legacyVariable tells a child of CreateProcess which handles it has inherited:
// the parent's number, then for each handle its value, kind, descriptor, rights
// and what else the kind needs. A child of another parent ignores it.
const legacyVariable = "MAILSLOT_HANDLES"

// legacy is what a child inherits, as it is put together.
type legacy struct {
	words []string
	fds   []uintptr // from descriptor 3 on
	once  []int     // those of them that only the child needs
}

func newLegacy(inherit bool) *legacy {
	l := new(legacy)
	if inherit {
		ntobj.Handles.Each(func(h ntobj.Handle, e *ntobj.Entry) {
			if e.Flags()&ntobj.Inherit != 0 {
				l.add(h, e)
			}
		})
	}
	return l
}

// add adds a handle, if its kind can live in another process.
func (l *legacy) add(h ntobj.Handle, e *ntobj.Entry) {
	kind, fd, more := byte(0), -1, []byte(nil)
	if d, ok := e.Object.(*descriptor); ok {
		kind, fd = 'f', d.fd
	} else if n, about, err := win32.Share(e.Object); err == nil {
		kind, fd, more = 'c', n, about
	} else if n, about, err := win32.ShareServer(e.Object); err == nil {
		kind, fd, more = 's', n, about
		l.once = append(l.once, n)
	}
	if fd < 0 {
		return
	}
	l.words = append(l.words, fmt.Sprintf("%x,%c,%d,%x,%s", uintptr(h), kind, 3+len(l.fds), e.Access, hex.EncodeToString(more)))
	l.fds = append(l.fds, uintptr(fd))
}

// release closes what the child has got, or could not get.
func (l *legacy) release() {
	for _, fd := range l.once {
		unix.Close(fd)
	}
}

func (l *legacy) variable() string {
	return fmt.Sprintf("%s=%d;%s", legacyVariable, os.Getpid(), strings.Join(l.words, ";"))
}

// files are the child's descriptors: the standard three, then the legacy.
func (l *legacy) files(std [3]C.uintptr_t) []uintptr {
	files := []uintptr{0, 1, 2}
	for i, h := range std {
		if d, e := object[*descriptor](h); h != 0 && e == 0 {
			files[i] = uintptr(d.fd)
		}
	}
	return append(files, l.fds...)
}

// takeOver makes handles of what the parent has left.
func takeOver() C.uint32_t {
	parent, list, _ := strings.Cut(os.Getenv(legacyVariable), ";")
	os.Unsetenv(legacyVariable)
	if parent != fmt.Sprint(os.Getppid()) || list == "" {
		return 0
	}
	for word := range strings.SplitSeq(list, ";") {
		inherit(word)
	}
	return 0
}

// inherit makes one handle. What cannot be read is passed over: the handle
// then does not exist, as if it had not been inheritable.
func inherit(word string) {
	var h uintptr
	var kind byte
	var fd int
	var access uint32
	var about string
	if n, _ := fmt.Sscanf(word, "%x,%c,%d,%x,%s", &h, &kind, &fd, &access, &about); n < 4 {
		return
	}
	var o ntobj.Object
	switch kind {
	case 'f':
		o = &descriptor{fd: lifted(fd)}
	case 'c', 's':
		b, _ := hex.DecodeString(about)
		take := win32.Inherit
		if kind == 's' {
			take = win32.InheritServer
		}
		var err error
		if o, err = take(fd, b); err != nil {
			return
		}
	default:
		return
	}
	ntobj.Handles.InsertAt(ntobj.Handle(h), o, access, ntobj.Inherit)
}

// closeInOrder ends what other processes know of this one: a slot with handles
// elsewhere lives on there, and so does a named object.
func closeInOrder() {
	ntobj.Handles.Each(func(h ntobj.Handle, e *ntobj.Entry) {
		o, ok := e.Object.(ntobj.Commoner)
		if ok && o.Common() != nil || win32.KindOf(e.Object) == win32.ServerKind {
			ntobj.Handles.SetFlags(h, ntobj.ProtectFromClose, 0)
			ntobj.Handles.Close(h)
		}
	})
}
