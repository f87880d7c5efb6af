package lan

import (
	"context"
	"encoding/binary"
	"net"
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"

	"mailslot/internal/mmsg"
)

// receiveBuffer is asked for on every socket; the kernel grants what
// net.core.rmem_max allows.
const receiveBuffer = 8 << 20

// How many packets are taken off a socket at once: then whoever else wants the
// node's turn gets it. A program that only sends hears a few answers, and may
// have many handles.
const (
	maxBatch    = 32
	senderBatch = 2
)

// socket is a UDP socket that knows where each packet was sent to.
type socket struct {
	conn *net.UDPConn
	port int  // the service's port, 137 or 138, whatever the socket is bound to
	own  bool // bound to the address that it sends from
}

// oobSize is room for what the kernel says beside a packet.
const oobSize = 64

// arrival is what the kernel says about one packet besides its bytes.
type arrival struct {
	from  netip.AddrPort
	to    netip.Addr // the address in the packet's header
	index int        // interface of arrival
}

// openSocket binds addr. A shared socket lets others bind the same address,
// which for a broadcast address means that each gets a copy, and for any other
// that one of them is robbed: share broadcast addresses only.
func openSocket(addr netip.AddrPort, service int, shared bool) (*socket, error) {
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return controlFD(c, func(fd int) error { return prepare(fd, shared) })
	}}
	pc, err := lc.ListenPacket(context.Background(), "udp4", addr.String())
	if err != nil {
		return nil, err
	}
	own := !addr.Addr().IsUnspecified() && !shared
	return &socket{pc.(*net.UDPConn), service, own}, nil
}

// letOthersIn allows nmbd, should it start after us, to bind the port too: it
// then gets its unicast, and we notice and move aside (see Host.Changed).
func (s *socket) letOthersIn() error {
	raw, err := s.conn.SyscallConn()
	if err != nil {
		return err
	}
	return controlFD(raw, func(fd int) error {
		return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	})
}

// adoptSocket uses a socket that somebody else has bound for us.
func adoptSocket(conn *net.UDPConn) (*socket, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	if err := controlFD(raw, func(fd int) error { return prepare(fd, false) }); err != nil {
		return nil, err
	}
	return &socket{conn: conn, port: conn.LocalAddr().(*net.UDPAddr).Port}, nil
}

func prepare(fd int, shared bool) error {
	if shared {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1); err != nil {
			return err
		}
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BROADCAST, 1); err != nil {
		return err
	}
	// Larger than the system's limit only with CAP_NET_ADMIN, which systemd
	// has when it makes the socket and we do not.
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, receiveBuffer) != nil {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, receiveBuffer); err != nil {
			return err
		}
	}
	return unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_PKTINFO, 1)
}

func controlFD(c syscall.RawConn, f func(fd int) error) error {
	var inner error
	if err := c.Control(func(fd uintptr) { inner = f(int(fd)) }); err != nil {
		return err
	}
	return inner
}

// inbox is what one goroutine takes off a socket.
type inbox struct {
	raw   syscall.RawConn
	batch *mmsg.Batch
	got   int
	err   error
	fill  func(fd uintptr) bool // takes what is there; false: wait for more
}

func (s *socket) inbox(room int) (*inbox, error) {
	raw, err := s.conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	in := &inbox{raw: raw, batch: mmsg.NewBatch(room, maxPacket, oobSize)}
	in.fill = func(fd uintptr) bool {
		in.got, in.err = in.batch.Receive(int(fd))
		return in.err != unix.EAGAIN
	}
	return in, nil
}

// receive waits for packets and returns how many there are. It allocates
// nothing. After the socket was closed the error is net.ErrClosed.
func (in *inbox) receive() (int, error) {
	if err := in.raw.Read(in.fill); err != nil {
		return 0, net.ErrClosed
	}
	return in.got, in.err
}

// packet is the i-th of the packets that receive took.
func (in *inbox) packet(i int) (arrival, []byte) {
	a := arrival{from: in.batch.From(i)}
	h, data, _, err := unix.ParseOneSocketControlMessage(in.batch.OOB(i))
	if err == nil && h.Level == unix.IPPROTO_IP && h.Type == unix.IP_PKTINFO && len(data) >= unix.SizeofInet4Pktinfo {
		a.index = int(int32(binary.NativeEndian.Uint32(data)))
		a.to = netip.AddrFrom4([4]byte(data[8:12]))
	}
	return a, in.batch.Data(i)
}

// write sends p from the address of link, and a broadcast by its interface,
// whatever routes say.
func (s *socket) write(p []byte, to netip.AddrPort, link *Link) error {
	everybody := to.Addr() == link.Broadcast || to.Addr() == limitedBroadcast
	if s.own && !everybody {
		_, err := s.conn.WriteToUDPAddrPort(p, to)
		return err
	}
	info := unix.Inet4Pktinfo{Spec_dst: link.Addr.As4()}
	if everybody {
		info.Ifindex = int32(link.Index)
	}
	_, _, err := s.conn.WriteMsgUDPAddrPort(p, unix.PktInfo4(&info), to)
	return err
}

// limitedBroadcast is every host of the wire that a packet leaves by. Peers
// send to the subnet's own address instead, but some listen to both.
var limitedBroadcast = netip.AddrFrom4([4]byte{255, 255, 255, 255})

func (s *socket) close() error { return s.conn.Close() }
