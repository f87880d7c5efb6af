package lan

import (
	"errors"
	"net"
	"net/netip"

	"mailslot/internal/nbt"
)

// readAll begins to read from the sockets.
func (e *engine) readAll(socks *sockets) {
	for _, s := range socks.all {
		e.running.Add(1)
		go e.read(s, socks.batch)
	}
}

// read takes packets off one socket until it is closed. When the node is
// behind, reading waits and the kernel drops: its queue is the limit.
func (e *engine) read(s *socket, batch int) {
	defer e.running.Done()
	in, err := s.inbox(batch)
	if err != nil {
		return
	}
	var r rhythm
	for service := serviceOf(s); ; {
		n, err := in.receive()
		if errors.Is(err, net.ErrClosed) || !e.take() {
			return
		}
		for i := range n {
			e.hearArrival(service, in, i)
		}
		now := e.stepped
		e.give()
		if r.flood(n, now) {
			nap()
		}
	}
}

// hearArrival hands one packet of a batch to the node, which counts and drops
// what is of no link. The caller has the turn.
func (e *engine) hearArrival(service nbt.Service, in *inbox, i int) {
	a, data := in.packet(i)
	p := nbt.Packet{Service: service, From: a.from, Data: data}
	if l := e.socks.linkOf(a); l != nil {
		p.Interface, p.Broadcast = l.ID, a.to != l.Addr
	}
	e.step(p)
}

// readStream takes what nmbd hands on. Broadcasts come to our own socket too,
// and twice to nmbd; the node's suppression window drops the copies.
func (e *engine) readStream(st stream) {
	defer e.running.Done()
	buf := make([]byte, maxPacket)
	for {
		n, from, err := readUnexpected(st.conn, buf)
		if err != nil {
			if !e.over() {
				e.log.Debug("nmbd's packet stream ended", "error", err)
				e.loseOnce.Do(func() { close(e.lost) })
			}
			return
		}
		if l := e.linkFor(from.Addr()); l != nil && e.take() {
			e.step(nbt.Packet{Interface: l.ID, Service: st.service, From: from, Data: buf[:n]})
			e.give()
		}
	}
}

// linkFor guesses the link of a packet of which only the sender is known: the
// one on his subnet, else the first on which nmbd hands packets on. Whether
// senders of other subnets are heard is the node's to decide, as everywhere.
func (e *engine) linkFor(from netip.Addr) *Link {
	var behind *Link
	for i := range e.socks.links {
		l := &e.socks.links[i]
		if l.Prefix.Contains(from) {
			return l
		}
		if behind == nil && e.socks.modes[i] == BehindNmbd {
			behind = l
		}
	}
	return behind
}

func serviceOf(s *socket) nbt.Service {
	if s.port == namePort {
		return nbt.NameService
	}
	return nbt.DatagramService
}

// over reports whether the engine is being closed.
func (e *engine) over() bool {
	select {
	case <-e.quit:
		return true
	default:
		return false
	}
}
