package daemon

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/nats-io/nats.go"

	"mailslot/internal/control"
	"mailslot/internal/lan"
	"mailslot/internal/nbt"
	"mailslot/internal/oem"
	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// Limits of a bridge, besides those of the node.
const (
	maxParcels     = 1024    // messages on their way out
	maxParcelBytes = 2 << 20 // of messages on their way in
)

// bridge brings domain messages of this LAN to a NATS server, and those of
// other LANs from there. What it may not pass or cannot pass at once is dropped
// and counted.
type bridge struct {
	config Bridge
	keys   []nats.Option
	page   oem.Page
	scope  netbios.Scope
	counts *counts
	log    *slog.Logger

	computer netbios.Name  // ours
	ids      atomic.Uint32 // of messages to single computers; begun at random
	far      farNames

	out     chan parcel
	connect *connector
	conn    *nats.Conn
	done    chan struct{}
	end     sync.Once
}

// parcel is a message on its way out.
type parcel struct {
	subject string
	data    []byte
}

// newBridge is a bridge that is not open yet; nil if there is to be none.
func newBridge(config Config, counts *counts, log *slog.Logger) (*bridge, error) {
	if !config.Bridge.on() {
		return nil, nil
	}
	keys, err := config.keys.options()
	if err != nil {
		return nil, err
	}
	page, err := oem.ParsePage(config.Network.CodePage)
	if err != nil {
		return nil, err
	}
	scope, err := netbios.ParseScope(config.Network.Scope)
	if err != nil {
		return nil, err
	}
	return &bridge{
		config: config.Bridge, keys: keys, page: page, scope: scope, counts: counts, log: log,
		out: make(chan parcel, maxParcels), connect: newConnector(log), done: make(chan struct{}),
	}, nil
}

// takes reports whether messages to a slot may cross.
func (b *bridge) takes(slot string) bool { return matchAny(b.config.Slots, slot) }

// carry takes a message of the node that may cross. It must not keep the node
// waiting.
func (b *bridge) carry(c nbt.Carry) {
	select {
	case b.out <- parcel{b.config.subject("domain", c.Domain), bytes.Clone(c.Data)}:
	default:
		b.counts.drop(dropBridge)
	}
}

// open has the bridge connect, when a server is there, and relay what comes. It
// waits for no server.
func (b *bridge) open(network lan.Config, relay func([]byte) error) error {
	var err error
	if b.computer, err = netbios.NewName(network.Computer, netbios.Workstation); err != nil {
		return err
	}
	b.ids.Store(rand.Uint32())
	options := slices.Concat(b.config.options(network.Computer), b.keys, b.connect.options())
	conn, err := nats.Connect(strings.Join(b.config.Servers, ","), options...)
	if err != nil {
		return err
	}
	b.conn = conn
	defer b.connect.begin(conn) // when the subscriptions stand
	go b.publish()
	for _, domain := range append([]string{network.Workgroup}, network.Domains...) {
		if err := b.subscribe("domain", domain, relay); err != nil {
			return err
		}
	}
	return b.subscribe("computer", network.Computer, relay)
}

func (b *bridge) subscribe(kind, text string, relay func([]byte) error) error {
	name, err := netbios.NewName(text, netbios.Workstation)
	if err != nil {
		return err
	}
	s, err := b.conn.Subscribe(b.config.subject(kind, name), func(m *nats.Msg) {
		if b.bring(m.Data, relay) && m.Reply != "" {
			m.Respond(nil)
		}
	})
	if err != nil {
		return err
	}
	return s.SetPendingLimits(maxParcels, maxParcelBytes)
}

// bring relays a message from elsewhere, if its slot may hear those.
func (b *bridge) bring(data []byte, relay func([]byte) error) bool {
	slot, ok := slotOf(data)
	if !ok || !b.takes(b.page.Decode(slot)) {
		b.counts.drop(dropBridge)
		return false
	}
	return relay(data) == nil
}

// slotOf is the slot that a datagram is for, in the sender's code page.
func slotOf(data []byte) (slot string, ok bool) {
	if len(data) > nbt.MaxPacket {
		return "", false
	}
	p, err := netbios.ParseDatagram(data)
	d, isData := p.(*netbios.Datagram)
	if err != nil || !isData {
		return "", false
	}
	w, err := smbtrans.Parse(d.Data)
	return w.Slot, err == nil
}

func (b *bridge) publish() {
	defer close(b.done)
	for p := range b.out {
		if !b.conn.IsConnected() || b.conn.Publish(p.subject, p.data) != nil {
			b.counts.drop(dropBridge)
		}
	}
}

// close ends it. The node carries no more.
func (b *bridge) close() {
	b.end.Do(func() {
		close(b.out)
		b.connect.end()
		if b.conn != nil {
			b.conn.Close()
			<-b.done
		}
	})
}

// status says for people whether the bridge is up; empty: there is none.
func (b *bridge) status() string {
	switch {
	case b == nil:
		return ""
	case b.conn == nil || !b.conn.IsConnected():
		return control.BridgeDown
	}
	return "connected to " + b.conn.ConnectedUrlRedacted()
}
