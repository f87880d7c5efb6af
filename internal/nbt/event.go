package nbt

import (
	"net/netip"

	"mailslot/netbios"
)

// Event is what a Node is told: a Packet, a Tick or a command.
type Event interface{ event() }

// Service is one of the two UDP services.
type Service uint8

// The services.
const (
	NameService     Service = iota // UDP 137
	DatagramService                // UDP 138
)

// Port is the service's UDP port.
func (s Service) Port() uint16 {
	if s == NameService {
		return netbios.NameServicePort
	}
	return netbios.DatagramPort
}

// Packet is a UDP packet that came in. The node keeps nothing of Data.
type Packet struct {
	Interface int            // Index of the Interface it came in on
	Service   Service        // whose socket it came in on
	From      netip.AddrPort // its UDP source
	Broadcast bool           // it was sent to a broadcast address
	Data      []byte
}

// Tick says that the time of Next has come. Every event does the due work;
// Tick does nothing else.
type Tick struct{}

// Send writes one message to a mailslot of another computer, a domain or the
// own domain. The answer is one Sent with the same ID, in this Step or later.
type Send struct {
	ID       uint64
	Host     string // computer or domain, NAME<1c> for another suffix, "*" for the own domain
	Slot     string // without \MAILSLOT\, levels separated by backslashes
	Data     []byte // copied
	Priority uint16
}

// Resolve asks for the owners of a name. The answer is one Resolved.
type Resolve struct {
	ID   uint64
	Name netbios.Name
	// Fresh asks the network even if the cache knows.
	Fresh bool
}

// QueryStatus asks a node for its table of names. The answer is one StatusResult.
type QueryStatus struct {
	ID   uint64
	Addr netip.Addr
}

// AddName claims a further name; RemoveName gives one up. The outcome is seen
// as NameChanged.
type AddName struct{ OwnName }

// RemoveName releases a name.
type RemoveName struct{ Name netbios.Name }

// SetInterfaces replaces the interfaces, after addresses have changed. Names
// are claimed anew where the address is new.
type SetInterfaces struct{ Interfaces []Interface }

// Stop releases all names. Stopped says when the last packet is out; after
// that the node does nothing any more.
type Stop struct{}

func (Packet) event()        {}
func (Tick) event()          {}
func (Send) event()          {}
func (Resolve) event()       {}
func (QueryStatus) event()   {}
func (AddName) event()       {}
func (RemoveName) event()    {}
func (SetInterfaces) event() {}
func (Stop) event()          {}
