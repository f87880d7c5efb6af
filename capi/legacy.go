//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/named"
	"mailslot/internal/ntobj"
	"mailslot/internal/secureenv"
	"mailslot/internal/shm"
	"mailslot/win32"
)

// legacyVariable tells a child of CreateProcess which handles it has inherited:
// the parent's number, then for each handle a bequest. A child of another
// parent ignores it.
const legacyVariable = "MAILSLOT_HANDLES"

// bequest is a handle for another process.
type bequest struct {
	h      ntobj.Handle
	kind   byte // 'f'ile, 'c'lient, 's'erver, 'n'amed object; 'd'oor for later ones
	fd     int  // its number with the sender, then with the receiver
	access uint32
	flags  uint32
	about  []byte // what else the kind needs
	once   bool   // the descriptor is only the receiver's
}

// bequeath is what another process needs to have a handle on o.
func bequeath(o ntobj.Object) (b bequest, ok bool) {
	var err error
	if d, is := o.(*descriptor); is {
		return bequest{kind: 'f', fd: d.fd}, true
	}
	if b.fd, b.about, err = win32.Share(o); err == nil {
		b.kind = 'c'
		return b, true
	}
	b.once = true
	if b.fd, b.about, err = win32.ShareServer(o); err == nil {
		b.kind = 's'
		return b, true
	}
	if c, is := o.(ntobj.Commoner); is && c.Common() != nil {
		if b.fd, err = named.Hand(o); err == nil {
			b.kind, b.about = 'n', []byte(ntobj.Handles.Name(o))
			return b, true
		}
	}
	return bequest{}, false
}

// publishing makes the name of an object known with it.
var publishing sync.Mutex

// publish makes an object of this process alone one that others can have, if it
// is of such a kind. Another thread may close the handle meanwhile.
func publish(h ntobj.Handle) {
	publishing.Lock()
	defer publishing.Unlock()
	e := ntobj.Handles.Get(h)
	if e == nil {
		return
	}
	if c, is := e.Object.(ntobj.Publisher); !is || c.Common() != nil {
		return
	}
	pin, code := ntobj.Handles.Duplicate(h, 0, true, 0)
	if code != errno.Success {
		return
	}
	defer ntobj.Handles.Close(pin)
	if e = ntobj.Handles.Get(pin); e == nil {
		return
	}
	if name := secretName(); named.Publish(name, e.Object) == errno.Success {
		ntobj.Handles.Call(e.Object, name)
	}
}

// String is the bequest as a word, which parseBequest reads.
func (b bequest) String() string {
	return fmt.Sprintf("%x,%c,%d,%x,%x,%s", uintptr(b.h), b.kind, b.fd, b.access, b.flags, hex.EncodeToString(b.about))
}

func parseBequest(word string) (b bequest, ok bool) {
	var h uintptr
	var about string
	n, _ := fmt.Sscanf(word, "%x,%c,%d,%x,%x,%s", &h, &b.kind, &b.fd, &b.access, &b.flags, &about)
	b.h = ntobj.Handle(h)
	b.about, _ = hex.DecodeString(about)
	return b, n >= 5
}

// take makes the handle. What cannot be made is passed over: the handle then
// does not exist, as if it had not been handed over.
func (b bequest) take() {
	var o ntobj.Object
	var err error
	switch b.kind {
	case 'd':
		openDoor(b.fd)
		return
	case 'f':
		o = &descriptor{fd: lifted(b.fd)}
	case 'c':
		o, err = win32.Inherit(b.fd, b.about)
	case 's':
		o, err = win32.InheritServer(b.fd, b.about)
	case 'n':
		// The descriptor keeps the object alive until this process has it.
		ntobj.Handles.InsertNamedAt(b.h, string(b.about), b.access, b.flags, func() (ntobj.Object, bool, errno.Errno) {
			return named.Open(string(b.about))
		})
		unix.Close(b.fd)
		return
	default:
		return
	}
	if err == nil {
		ntobj.Handles.InsertAt(b.h, o, b.access, b.flags)
	}
}

// legacy is what a child inherits, as it is put together.
type legacy struct {
	words []string
	fds   []uintptr // from descriptor 3 on
	once  []int     // those of them that only the child needs
	door  int       // our end of the child's, or -1
}

func newLegacy(inherit bool) *legacy {
	l := &legacy{door: -1}
	if ours, childs, err := doors(); err == nil {
		l.door = ours
		l.add(bequest{kind: 'd', fd: childs, once: true})
	}
	if inherit {
		ntobj.Handles.Each(func(h ntobj.Handle, e *ntobj.Entry) {
			if e.Flags()&ntobj.Inherit == 0 {
				return
			}
			publish(h)
			if b, ok := bequeath(e.Object); ok {
				b.h, b.access, b.flags = h, e.Access, ntobj.Inherit
				l.add(b)
			}
		})
	}
	return l
}

func (l *legacy) add(b bequest) {
	if b.once {
		l.once = append(l.once, b.fd)
	}
	fd := b.fd
	b.fd = 3 + len(l.fds)
	l.words = append(l.words, b.String())
	l.fds = append(l.fds, uintptr(fd))
}

// release closes what the child has got, or could not get.
func (l *legacy) release() {
	for _, fd := range l.once {
		shm.Close(fd)
	}
}

// closeDoor is for a child that never was.
func (l *legacy) closeDoor() {
	if l.door >= 0 {
		shm.Release(l.door)
		unix.Close(l.door)
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
	files = append(files, l.fds...)
	for i := range files {
		files[i] = l.lower(files[i])
	}
	return files
}

// lower gives a descriptor a number below ours until the child has it. Go's fork
// puts a pipe behind the highest one, and there the usual limit of 1024 ends.
func (l *legacy) lower(fd uintptr) uintptr {
	if fd < firstOfOurs {
		return fd
	}
	low, err := unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return fd // without a place for it there is none for the child either
	}
	l.once = append(l.once, shm.Hold(low))
	return uintptr(low)
}

// takeOver makes handles of what the parent has left.
func takeOver() C.uint32_t {
	parent, list, _ := strings.Cut(secureenv.Get(legacyVariable), ";")
	os.Unsetenv(legacyVariable)
	if parent != fmt.Sprint(os.Getppid()) || list == "" {
		return 0
	}
	for word := range strings.SplitSeq(list, ";") {
		if b, ok := parseBequest(word); ok {
			b.take()
		}
	}
	return 0
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
