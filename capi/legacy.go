//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
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

// legacyVariable tells a child of CreateProcess where its legacy is: the parent's
// number, then the descriptors of its door and of the list of handles that it has
// inherited, a bequest each, and which of these are its standard handles. A child of
// another parent that lives ignores it.
const legacyVariable = "MAILSLOT_HANDLES"

// doorFD and listFD are the child's numbers of both; the handles' follow.
const doorFD, listFD = 3, 4

// bequest is a handle for another process.
type bequest struct {
	h      ntobj.Handle
	kind   byte // 'f'ile, 'c'lient, 's'erver, 'n'amed object, 'p'rocess
	fd     int  // its number with the sender, then with the receiver
	access uint32
	flags  uint32
	about  []byte // what else the kind needs
}

// bequeath is what another process needs to have the handle h, which is entry. The
// descriptor is the caller's, to be closed when that process has it. Another thread
// may close the handle meanwhile, so it is duplicated first; but for a server's,
// which makes the descriptor itself, and whose close waits for its last read.
func bequeath(h ntobj.Handle, entry *ntobj.Entry) (b bequest, e errno.Errno) {
	if win32.KindOf(entry.Object) != win32.ServerKind {
		pin, e := ntobj.Handles.Duplicate(h, 0, false, 0)
		if e != errno.Success {
			return b, e
		}
		defer ntobj.Handles.Close(pin)
		if pinned := ntobj.Handles.Get(pin); pinned == nil || pinned.Object != entry.Object {
			return b, errno.InvalidHandle // the number is another's already
		}
	}
	publish(entry.Object)
	b, e = share(entry.Object)
	b.h, b.access = h, entry.Access
	return b, e
}

// share is bequeath for an object that lives meanwhile.
func share(o ntobj.Object) (b bequest, e errno.Errno) {
	if d, is := o.(*descriptor); is {
		b.kind = 'f'
		b.fd, e = copied(d.fd)
		return b, e
	}
	var err error
	if b.fd, b.about, err = win32.Share(o); err == nil {
		b.kind = 'c'
		b.fd, e = copied(b.fd)
		return b, e
	}
	if b.fd, b.about, err = win32.ShareServer(o); err == nil {
		b.kind = 's'
		return b, errno.Success
	}
	if p, is := o.(*process); is {
		b.kind, b.about = 'p', strconv.AppendInt(nil, int64(p.pid), 10)
		if b.fd = p.share(); b.fd >= 0 {
			return b, errno.Success
		}
	}
	if c, is := o.(ntobj.Commoner); is && c.Common() != nil {
		b.kind, b.about = 'n', []byte(ntobj.Handles.Name(o))
		if b.fd, err = named.Hand(o); err == nil {
			return b, errno.Success
		}
	}
	return bequest{}, errno.NotSupported
}

// copied is another descriptor of what fd leads to, with a number below ours; see lower.
func copied(fd int) (low int, e errno.Errno) {
	low, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 3)
	switch err {
	case nil:
		return shm.Hold(low), errno.Success
	case unix.EMFILE:
		return -1, errno.TooManyOpenFiles
	}
	return -1, errno.InvalidHandle
}

// publishing makes the name of an object known with it.
var publishing sync.Mutex

// publish makes an object of this process alone one that others can have, if it
// is of such a kind.
func publish(o ntobj.Object) {
	publishing.Lock()
	defer publishing.Unlock()
	if c, is := o.(ntobj.Publisher); !is || c.Common() != nil {
		return
	}
	if name := secretName(); named.Publish(name, o) == errno.Success {
		ntobj.Handles.Call(o, name)
	}
}

// String is the bequest as a word, which parseBequest reads.
func (b bequest) String() string {
	return fmt.Sprintf("%x,%c,%d,%x,%x,%s", uintptr(b.h), b.kind, b.fd, b.access, b.flags, encoding.EncodeToString(b.about))
}

func parseBequest(word string) (b bequest, ok bool) {
	var h uintptr
	var about string
	n, _ := fmt.Sscanf(word, "%x,%c,%d,%x,%x,%s", &h, &b.kind, &b.fd, &b.access, &b.flags, &about)
	b.h = ntobj.Handle(h)
	b.about, _ = encoding.DecodeString(about)
	return b, n >= 5
}

// encoding makes of any bytes a part of a word. A slot's name has up to 96 KiB, and
// the word has to go through a socket in one piece.
var encoding = base64.RawStdEncoding

