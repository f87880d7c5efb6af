package nbt

import (
	"net/netip"

	"mailslot/netbios"
)

// Action is what a Node wants done, in order.
type Action interface{ action() }

// SendPacket puts a UDP packet on the wire, from the interface's address and
// the service's port. A SendOnly node does not care about the source port, but
// responses must come back to the Service that it names.
type SendPacket struct {
	Interface int
	Service   Service
	To        netip.AddrPort
	Data      []byte // valid until the next Step
}

// Deliver hands over a message for a slot of this computer. Nothing in it can
// be trusted but the fact that it arrived.
type Deliver struct{ Message Message }

// Message is a mailslot message from the network or, with Local, from this
// computer to a name of its own.
type Message struct {
	Slot        string         // without \MAILSLOT\, in the sender's case
	Data        []byte         // valid until the next Step
	Source      netbios.Name   // claimed sender
	Destination netbios.Name   // the name of ours that it was sent to
	From        netip.AddrPort // UDP source; zero if Local or Bridged
	HeaderFrom  netip.AddrPort // what the datagram's header claims
	Interface   int            // it came in on; 0 if Local
	Priority    uint16
	Class       uint16
	Local       bool // sent by this node; it never was on the wire
	Bridged     bool // came from another subnet by a Relay
}

// NameChanged reports a new state of an own name.
type NameChanged struct {
	Status NameStatus
}

// NameStatus is an own name and how it stands.
type NameStatus struct {
	Name  netbios.Name
	Group bool
	State NameState
	// Owner is the address that holds the name when State is Conflict.
	Owner netip.Addr
	// WINS tells whether a name server knows it.
	WINS bool
}

// NameState is how an own name stands.
type NameState uint8

// The states.
const (
	Claiming NameState = iota // asking whether anybody objects
	Owned                     // ours: defended and heard
	Conflict                  // somebody else's: not used, tried again in minutes
	Released                  // given up
)

// Sent ends a Send. A nil Err says that the packets are on their way; whether
// anybody hears them is not known.
type Sent struct {
	ID  uint64
	Err error // ErrUnresolved, ErrTooLong, ...
}

// Resolved ends a Resolve.
type Resolved struct {
	ID     uint64
	Answer Answer
	Err    error // ErrUnresolved, ErrBusy
}

// Answer is who owns a name.
type Answer struct {
	Name  netbios.Name
	Group bool
	Addrs []netip.Addr // a group's may be empty: the subnet broadcast
	From  Source
}

// Source is where an answer came from.
type Source uint8

// The sources.
const (
	FromBroadcast Source = iota
	FromWINS
	FromLMHosts
	FromCache
	FromSelf
)

// StatusResult ends a QueryStatus.
type StatusResult struct {
	ID     uint64
	From   netip.Addr
	Status *netbios.Status
	Err    error // ErrNoAnswer, ErrBusy
}

// Notice reports something that an operator may want to see in a log.
type Notice struct {
	Kind NoticeKind
	Name netbios.Name
	From netip.Addr
}

// NoticeKind is what a Notice is about.
type NoticeKind uint8

// The notices.
const (
	NameDefended    NoticeKind = iota // somebody claimed a name of ours and was refused
	DemandIgnored                     // somebody demanded that we give up a name
	ReleaseIgnored                    // somebody released a name of ours
	OwnerElsewhere                    // a second owner of our unique name was found
	WINSUnreachable                   // no name server answers
)

// Stopped is the last action of a node.
type Stopped struct{}

func (SendPacket) action()   {}
func (Deliver) action()      {}
func (NameChanged) action()  {}
func (Sent) action()         {}
func (Resolved) action()     {}
func (StatusResult) action() {}
func (Notice) action()       {}
func (Stopped) action()      {}
