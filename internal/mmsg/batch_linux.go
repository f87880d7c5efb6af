package mmsg

import (
	"encoding/binary"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Batch is room for the datagrams of one call. It belongs to one goroutine.
type Batch struct {
	heads []header
	froms []unix.RawSockaddrInet4
	iovs  []unix.Iovec
	data  []byte
	oob   []byte

	perData, perOOB int
	got             int
}

// header is struct mmsghdr; the compiler pads it as C does.
type header struct {
	unix.Msghdr
	size uint32
}

// NewBatch makes room for n datagrams of up to size bytes each, and for oob
// bytes of what the kernel says beside each. All three are at least 1.
func NewBatch(n, size, oob int) *Batch {
	b := &Batch{
		heads: make([]header, n), froms: make([]unix.RawSockaddrInet4, n), iovs: make([]unix.Iovec, n),
		data: make([]byte, n*size), oob: make([]byte, n*oob), perData: size, perOOB: oob,
	}
	for i := range b.heads {
		b.iovs[i].Base = &b.data[i*size]
		b.iovs[i].SetLen(size)
		h := &b.heads[i].Msghdr
		h.Name = (*byte)(unsafe.Pointer(&b.froms[i])) // typed memory of b, as large as Namelen says
		h.Iov = &b.iovs[i]
		h.SetIovlen(1)
		h.Control = &b.oob[i*oob]
	}
	return b
}

// Receive fills the batch with what waits in the socket fd and returns how many
// datagrams that is. It never waits: an empty socket is unix.EAGAIN.
func (b *Batch) Receive(fd int) (int, error) {
	b.got = 0
	for i := range b.heads {
		b.heads[i].Namelen = unix.SizeofSockaddrInet4
		b.heads[i].SetControllen(b.perOOB)
	}
	// The headers point into b, which is alive until the call returns.
	n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, uintptr(fd), uintptr(unsafe.Pointer(&b.heads[0])),
		uintptr(len(b.heads)), unix.MSG_DONTWAIT, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	b.got = int(n)
	return b.got, nil
}

// Data is the i-th datagram of the last Receive, cut off at the batch's size.
// It is valid until the next.
func (b *Batch) Data(i int) []byte {
	at := i * b.perData
	return b.data[at : at+min(int(b.heads[i].size), b.perData)]
}

// OOB is what the kernel said beside the i-th datagram.
func (b *Batch) OOB(i int) []byte {
	at := i * b.perOOB
	return b.oob[at : at+min(int(b.heads[i].Controllen), b.perOOB)]
}

// From is who sent the i-th datagram; the zero value if it was no IPv4 address.
func (b *Batch) From(i int) netip.AddrPort {
	sa := &b.froms[i]
	if b.heads[i].Namelen < unix.SizeofSockaddrInet4 || sa.Family != unix.AF_INET {
		return netip.AddrPort{}
	}
	port := binary.BigEndian.Uint16((*[2]byte)(unsafe.Pointer(&sa.Port))[:]) // two bytes in network order
	return netip.AddrPortFrom(netip.AddrFrom4(sa.Addr), port)
}
