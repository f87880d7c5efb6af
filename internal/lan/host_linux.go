package lan

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/nbt"
	"mailslot/netbios"
)

// releaseTime is how long a host that stops may take to tell the others that
// its names are free.
const releaseTime = 2 * time.Second

// Host is this computer on its networks: it owns its names, receives what is
// sent to them, and sends. Its methods may be called by many goroutines.
type Host struct {
	*engine
	config  Config
	links   []Link
	modes   []Mode
	bound   []netip.AddrPort // by our sockets
	adopted bool             // on sockets that somebody else has bound: there is no other way to share
	slept   sleep            // before it was opened
}

// Open puts the computer that c describes on the wire.
func Open(c Config, o Options) (*Host, error) {
	links, err := Links(c.Interfaces)
	if err != nil {
		return nil, err
	}
	socks, err := openShared(links, c.NmbdSocket)
	if err != nil {
		return nil, err
	}
	return start(c, o, socks)
}

// OpenWith is Open with two UDP sockets, bound to ports 137 and 138 of the
// wildcard address, that somebody privileged has handed over. The host closes
// them, also when it cannot be opened.
func OpenWith(c Config, o Options, conns []*net.UDPConn) (h *Host, err error) {
	defer func() {
		if err != nil {
			for _, conn := range conns {
				conn.Close()
			}
		}
	}()
	links, err := Links(c.Interfaces)
	if err != nil {
		return nil, err
	}
	socks, err := adopt(links, conns)
	if err != nil {
		return nil, err
	}
	if h, err = start(c, o, socks); err == nil {
		h.adopted = true
	}
	return h, err
}

func start(c Config, o Options, socks *sockets) (*Host, error) {
	o = o.withDefaults()
	node, err := newNode(c, o, socks.links, socks.modes)
	if err != nil {
		socks.close()
		return nil, err
	}
	h := &Host{config: c, links: socks.links, modes: socks.modes, bound: socks.bound(), slept: sleptSoFar()}
	h.engine = newEngine(node, socks, o)
	return h, nil
}

func newNode(c Config, o Options, links []Link, modes []Mode) (*nbt.Node, error) {
	cfg, err := c.node(links, modes)
	if err != nil {
		return nil, err
	}
	cfg.Hosts = o.Hosts
	cfg.Names, cfg.Announce, cfg.Limits, cfg.Bridge = o.Names, o.Announce, o.Limits, o.Carry != nil
	cfg.Without, cfg.Crosses, cfg.Memory = o.Without, o.Crosses, o.Memory
	return nbt.New(cfg)
}

// Check reports what would keep a host from being opened, whatever computer it
// is on.
func Check(c Config, o Options) error {
	_, err := newNode(c, o, nil, nil)
	return err
}

// Close releases the names, so that others may have them at once, and leaves
// the wire.
func (h *Host) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), releaseTime)
	defer cancel()
	_, err := h.ask(ctx, func(uint64) nbt.Event { return nbt.Stop{} })
	h.close()
	if errors.Is(err, nbt.ErrStopped) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// Links are the networks that the host is on, and Modes how it is there.
func (h *Host) Links() []Link { return h.links }
func (h *Host) Modes() []Mode { return h.modes }

// Names are the host's own names.
func (h *Host) Names() (names []nbt.NameStatus) {
	h.look(func(n *nbt.Node) { names = append(names, n.Names()...) })
	return names
}

// Browse are the computers that announced themselves.
func (h *Host) Browse() (computers []nbt.BrowseEntry) {
	h.look(func(n *nbt.Node) { computers = append(computers, n.Browse()...) })
	return computers
}

// Counters are what the node has counted.
func (h *Host) Counters() (c nbt.Counters) {
	h.look(func(n *nbt.Node) { c = n.Counters() })
	return c
}

// Claim takes a further name; its state is seen in Names.
func (h *Host) Claim(name netbios.Name, group bool) error {
	return h.tell(nbt.AddName{OwnName: nbt.OwnName{Name: name, Group: group}})
}

// Relay brings a message from another subnet here; see nbt.Relay. It is an error
// if the message goes no further, for a reason that is counted: this computer's
// name may not be its own now. One that has passed before is none.
func (h *Host) Relay(datagram []byte) error {
	if !h.take() {
		return nbt.ErrStopped
	}
	defer h.give()
	before := passed(h.node.Counters())
	h.step(nbt.Relay{Data: datagram})
	if passed(h.node.Counters()) == before {
		return errNotRelayed
	}
	return nil
}

var errNotRelayed = errors.New("the message goes no further here")

// passed counts the messages from other subnets that were let through, now or
// when they came first.
func passed(c nbt.Counters) uint64 { return c[nbt.Relayed] + c[nbt.DropDuplicate] }

// Release gives a name up.
func (h *Host) Release(name netbios.Name) error {
	return h.tell(nbt.RemoveName{Name: name})
}

// Send writes one message to the slot of a computer or domain. It returns when
// the message is on its way, or with what Windows would answer.
func (e *engine) Send(ctx context.Context, host, slot string, data []byte) error {
	a, err := e.ask(ctx, func(id uint64) nbt.Event {
		return nbt.Send{ID: id, Host: host, Slot: slot, Data: data}
	})
	if sent, ok := a.(nbt.Sent); ok {
		err = sent.Err
	}
	return netError(host, err)
}

// Resolve asks who has a name.
func (e *engine) Resolve(ctx context.Context, name netbios.Name, fresh bool) (nbt.Answer, error) {
	a, err := e.ask(ctx, func(id uint64) nbt.Event {
		return nbt.Resolve{ID: id, Name: name, Fresh: fresh}
	})
	r, ok := a.(nbt.Resolved)
	if ok {
		err = r.Err
	}
	return r.Answer, netError(name.String(), err)
}

// Status asks the computer at addr for its table of names.
func (e *engine) Status(ctx context.Context, addr netip.Addr) (nbt.StatusResult, error) {
	a, err := e.ask(ctx, func(id uint64) nbt.Event { return nbt.QueryStatus{ID: id, Addr: addr} })
	r, ok := a.(nbt.StatusResult)
	if ok {
		err = r.Err
	}
	return r, netError(addr.String(), err)
}

// netError gives the node's errors the numbers that Windows answers with: all
// that can go wrong on the way is ERROR_BAD_NETPATH (spec 4, 5).
func netError(target string, err error) error {
	var e nbt.Error
	if errors.Is(err, errNotSent) {
		return errno.New(errno.BadNetPath, "%s: %w", target, err)
	}
	if !errors.As(err, &e) {
		return err
	}
	switch e {
	case nbt.ErrName, nbt.ErrSlot:
		return errno.New(errno.InvalidName, "%s: %w", target, err)
	case nbt.ErrBusy:
		return errno.New(errno.NoSystemResources, "%s: %w", target, err)
	}
	return errno.New(errno.BadNetPath, "%s: %w", target, err)
}
