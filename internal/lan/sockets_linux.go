package lan

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"syscall"

	"mailslot/internal/nbt"
)

// place is where packets of one service leave by on one link.
type place struct {
	link    int // its ID
	service nbt.Service
}

// sockets are everything that a host or sender has open, for all its links.
type sockets struct {
	links   []Link
	modes   []Mode    // one for each link
	all     []*socket // to read from
	out     map[place]*socket
	streams []stream // from nmbd
	batch   int      // packets taken at once
}

func newSockets(links []Link, batch int) *sockets {
	return &sockets{links: links, out: make(map[place]*socket), batch: batch}
}

// stream is a connection to nmbd for the packets of one service.
type stream struct {
	conn    net.Conn
	service nbt.Service
}

// Where distributions put nmbd's socket for packets it has no use for.
var nmbdSocketPaths = [...]string{
	"/run/samba/nmbd/unexpected",
	"/var/run/samba/nmbd/unexpected",
	"/var/lib/samba/nmbd/unexpected",
}

// openShared opens the two ports for links, alone or beside nmbd as may be.
func openShared(links []Link, nmbdSocket string) (*sockets, error) {
	s := newSockets(links, maxBatch)
	if len(links) == 0 {
		return s, nil
	}
	err := s.openAlone()
	if errors.Is(err, syscall.EADDRINUSE) {
		err = s.openBeside(nmbdSocket)
	}
	if err != nil {
		s.close()
		return nil, explainBind(err)
	}
	return s, nil
}

func explainBind(err error) error {
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("binding UDP ports 137 and 138 needs root or CAP_NET_BIND_SERVICE: %w", err)
	}
	return err
}

// openAlone binds both wildcards without sharing, which fails if anybody else
// has one of the ports.
func (s *sockets) openAlone() error {
	for _, service := range services {
		sock, err := openSocket(wildcard(service), int(service.Port()), false)
		if err != nil {
			s.close()
			return err
		}
		s.useForAll(service, sock)
	}
	for _, sock := range s.all {
		if err := sock.letOthersIn(); err != nil {
			return err
		}
	}
	s.setModes(Alone)
	return nil
}

var services = [...]nbt.Service{nbt.NameService, nbt.DatagramService}

func wildcard(service nbt.Service) netip.AddrPort {
	return netip.AddrPortFrom(netip.IPv4Unspecified(), service.Port())
}

func (s *sockets) useForAll(service nbt.Service, sock *socket) {
	s.all = append(s.all, sock)
	for _, l := range s.links {
		s.out[place{l.ID, service}] = sock
	}
}

func (s *sockets) setModes(m Mode) {
	s.modes = slices.Repeat([]Mode{m}, len(s.links))
}

// openBeside shares the ports with whoever has them.
func (s *sockets) openBeside(nmbdSocket string) error {
	holders, err := Holders()
	if err != nil {
		return err
	}
	f := facts{holders: holders, unexpected: s.openStreams(nmbdSocket) == nil}
	behind := false
	for i := range s.links {
		mode := choose(s.links[i], f)
		s.modes = append(s.modes, mode)
		behind = behind || mode == BehindNmbd
		if err := s.openLink(&s.links[i], mode); err != nil {
			return err
		}
	}
	if !behind {
		s.closeStreams()
	}
	return s.openLimited()
}

// openStreams asks nmbd for the packets that it has no use for.
func (s *sockets) openStreams(path string) error {
	paths := nmbdSocketPaths[:]
	if path != "" {
		paths = []string{path}
	}
	for _, p := range paths {
		names, err := dialUnexpected(p, unexpectedNames)
		if err != nil {
			continue
		}
		datagrams, err := dialUnexpected(p, unexpectedDatagrams)
		if err != nil {
			names.Close()
			return err
		}
		s.streams = []stream{{names, nbt.NameService}, {datagrams, nbt.DatagramService}}
		return nil
	}
	return os.ErrNotExist
}

func (s *sockets) closeStreams() {
	for _, st := range s.streams {
		st.conn.Close()
	}
	s.streams = nil
}

