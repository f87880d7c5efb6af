package daemon

import "sync/atomic"

// dropReason is why a message that the node had accepted reached no slot.
type dropReason int

const (
	dropNotAccepted dropReason = iota // the accept list does not name it
	dropNoSlot                        // no slot of that name
	dropNotNetwork                    // the slot does not hear the network
	dropNotAdmitted                   // the slot's mode does not admit the daemon
	dropTooLarge                      // over the slot's maximum
	dropFull                          // over the quota of unread bytes
	dropBusy                          // too much is under way
	dropBridge                        // not for the bridge, or no server was there
	numDropReasons
)

var dropNames = [numDropReasons]string{
	"drop_not_accepted", "drop_no_slot", "drop_not_network", "drop_not_admitted",
	"drop_too_large", "drop_full", "drop_busy", "drop_bridge",
}

func (r dropReason) String() string { return dropNames[r] }

// counts are what the daemon counts beyond what the node does.
type counts struct {
	delivered atomic.Uint64 // into local slots
	sent      atomic.Uint64 // for users
	refused   atomic.Uint64 // to users
	dropped   [numDropReasons]atomic.Uint64
}

func (c *counts) drop(r dropReason) { c.dropped[r].Add(1) }

// each calls f with every counter and its name.
func (c *counts) each(f func(name string, value uint64)) {
	f("slot_delivered", c.delivered.Load())
	f("user_sent", c.sent.Load())
	f("user_refused", c.refused.Load())
	for r := range numDropReasons {
		f(r.String(), c.dropped[r].Load())
	}
}
