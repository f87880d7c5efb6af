package control

import (
	"net/netip"
	"time"
)

// DefaultPath is the daemon's socket when the configuration names none.
const DefaultPath = "/run/mailslotd/control"

// MaxLine bounds a request and a line of a reply, in bytes.
const MaxLine = 64 << 10

// The operations. Names, State, Send, Resolve, Status and Browse are
// everybody's; Claim, Release and Reload are for root and the socket's group.
const (
	OpSend    = "send"    // Name, Data
	OpResolve = "resolve" // Name -> Addresses
	OpStatus  = "status"  // Name, a computer or address -> Table
	OpNames   = "names"   // -> Names
	OpState   = "state"   // -> State
	OpBrowse  = "browse"  // -> Computers
	OpClaim   = "claim"   // Name, Group
	OpRelease = "release" // Name
	OpReload  = "reload"
)

// Request is one line from a client.
type Request struct {
	Op    string `json:"op"`
	Name  string `json:"name,omitempty"`
	Data  []byte `json:"data,omitempty"`
	Group bool   `json:"group,omitempty"`
}

// Reply is one line from the daemon. Error is nil when it did what was asked.
type Reply struct {
	Error     *Failure   `json:"error,omitempty"`
	Addresses []Address  `json:"addresses,omitempty"`
	Table     *Table     `json:"table,omitempty"`
	Names     []Name     `json:"names,omitempty"`
	State     *State     `json:"state,omitempty"`
	Computers []Computer `json:"computers,omitempty"`
}

// Failure is an error on its way to the client, with its Win32 number.
type Failure struct {
	Code uint32 `json:"code"`
	Text string `json:"text"`
}

// Address is one answer to the question who has a name.
type Address struct {
	IP    netip.Addr `json:"ip"`
	Group bool       `json:"group,omitempty"`
}

// Table is what a computer says about itself when asked for its node status.
type Table struct {
	From  netip.Addr `json:"from"`
	MAC   string     `json:"mac"`
	Names []Name     `json:"names"`
}

// Name is one NetBIOS name and what has become of it.
type Name struct {
	Name   string `json:"name"`   // without padding, such as MSLOT
	Suffix uint8  `json:"suffix"` // the sixteenth byte
	Group  bool   `json:"group,omitempty"`
	State  string `json:"state,omitempty"`
	Holder string `json:"holder,omitempty"` // who has it, if it is in conflict
}

// BridgeDown is the state of a bridge that has no server.
const BridgeDown = "not connected"

// State is how the daemon is doing.
type State struct {
	Version    string            `json:"version"`
	PID        int               `json:"pid"`
	Since      time.Time         `json:"since"`
	Computer   string            `json:"computer"`
	Workgroup  string            `json:"workgroup"`
	Interfaces []Interface       `json:"interfaces"`
	Bridge     string            `json:"bridge,omitempty"` // how it stands; empty: none is configured
	Counters   map[string]uint64 `json:"counters"`
}

// Interface is one network that the daemon is on.
type Interface struct {
	Name      string     `json:"name"`
	Address   netip.Addr `json:"address"`
	Broadcast netip.Addr `json:"broadcast"`
	Mode      string     `json:"mode"`
}

// Computer is one that has announced itself to the browse list.
type Computer struct {
	Name    string     `json:"name"`
	Comment string     `json:"comment,omitempty"`
	Address netip.Addr `json:"address"`
	Type    uint32     `json:"type"`
	Version string     `json:"version"`
	Master  bool       `json:"master,omitempty"`
	Seen    time.Time  `json:"seen"`
	Period  float64    `json:"period"` // seconds until it speaks again
}
