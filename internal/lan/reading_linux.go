package lan

import (
	"errors"
	"net/netip"
	"os"

	"mailslot/internal/nbt"
)

// read takes packets off one socket until it is closed. When the node is
// behind, reading waits and the kernel drops: its queue is the limit.
func (e *engine) read(s *socket) {
	defer e.readers.Done()
	oob := make([]byte, 64)
	for {
		p := e.packet()
		a, err := s.read(p.buf[:], oob)
		if errors.Is(err, os.ErrClosed) || e.over(err) {
			return
		}
		l := e.socks.linkOf(a)
		if err != nil || l == nil {
			e.recycle(p)
			continue
		}
		p.event = nbt.Packet{
			Interface: l.ID, Service: serviceOf(s), From: a.from,
			Broadcast: a.to != l.Addr, Data: p.buf[:a.size],
		}
		if !e.submit(p) {
			return
		}
	}
}

// readStream takes what nmbd hands on. Broadcasts come to our own socket too,
// and twice to nmbd; the node's suppression window drops the copies.
func (e *engine) readStream(st stream) {
	defer e.readers.Done()
	for {
		p := e.packet()
		n, from, err := readUnexpected(st.conn, p.buf[:])
		if err != nil {
			if !e.over(err) {
				e.log.Debug("nmbd's packet stream ended", "error", err)
				e.loseOnce.Do(func() { close(e.lost) })
			}
			return
		}
		l := e.linkFor(from.Addr())
		if l == nil {
			e.recycle(p)
			continue
		}
		p.event = nbt.Packet{Interface: l.ID, Service: st.service, From: from, Data: p.buf[:n]}
		if !e.submit(p) {
			return
		}
	}
}

// linkFor guesses the link of a packet of which only the sender is known.
func (e *engine) linkFor(from netip.Addr) *Link {
	for i, l := range e.socks.links {
		if l.Prefix.Contains(from) {
			return &e.socks.links[i]
		}
	}
	return nil
}

func serviceOf(s *socket) nbt.Service {
	if s.port == namePort {
		return nbt.NameService
	}
	return nbt.DatagramService
}

// over reports whether err is because the engine is being closed.
func (e *engine) over(err error) bool {
	select {
	case <-e.quit:
		return err != nil
	default:
		return false
	}
}

func (e *engine) packet() *packet {
	select {
	case p := <-e.free:
		return p
	default:
		return new(packet)
	}
}

func (e *engine) recycle(p *packet) {
	select {
	case e.free <- p:
	default:
	}
}

func (e *engine) submit(p *packet) bool {
	select {
	case e.inbox <- p:
		return true
	case <-e.ended:
		return false
	}
}
