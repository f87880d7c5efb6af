package lan

import (
	"mailslot/internal/nbt"
)

// Sender sends for a process on a computer without a daemon. It needs no
// privilege, owns no name, and hears nothing but the answers to its own
// questions. Its methods may be called by many goroutines.
type Sender struct{ *engine }

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
	node, err := nbt.New(cfg)
	if err != nil {
		socks.close()
		return nil, err
	}
	o := Options{Deliver: deliver}.withDefaults()
	return &Sender{newEngine(node, socks, o)}, nil
}

// Close ends the sender at once. What it sent is on its way.
func (s *Sender) Close() error {
	s.close()
	return nil
}
