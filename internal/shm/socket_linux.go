package shm

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// MaxPacket is the largest packet that a Receiver takes whole.
const MaxPacket = 40 << 10

// Backlog is how many connections wait for accept; the kernel caps it at
// net.core.somaxconn.
const Backlog = 4096

// ErrTruncated means that the kernel dropped descriptors of a packet because
// this process may open no more. The packet is still in the socket; those that
// came through are in Packet.FDs.
var ErrTruncated = errors.New("descriptor table full")

// In is the path of name inside the directory behind dir. It also lifts the
// limit of 108 bytes on a socket's path.
func In(dir int, name string) string {
	return "/proc/self/fd/" + strconv.Itoa(dir) + "/" + name
}

// Listen makes a listening socket at path with the given mode.
func Listen(path string, mode uint32) (int, error) {
	fd, err := socket()
	if err != nil {
		return -1, err
	}
	if err := listen(fd, path, mode); err != nil {
		Close(fd)
		return -1, err
	}
	return fd, nil
}

func listen(fd int, path string, mode uint32) error {
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	if err := unix.Chmod(path, mode); err != nil {
		return fmt.Errorf("chmod: %w", err)
	}
	if err := unix.Listen(fd, Backlog); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return nil
}

// SetBacklog changes how many connections may wait for accept.
func SetBacklog(ls, n int) { unix.Listen(ls, n) }

// Connect opens a connection to the socket at path. It never waits: a full
// backlog is unix.EAGAIN.
// From a stranger no descriptors are taken, where the system can refuse them
// (Linux 6.16): to close them may take any time.
func Connect(path string, stranger bool) (int, error) {
	fd, err := socket()
	if err != nil {
		return -1, err
	}
	if stranger {
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_PASSRIGHTS, 0)
	}
	if err := fault("connect"); err != nil {
		Close(fd)
		return -1, fmt.Errorf("connect: %w", err)
	}
	if err := unix.Connect(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		Close(fd)
		return -1, fmt.Errorf("connect: %w", err)
	}
	if roomy(fd) {
		bound(fd)
	}
	return fd, nil
}

// sendRoom is what a connection holds that nobody receives from, as the kernel
// counts: 278 small packets, or five of the largest. It is the usual setting of
// net.core.wmem_default; servers take 512 packets at a look and rely on that to
// be all there were.
const sendRoom = 208 << 10

// roomy reports whether the setting is larger, as the first connection tells.
func roomy(fd int) bool {
	setting.Do(func() {
		n, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF)
		setting.roomy = err == nil && n > sendRoom
	})
	return setting.roomy
}

var setting struct {
	sync.Once
	roomy bool
}

// bound gives a connection that room. The kernel doubles what it is told.
func bound(fd int) { unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF, sendRoom/2) }

func socket() (int, error) {
	if err := fault("socket"); err != nil {
		return -1, fmt.Errorf("socket: %w", err)
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return -1, fmt.Errorf("socket: %w", err)
	}
	return Hold(lift(fd)), nil
}

// Waiting reports whether a connection waits for Accept, for a fraction of what
// an Accept in vain costs.
func Waiting(ls int) bool { return polls(ls, unix.POLLIN) }

// Accept takes the next connection; unix.EAGAIN when none waits.
func Accept(ls int) (int, error) {
	for {
		if err := fault("accept"); err != nil {
			return -1, err
		}
		// Whoever connects has no name that would be worth a buffer.
		fd, _, e := unix.RawSyscall6(unix.SYS_ACCEPT4, uintptr(ls), 0, 0, unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0, 0)
		switch e {
		case 0:
			return Hold(lift(int(fd))), nil
		case unix.EINTR, unix.ECONNABORTED:
		default:
			return -1, e
		}
	}
}

// Cred is who is at the other end of a connection, by the kernel's word. PID is
// -1 for a process of a PID namespace that ours does not see into.
type Cred struct{ UID, GID, PID int }

// PeerCred asks the kernel who opened, or listens behind, a connection.
func PeerCred(fd int) (Cred, error) {
	c, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return Cred{}, err
	}
	if c.Pid == 0 {
		c.Pid = -1
	}
	return Cred{int(c.Uid), int(c.Gid), int(c.Pid)}, nil
}

// Send sends one packet and never waits.
func Send(fd int, packet []byte) error {
	if err := fault("sendmsg"); err != nil {
		return err
	}
	// The kernel reads len(packet) bytes at the pointer during the call.
	_, _, e := unix.RawSyscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(packet))),
		uintptr(len(packet)), unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL, 0, 0)
	if e != 0 {
		return e
	}
	return nil
}

// SendFD sends one packet with descriptors and never waits.
func SendFD(fd int, packet []byte, pass ...int) error {
	if err := fault("sendmsg"); err != nil {
		return err
	}
	return unix.Sendmsg(fd, packet, unix.UnixRights(pass...), nil, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL)
}

// StopReceiving makes every further send of the peer fail. What it sent
// before can still be received.
func StopReceiving(fd int) { unix.Shutdown(fd, unix.SHUT_RD) }

// HangUp is the end of the connection for the peer, as Close is.
func HangUp(fd int) { unix.Shutdown(fd, unix.SHUT_RDWR) }

// HungUp reports whether the peer has closed the connection.
func HungUp(fd int) bool { return polls(fd, unix.POLLRDHUP) }

// Receiver takes packets from connections. It is large: keep few.
type Receiver struct {
	buf [MaxPacket]byte
	oob [64]byte
}

// Packet is what Peek found.
type Packet struct {
	Data []byte // valid until the next Peek
	FDs  []int  // the caller's to close
	Long bool   // larger than MaxPacket, so that Data is its beginning, or Torn
	Torn bool   // it has more descriptors than FDs: Drop closes them
}

