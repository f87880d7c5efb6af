package nbt

import (
	"net/netip"
	"time"

	"mailslot/internal/oem"
	"mailslot/netbios"
)

// Config describes a node. New copies it.
type Config struct {
	Computer  string   // this computer's name, 1 to 15 characters
	Workgroup string   // its primary domain; empty: WORKGROUP
	Domains   []string // further domains whose messages it hears

	// Names are further names to own, such as the messenger's. Those of the
	// computer and the domains need not be repeated.
	Names []OwnName

	// Without are names not to own, be they those of the computer, a domain or in
	// Names, until AddName says otherwise.
	Without []netbios.Name

	Scope      netbios.Scope // nearly always empty
	Type       NodeType      // zero: H with WINS servers, else B
	WINS       []netip.Addr  // name servers, asked in this order
	Interfaces []Interface   // none: the node is off the wire
	Hosts      []Host        // the lmhosts table
	CodePage   oem.Page      // of slot names on the wire
	Announce   Announce
	Limits     Limits

	// Bridge makes a node that takes part in a bridge: see Carry and Relay.
	Bridge bool

	// Memory is of what the bridge has passed; nil: a new one.
	Memory *BridgeMemory

	// Crosses reports whether messages to a slot may leave by the bridge; nil:
	// all may.
	Crosses func(slot string) bool

	// SendOnly makes a node that resolves and sends but owns no name, answers
	// nothing and hears nothing: for a process that sends without a daemon.
	SendOnly bool

	// Seed makes transaction and datagram ids unpredictable. Two processes on
	// a host must not share it: equal ids look like duplicates.
	Seed [32]byte
}

// OwnName is a name to own.
type OwnName struct {
	Name  netbios.Name
	Group bool
}

// NodeType says whom a node asks about names: the subnet, a WINS server or both.
type NodeType uint8

// The node types (RFC 1001 10).
const (
	AutoNode NodeType = iota // H with WINS servers, else B
	BNode                    // broadcasts only
	PNode                    // WINS only
	MNode                    // broadcasts, then WINS
	HNode                    // WINS, then broadcasts
)

// Interface is an IPv4 address on a subnet. A network card with two addresses
// is two interfaces.
type Interface struct {
	Index     int          // names the interface in events and actions
	Prefix    netip.Prefix // address and subnet, such as 10.77.0.2/24
	Broadcast netip.Addr   // zero: the last address of the subnet
	Hardware  [6]byte      // shown in node status

	// GroupsOnly says that another program of this host, such as nmbd, gets
	// the unicast packets to this address and speaks for its unique names.
	// Here none is claimed, defended or answered for; groups are.
	GroupsOnly bool
}

// Announce makes the node announce its computer to the browse list.
type Announce struct {
	Enabled bool
	Comment string        // at most 43 bytes
	Type    uint32        // server type bits; zero: workstation and server
	Period  time.Duration // zero: 12 minutes
	Major   uint8         // version shown; zero with Minor: 6.1
	Minor   uint8
}

// Limits bound what others may make the node do. The zero value is the
// defaults.
type Limits struct {
	Rate      int           // datagrams a second from one address; 0: DefaultRate; negative: any
	Suppress  time.Duration // for how long a copy is dropped; 0: DefaultSuppress; negative: not at all
	AnySource bool          // hear sources outside the interface's subnet too
}

// DefaultRate and DefaultSuppress are what the zero Limits mean.
const (
	DefaultRate     = 200
	DefaultSuppress = time.Second
)
