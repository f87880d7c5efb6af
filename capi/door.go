//go:build cgo && linux

package main

// #include <stdint.h>
import "C"

import (
	"encoding/binary"
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
	"mailslot/internal/shm"
	"mailslot/win32"
)

// A child of CreateProcess has a door: a socket through which its parent's
// DuplicateHandle hands it handles. The parent chooses their numbers, from a
// range that the child's own do not reach, so that a child which has not begun
// can be given handles as well: it finds them at the door when it is loaded.

// ajar is how long DuplicateHandle waits for the child's word that the handle
// is there. A child that is suspended or busy takes it later.
const ajar = time.Second

// doors makes both ends.
func doors() (ours, childs int, err error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return -1, -1, err
	}
	return shm.Hold(lifted(ends[0])), ends[1], nil
}

// hand gives the child another handle on what h leads to.
func (p *process) hand(h ntobj.Handle, access uint32, options uint32, flags uint32) (ntobj.Handle, errno.Errno) {
	entry := ntobj.Handles.Get(h)
	if entry == nil {
		return 0, errno.InvalidHandle
	}
	b, e := bequeath(h, entry)
	if e != errno.Success {
		return 0, e
	}
	defer shm.Close(b.fd)
	b.flags = flags
	if options&win32.DUPLICATE_SAME_ACCESS == 0 {
		b.access = ntobj.FileAccess(access)
		if b.kind == 'n' {
			b.access = ntobj.EventAccess(access)
		}
	}
	p.handing.Lock()
	defer p.handing.Unlock()
	if p.door < 0 {
		return 0, errno.AccessDenied // not a child of ours, or gone
	}
	if p.handed >= ntobj.MaxForeign {
		return 0, errno.NoSystemResources
	}
	b.h = ntobj.Foreign(p.handed)
	p.handed++
	if unix.Sendmsg(p.door, []byte(b.String()), unix.UnixRights(b.fd), nil, unix.MSG_NOSIGNAL) != nil {
		return 0, errno.AccessDenied // it has ended
	}
	if !p.isSuspended() {
		p.awaitTaken()
	}
	return b.h, errno.Success
}

func (p *process) isSuspended() bool {
	ntobj.Lock()
	defer ntobj.Unlock()
	return p.suspended
}

// awaitTaken waits for the child's word.
func (p *process) awaitTaken() {
	if ok, err := shm.WaitReadable(p.door, shm.Now()+uint64(ajar)); ok && err == nil {
		p.hear()
	}
}

// hear takes one word of the child's, if there is one: a byte for a handle that it
// has taken, four for the code that it exits with.
func (p *process) hear() error {
	var word [4]byte
	n, err := unix.Read(p.door, word[:])
	if n == len(word) {
		p.said = binary.LittleEndian.Uint32(word[:])
	}
	if err == nil && n == 0 {
		err = io.EOF
	}
	return err
}

// exitCode is all of the code of which the system keeps eight bits, if the child has
// said it.
func (p *process) exitCode(kept uint32) uint32 {
	p.handing.Lock()
	defer p.handing.Unlock()
	for p.door >= 0 {
		if err := p.hear(); err != nil && err != unix.EINTR && err != unix.ECONNRESET { // the last: it has not taken all
			break
		}
	}
	if p.said&0xFF == kept {
		return p.said
	}
	return kept
}

// ownDoor is this process's, or 0.
var ownDoor atomic.Int32

//export msgo_say_code
func msgo_say_code(exit C.uint32_t) C.uint32_t {
	if door := ownDoor.Load(); door > 0 && exit > 0xFF {
		unix.Send(int(door), binary.LittleEndian.AppendUint32(nil, uint32(exit)), unix.MSG_NOSIGNAL)
	}
	return 0
}

// closeDoor is the end of the child.
func (p *process) closeDoor() {
	p.handing.Lock()
	defer p.handing.Unlock()
	if p.door >= 0 {
		shm.Release(p.door)
		unix.Close(p.door)
		p.door = -1
	}
}

// openDoor takes what lies at this process's door and what will come.
func openDoor(fd int) {
	fd = shm.Hold(lifted(fd))
	unix.CloseOnExec(fd)
	if !takeAll(fd) {
		shm.Close(fd)
		return
	}
	f := os.NewFile(uintptr(fd), "door")
	conn, err := f.SyscallConn()
	if err != nil {
		return
	}
	ownDoor.Store(int32(fd))
	go func() {
		conn.Read(func(fd uintptr) bool { return !takeAll(int(fd)) })
		ownDoor.Store(0)
		shm.Release(fd)
		f.Close()
	}()
}

// takeAll takes what is at the door and reports whether more may come.
func takeAll(door int) bool {
	rights := make([]byte, unix.CmsgSpace(4))
	for {
		size, _, err := unix.Recvfrom(door, nil, unix.MSG_PEEK|unix.MSG_TRUNC)
		word, m := make([]byte, max(0, size)), 0
		if err == nil && size > 0 {
			size, m, _, _, err = unix.Recvmsg(door, word, rights, unix.MSG_CMSG_CLOEXEC)
		}
		switch {
		case err == unix.EINTR || err == unix.ECONNRESET: // the last: the parent has ended, and left words unread
			continue
		case err == unix.EAGAIN:
			return true
		case err != nil || size == 0:
			return false
		}
		if fd := onlyRight(rights[:m]); fd >= 0 {
			if b, ok := parseBequest(string(word[:size])); ok {
				b.fd = fd
				b.take()
			}
		}
		unix.Write(door, []byte{1})
	}
}

// onlyRight is the descriptor that came with a packet, or -1.
func onlyRight(oob []byte) int {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil || len(messages) != 1 {
		return -1
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return -1
	}
	return fds[0]
}