// Peek looks at the next packet without taking it, so that a full descriptor
// table loses nothing: ErrTruncated leaves it in place. The end is a packet
// without Data and FDs: the protocol has no empty packets. Unless the peer is
// known to have closed, it is believed when it is told twice; see Receive.
func (r *Receiver) Peek(fd int, closed bool) (Packet, error) { return r.look(fd, closed, r.oob[:]) }

// Glance is Peek that receives no descriptors: for a packet that has some it
// answers ErrRights.
func (r *Receiver) Glance(fd int, closed bool) (Packet, error) { return r.look(fd, closed, nil) }

// ErrRights means that a packet has descriptors.
var ErrRights = errors.New("a packet with descriptors")

func (r *Receiver) look(fd int, closed bool, oob []byte) (Packet, error) {
	if err := fault("recvmsg"); err != nil {
		return Packet{}, err
	}
	p, err := r.peek(fd, oob)
	if !closed && err == nil && len(p.Data) == 0 && len(p.FDs) == 0 && !p.Long {
		return r.peek(fd, oob)
	}
	return p, err
}

func (r *Receiver) peek(fd int, oob []byte) (Packet, error) {
	var h unix.Msghdr
	iov := unix.Iovec{Base: &r.buf[0]}
	iov.SetLen(len(r.buf))
	h.Iov = &iov
	h.SetIovlen(1)
	h.Control = unsafe.SliceData(oob)
	h.SetControllen(len(oob))
	// h, its vector and the buffers are live until the call returns.
	n, _, e := unix.RawSyscall(unix.SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(&h)),
		unix.MSG_PEEK|unix.MSG_DONTWAIT|unix.MSG_CMSG_CLOEXEC|unix.MSG_TRUNC)
	if e != 0 {
		return Packet{}, e
	}
	p := Packet{Data: r.buf[:min(int(n), len(r.buf))], Long: int(n) > len(r.buf)}
	if h.Controllen != 0 {
		p.FDs = rights(oob[:h.Controllen])
	}
	if h.Flags&unix.MSG_CTRUNC != 0 {
		if oob == nil {
			return Packet{}, ErrRights
		}
		if len(p.FDs) < maxRights {
			return Packet{FDs: p.FDs}, ErrTruncated
		}
		p.Long, p.Torn = true, true // more than any honest peer sends
	}
	return p, nil
}

// maxRights is how many descriptors fit into Receiver.oob on a 64-bit machine.
const maxRights = (64 - 16) / 4

func rights(oob []byte) (fds []int) {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil
	}
	for i := range messages {
		got, err := unix.ParseUnixRights(&messages[i])
		if err != nil {
			continue
		}
		for _, fd := range got {
			fds = append(fds, lift(fd))
		}
	}
	return fds
}

// Drop takes the packet that Peek showed. Its descriptors are closed.
func Drop(fd int) { Take(fd, make([]byte, 1)) }

// Take takes the next packet into p, if there is one, and answers its size,
// which may be larger than p. Its descriptors are closed.
func Take(fd int, p []byte) int {
	for {
		// Reading without a control buffer discards the packet's descriptors.
		n, _, e := unix.RawSyscall6(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
			uintptr(len(p)), unix.MSG_DONTWAIT|unix.MSG_TRUNC, 0, 0) // p is live until the call returns
		switch e {
		case 0:
			return int(n)
		case unix.ECONNRESET, unix.EINTR: // told once, before the packet that would come again
			continue
		}
		return 0
	}
}

// Purge takes what lies in a connection into which nothing further comes, up to a
// packet with descriptors. It reports whether nothing is left: then closing the
// connection closes nothing else.
func Purge(fd int) bool {
	// Then every packet has a sender, which the end of a connection has not.
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_PASSCRED, 1) != nil {
		return false
	}
	oob := make([]byte, unix.CmsgSpace(unix.SizeofUcred)) // no room for descriptors
	for range maxPackets {
		_, n, flags, _, err := unix.Recvmsg(fd, nil, oob, unix.MSG_PEEK|unix.MSG_DONTWAIT)
		switch {
		case err == unix.EINTR || err == unix.ECONNRESET:
			continue
		case err == unix.EAGAIN || err == nil && n == 0 && flags&unix.MSG_CTRUNC == 0:
			return true
		case err != nil || flags&unix.MSG_CTRUNC != 0:
			return false
		}
		Drop(fd)
	}
	return false
}

// maxPackets is more than a connection of the usual size holds.
const maxPackets = 512

// Receive takes one packet into p, waiting until the deadline of the order
// clock or until one of the bells rings; then it answers -1. A closed
// connection is 0 bytes.
//
// The kernel looks for a packet first and then whether the peer has closed: a
// packet sent and a connection closed between the two is told as closed. All
// that was sent is in the socket then, so the second look is the right one.
func Receive(fd int, p []byte, deadline uint64, bells ...Bell) (int, error) {
	for ended := false; ; {
		n, _, e := unix.RawSyscall6(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
			uintptr(len(p)), unix.MSG_DONTWAIT, 0, 0) // p is live until the call returns
		if e == 0 && n == 0 && !ended {
			ended = true
			continue
		}
		if e == 0 {
			return int(n), nil
		}
		if e == unix.ECONNRESET {
			continue // told once, before the packets that came first
		}
		if e != unix.EAGAIN && e != unix.EINTR {
			return 0, e
		}
		if ready, err := WaitReadable(fd, deadline, bells...); err != nil || !ready {
			return -1, err
		}
	}
}

// Close closes a descriptor.
func Close(fd int) {
	Release(fd)
	unix.Close(fd)
}