// take makes the handle. What cannot be made is passed over: the handle then
// does not exist, as if it had not been handed over.
func (b bequest) take() {
	var o ntobj.Object
	var err error
	switch b.kind {
	case 'f':
		o = &descriptor{fd: lifted(b.fd)}
	case 'c':
		o, err = win32.Inherit(b.fd, b.about)
	case 's':
		o, err = win32.InheritServer(b.fd, b.about)
	case 'p':
		var pid int
		pid, err = strconv.Atoi(string(b.about))
		o = processAt(b.fd, pid)
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
	fds   []uintptr       // from descriptor 3 on
	once  []int           // those that only the child needs
	door  int             // our end of the child's, or -1
	std   [3]ntobj.Handle // its standard handles that are no descriptors, or 0
}

func newLegacy(inherit bool, std [3]C.uintptr_t) (*legacy, error) {
	ours, childs, err := doors()
	if err != nil {
		return nil, err
	}
	list, err := unix.MemfdCreate("mailslot-handles", unix.MFD_CLOEXEC)
	l := &legacy{door: ours, fds: []uintptr{doorFD - 3: uintptr(childs), listFD - 3: uintptr(list)}, once: []int{childs}}
	if err == nil {
		l.once = append(l.once, list)
		if inherit {
			err = l.addAll(std)
		}
	}
	if err == nil {
		err = writeList(list, l.words)
	}
	if err != nil {
		l.release()
		l.closeDoor()
		return nil, err
	}
	return l, nil
}

// addAll adds what is inheritable, but for what cannot be handed over. A standard
// handle that is no descriptor is told.
func (l *legacy) addAll(std [3]C.uintptr_t) (failed error) {
	ntobj.Handles.Each(func(h ntobj.Handle, entry *ntobj.Entry) {
		if entry.Flags()&ntobj.Inherit == 0 {
			return
		}
		b, e := bequeath(h, entry)
		if e == errno.TooManyOpenFiles {
			failed = e
		}
		if e != errno.Success {
			return
		}
		b.flags = ntobj.Inherit
		l.add(b)
		for i := range std {
			if handle(std[i]) == h && b.kind != 'f' {
				l.std[i] = h
			}
		}
	})
	return failed
}

func (l *legacy) add(b bequest) {
	l.once = append(l.once, b.fd)
	fd := b.fd
	b.fd = 3 + len(l.fds)
	l.words = append(l.words, b.String())
	l.fds = append(l.fds, uintptr(fd))
}

// writeList leaves the file where the child begins to read.
func writeList(fd int, words []string) error {
	_, err := unix.Pwrite(fd, []byte(strings.Join(words, ";")), 0)
	return err
}

// readList takes the list of the parent. An inherited descriptor may be another file
// by now, which is let be.
func readList(fd int) []string {
	name, _ := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd))
	if !strings.HasPrefix(name, "/memfd:mailslot-handles") {
		return nil
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil {
		return nil
	}
	list := make([]byte, st.Size)
	if n, err := unix.Read(fd, list); err != nil || n < len(list) || n == 0 {
		return nil
	}
	return strings.Split(string(list), ";")
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
	return fmt.Sprintf("%s=%d,%d,%d,%x,%x,%x", legacyVariable, os.Getpid(), doorFD, listFD, l.std[0], l.std[1], l.std[2])
}

// files are the child's descriptors: the standard three, then the legacy. Where a
// standard handle is of another kind, the descriptor is ours.
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
	low, e := copied(int(fd))
	if e != errno.Success {
		return fd // without a place for it there is none for the child either
	}
	l.once = append(l.once, low)
	return uintptr(low)
}

// takeOver makes handles of what the parent has left, and tells those that are
// standard ones.
func takeOver(std *[3]C.uintptr_t) C.uint32_t {
	var parent, door, list int
	var in, out, err C.uintptr_t
	n, _ := fmt.Sscanf(secureenv.Get(legacyVariable), "%d,%d,%d,%x,%x,%x", &parent, &door, &list, &in, &out, &err)
	os.Unsetenv(legacyVariable)
	if n < 6 || !leftBy(parent, door) {
		return 0
	}
	*std = [3]C.uintptr_t{in, out, err}
	openDoor(door)
	for _, word := range readList(list) {
		if b, ok := parseBequest(word); ok {
			b.take()
		}
	}
	return 0
}

// leftBy reports whether the legacy is for this process: its parent has left it. A
// parent that has ended is known by its end of the door, which is closed.
func leftBy(parent, door int) bool {
	if parent == os.Getppid() {
		return true
	}
	maker, err := unix.GetsockoptUcred(door, unix.SOL_SOCKET, unix.SO_PEERCRED)
	set := []unix.PollFd{{Fd: int32(door)}}
	unix.Poll(set, 0)
	return err == nil && int(maker.Pid) == parent && set[0].Revents&unix.POLLHUP != 0
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
