package nbt

import (
	"time"

	"mailslot/netbios"
)

// Node is a NetBIOS node. It is not safe for concurrent use.
type Node struct {
	counters Counters
}

// New makes a node. It begins to claim its names at the first Step.
func New(cfg Config) (*Node, error) {
	return &Node{}, nil
}

// Step tells the node what happened at time now and returns what it wants
// done. The actions and the memory that they point to are valid until the next
// Step. A clock that jumps back stops the node's timers for no longer than
// until the next Step.
func (n *Node) Step(now time.Time, ev Event) []Action { return nil }

// Next is how long after the last Step the node wants a Tick; false: never.
func (n *Node) Next() (time.Duration, bool) { return 0, false }

// Counters are the values so far.
func (n *Node) Counters() Counters { return n.counters }

// Names are the node's own names in the order of the node status table.
func (n *Node) Names() []NameStatus { return nil }

// Browse is what is known of computers that announced themselves, by name.
func (n *Node) Browse() []BrowseEntry { return nil }

// BrowseEntry is a computer that announced itself.
type BrowseEntry struct {
	Computer netbios.Name
	Comment  string
	Type     uint32
	Major    uint8
	Minor    uint8
	Age      time.Duration // since its last announcement
}

// Flush empties the cache of resolved names.
func (n *Node) Flush() {}
