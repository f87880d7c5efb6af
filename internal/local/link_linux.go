package local

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

// link is one end of a connection between two processes that have server
// handles of one slot. One goroutine receives; anybody may send.
type link struct {
	fd   int      // for sending; the file's
	file *os.File // the netpoller's hold on fd
	raw  syscall.RawConn
	recv shm.Receiver
}

// newLink takes the descriptor over, also when it fails.
func newLink(fd int) (*link, error) {
	if err := unix.SetNonblock(fd, true); err != nil {
		shm.Close(fd)
		return nil, fmt.Errorf("fcntl: %w", err)
	}
	// Room for the answers to all reads that may wait.
	unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUF, stubBuffer)
	l := &link{fd: shm.Hold(fd), file: os.NewFile(uintptr(fd), "mailslot link")}
	raw, err := l.file.SyscallConn()
	if err != nil {
		l.close()
		return nil, err
	}
	l.raw = raw
	return l, nil
}

// newPair makes a connection: a link, and the descriptor of its other end.
func newPair() (*link, int, error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, -1, sysError("cannot connect another process", err)
	}
	l, err := newLink(ends[0])
	if err != nil {
		shm.Close(ends[1])
		return nil, -1, sysError("cannot connect another process", err)
	}
	return l, ends[1], nil
}

// fullTable is how long a receiver that may open no more descriptors waits
// before it looks again: the packet is safe where it is.
const fullTable = 10 * time.Millisecond

// peek waits for the next packet and leaves it in the socket. It fails when
// the other end is closed, or finish or interrupt was called.
func (l *link) peek() (p shm.Packet, err error) {
	for {
		wait := l.raw.Read(func(fd uintptr) bool {
			// A reset is told once, before the packets that came first.
			if p, err = l.recv.Peek(int(fd), false); err == unix.EINTR || err == unix.ECONNRESET {
				p, err = l.recv.Peek(int(fd), false)
			}
			return err != unix.EAGAIN
		})
		switch {
		case wait != nil:
			return shm.Packet{}, wait
		case err == shm.ErrTruncated:
			closeAll(p.FDs)
			time.Sleep(fullTable)
			continue
		case err == nil && len(p.Data) == 0 && len(p.FDs) == 0:
			return shm.Packet{}, gone()
		}
		return p, err
	}
}

func closeAll(fds []int) {
	for _, fd := range fds {
		shm.Close(fd)
	}
}

// drop takes the packet that peek showed.
func (l *link) drop() { shm.Drop(l.fd) }

// send sends one packet, with a descriptor unless pass is negative. It never
// waits.
func (l *link) send(packet []byte, pass int) error {
	if pass < 0 {
		return shm.Send(l.fd, packet)
	}
	return shm.SendFD(l.fd, packet, pass)
}

// interrupt ends every peek, now and later.
func (l *link) interrupt() { l.file.SetReadDeadline(time.Unix(1, 0)) }

// lastPackets is how long finish waits for descriptors.
const lastPackets = time.Second

// finish ends peek once it has shown all that was sent, an answer with a message
// too; what the other end sends now fails there. A table of descriptors that
// stays full ends it as well.
func (l *link) finish() {
	l.file.SetReadDeadline(time.Now().Add(lastPackets))
	shm.StopReceiving(l.fd)
}

func (l *link) close() {
	shm.Release(l.fd)
	l.file.Close()
}

// closeFDs closes the descriptors of a packet that nobody has taken.
func closeFDs(p shm.Packet) {
	for _, fd := range p.FDs {
		if fd >= 0 {
			shm.Close(fd)
		}
	}
}

// takeFD takes the only descriptor of a packet, or answers -1.
func takeFD(p shm.Packet) int {
	if len(p.FDs) != 1 {
		return -1
	}
	fd := p.FDs[0]
	p.FDs[0] = -1
	return fd
}
