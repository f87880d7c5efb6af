package lan

import (
	"context"
	"slices"

	"mailslot/internal/nbt"
)

// Sender sends for a process on a computer without a daemon. It needs no
// privilege, owns no name, and hears nothing but the answers to its own
// questions. Its methods may be called by many goroutines.
type Sender struct {
	*engine
	config Config
}

// OpenSender makes a sender for the computer that c describes. Messages to the
// computer's own name or domain come back through deliver, once, because there
// is no daemon that would; Data is lent.
func OpenSender(c Config, deliver func(nbt.Message)) (*Sender, error) {
	links, err := Links(c.Interfaces)
	if err != nil {
		return nil, err
	}
	socks, err := openUnprivileged(links)
	if err != nil {
		return nil, err
	}
	cfg, err := c.node(socks.links, socks.modes)
	if err != nil {
		socks.close()
		return nil, err
	}
	cfg.SendOnly = true
	if cfg.Hosts, err = c.Hosts(); err != nil {
		socks.close()
		return nil, err
	}
	node, err := nbt.New(cfg)
	if err != nil {
		socks.close()
		return nil, err
	}
	o := Options{Deliver: deliver}.withDefaults()
	return &Sender{newEngine(node, socks, o), c}, nil
}

// Send writes one message, like a Host's. After a packet could not be sent the
// next call finds out whether the computer has moved to other addresses.
func (s *Sender) Send(ctx context.Context, host, slot string, data []byte) error {
	if err := s.follow(); err != nil {
		return err
	}
	return s.engine.Send(ctx, host, slot, data)
}

// follow moves to the addresses that the interfaces have now, if it looks as
// if the computer had moved.
func (s *Sender) follow() error {
	if !s.take() {
		return nil // as Send finds out
	}
	defer s.give()
	if !s.failed {
		return nil
	}
	links, err := Links(s.config.Interfaces)
	if err != nil {
		return err
	}
	s.failed = false
	if slices.Equal(links, s.socks.links) {
		return nil
	}
	socks, err := openUnprivileged(links)
	if err != nil {
		return err
	}
	s.socks.close()
	s.move(socks)
	return nil
}

// move goes on with other sockets. The caller has the turn.
func (e *engine) move(socks *sockets) {
	e.socks = socks
	e.readAll(socks)
	var moved nbt.SetInterfaces
	for i, l := range socks.links {
		moved.Interfaces = append(moved.Interfaces, l.node(socks.modes[i]))
	}
	e.step(moved)
}

// Close ends the sender at once. What it sent is on its way.
func (s *Sender) Close() error {
	s.close()
	return nil
}