// openLink binds what mode allows on one link. Broadcast addresses are shared;
// a socket bound to one sends from the link's own address and the service's
// port, so that claims look like everybody's.
func (s *sockets) openLink(l *Link, mode Mode) error {
	for _, service := range services {
		port := service.Port()
		hear, err := openSocket(netip.AddrPortFrom(l.Broadcast, port), int(port), true)
		if err != nil {
			return err
		}
		s.all = append(s.all, hear)
		s.out[place{l.ID, service}] = hear
		if mode == Alias {
			own, err := openSocket(netip.AddrPortFrom(l.Addr, port), int(port), true)
			if err != nil {
				return err
			}
			s.all = append(s.all, own)
			s.out[place{l.ID, service}] = own
		}
	}
	if mode == Alias {
		return nil
	}
	// nmbd takes a datagram from its own address and port 138 for its own, so
	// ours come from another port. Some receivers answer there.
	sock, err := openSocket(netip.AddrPortFrom(l.Addr, 0), datagramPort, false)
	if err != nil {
		return err
	}
	s.all = append(s.all, sock)
	s.out[place{l.ID, nbt.DatagramService}] = sock
	return nil
}

// openLimited hears what is sent to 255.255.255.255. Beside others this is the
// only socket that gets it, unless it is a link's broadcast address.
func (s *sockets) openLimited() error {
	if slices.ContainsFunc(s.links, func(l Link) bool { return l.Broadcast == limitedBroadcast }) {
		return nil
	}
	for _, service := range services {
		port := service.Port()
		sock, err := openSocket(netip.AddrPortFrom(limitedBroadcast, port), int(port), true)
		if err != nil {
			return err
		}
		s.all = append(s.all, sock)
	}
	return nil
}

// openUnprivileged opens what a process without the ports sends from, one
// socket a link and service: an answer names both by the socket it comes to.
func openUnprivileged(links []Link) (*sockets, error) {
	s := newSockets(links, senderBatch)
	for _, l := range links {
		for _, service := range services {
			sock, err := openSocket(netip.AddrPortFrom(l.Addr, 0), int(service.Port()), false)
			if err != nil {
				s.close()
				return nil, err
			}
			s.all = append(s.all, sock)
			s.out[place{l.ID, service}] = sock
		}
	}
	s.setModes(Alone)
	return s, nil
}

// adopt uses two sockets that somebody has bound to the wildcards for us.
// They are the caller's until it succeeds.
func adopt(links []Link, conns []*net.UDPConn) (*sockets, error) {
	s := newSockets(links, maxBatch)
	for _, c := range conns {
		sock, err := adoptSocket(c)
		if err != nil {
			return nil, err
		}
		if err := sock.letOthersIn(); err != nil {
			return nil, err
		}
		switch sock.port {
		case namePort:
			s.useForAll(nbt.NameService, sock)
		case datagramPort:
			s.useForAll(nbt.DatagramService, sock)
		default:
			return nil, fmt.Errorf("a socket for port %d was handed over; it must be 137 or 138", sock.port)
		}
	}
	if len(s.all) != len(services) || s.all[0].port == s.all[1].port {
		return nil, fmt.Errorf("%d sockets were handed over; one for port 137 and one for 138 are needed", len(s.all))
	}
	s.setModes(Alone)
	return s, nil
}

// bound are the addresses that the sockets are bound to.
func (s *sockets) bound() (addrs []netip.AddrPort) {
	for _, sock := range s.all {
		addrs = append(addrs, sock.conn.LocalAddr().(*net.UDPAddr).AddrPort())
	}
	return addrs
}

func (s *sockets) close() {
	for _, sock := range s.all {
		sock.close()
	}
	s.closeStreams()
	s.all = nil
}

// loopbackIndex is the number of the interface lo in every network namespace.
const loopbackIndex = 1

// linkOf finds the link that a packet came in on: by the interface, and where
// two links share one by the address; by the address alone for a packet that
// this computer sent to itself, which comes in on the loopback interface.
func (s *sockets) linkOf(a arrival) *Link {
	var byIndex *Link
	for i := range s.links {
		l := &s.links[i]
		here := a.index == l.Index
		switch {
		case a.to == l.Addr && (here || a.index == loopbackIndex), a.to == l.Broadcast && here:
			return l
		case here && byIndex == nil:
			byIndex = l
		}
	}
	if byIndex != nil && a.to == limitedBroadcast {
		return byIndex
	}
	return nil
}
