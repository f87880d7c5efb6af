package daemon

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"mailslot"
	"mailslot/internal/errno"
	"mailslot/internal/nbt"
	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// Limits of what crosses to single computers.
const (
	farTime     = 10 * time.Minute // for which a computer is sought on the bridge first
	maxFar      = 512              // such computers
	farPatience = 2 * time.Second  // for its answer
)

// farNames are the computers that were found on the bridge and not on the LAN.
type farNames struct {
	mu    sync.Mutex
	until map[netbios.Name]time.Time
}

func (f *farNames) knows(name netbios.Name, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return now.Before(f.until[name])
}

// learn remembers a computer. When there are too many, any other is forgotten:
// it costs a question on the LAN.
func (f *farNames) learn(name netbios.Name, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.until == nil {
		f.until = make(map[netbios.Name]time.Time)
	}
	for other := range f.until {
		if _, known := f.until[name]; known || len(f.until) < maxFar {
			break
		}
		delete(f.until, other)
	}
	f.until[name] = now.Add(farTime)
}

func (f *farNames) forget(name netbios.Name) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.until, name)
}

// send sends a user's message: to this LAN, or to a computer of another one
// that has a bridge of its own. A name that both have is this LAN's.
func (p *presence) send(ctx context.Context, n mailslot.Name, data []byte) error {
	return p.bridge.send(ctx, n, data, func() error { return p.Host.Send(ctx, n.Host(), n.Slot(), data) })
}

// send sends with here on this LAN, or else over the bridge, if there is one.
func (b *bridge) send(ctx context.Context, n mailslot.Name, data []byte, here func() error) error {
	name, crosses := b.crosses(n)
	mayBeThere := false
	if crosses && !b.conn.IsClosed() && b.far.knows(name, time.Now()) {
		err := b.sendTo(ctx, name, n.Slot(), data)
		if err == nil {
			return nil
		}
		crosses = errors.Is(err, nats.ErrNoResponders)
		mayBeThere = !crosses
	}
	err := here()
	if mayBeThere && errors.Is(err, nbt.ErrStopped) { // which would have it sent there again
		return errno.New(errno.BadNetPath, "%s does not answer", name)
	}
	if crosses && errors.Is(err, nbt.ErrUnresolved) && b.sendTo(ctx, name, n.Slot(), data) == nil {
		return nil
	}
	return err
}

// crosses reports whether messages to n may go over the bridge, and to which
// computer.
func (b *bridge) crosses(n mailslot.Name) (computer netbios.Name, ok bool) {
	if b == nil || b.conn == nil || !b.takes(n.Slot()) {
		return netbios.Name{}, false
	}
	computer, err := netbios.ParseName(n.Host())
	return computer, err == nil && computer.Suffix() == netbios.Workstation
}

// sendTo sends to one computer, which answers that it has the message. Without
// an answer the message may have arrived; it is not sent a second time there.
func (b *bridge) sendTo(ctx context.Context, computer netbios.Name, slot string, data []byte) error {
	wire, ok := b.page.Encode(slot)
	if !ok || len(data) > smbtrans.SendLimit(len(wire)) {
		return errno.New(errno.BadNetPath, "not a message for another computer")
	}
	w := smbtrans.Write{Slot: wire, Class: smbtrans.ClassDatagram, Data: data}
	d := netbios.Datagram{
		DatagramHeader: netbios.DatagramHeader{
			Type: netbios.DirectUnique, Flags: netbios.FirstFragment,
			ID: uint16(b.ids.Add(1)), SourcePort: netbios.DatagramPort,
		},
		Source: b.computer, Destination: computer, SourceScope: b.scope, DestinationScope: b.scope,
		Data: w.Append(nil),
	}
	ctx, cancel := context.WithTimeout(ctx, farPatience)
	defer cancel()
	if _, err := b.conn.RequestWithContext(ctx, b.config.subject("computer", computer), d.Append(nil)); err != nil {
		b.far.forget(computer)
		return err
	}
	b.far.learn(computer, time.Now())
	return nil
}
