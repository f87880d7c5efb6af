package mailslot

import "mailslot/internal/local"

// Addr is a slot's or a sender's address; it implements net.Addr.
type Addr struct {
	Name Name
}

// Network is always "mailslot".
func (a Addr) Network() string { return "mailslot" }

// String is the full name, such as \\.\mailslot\x.
func (a Addr) String() string { return a.Name.String() }

// Sender is who wrote a message. For a local message UID and PID are the
// kernel's word about the process that opened the handle. For a message from
// the network Origin says where it claims to come from, and nothing vouches
// for that.
type Sender = local.Sender

// Origin is where a message from the network came from.
type Origin = local.Origin

// Message is one message with its sender and the time of its write.
type Message = local.Message

// Info is the state of a slot: the four values of GetMailslotInfo, and what an
// operator wants to know besides.
type Info struct {
	MaxMessageSize uint32      // largest message in bytes; 0: any
	NextSize       int         // size of the next message in bytes, or NoMessage
	Count          int         // unread messages, zero-length ones included
	ReadTimeout    ReadTimeout // of reads that start now

	Writers     int    // open client handles, without the one that asks
	UnreadBytes int64  // memory that the unread messages take up, in bytes
	Read        uint64 // messages read since the slot was created
	ReadBytes   uint64 // and their bytes
	Offenders   int    // handles closed because they broke the protocol
}

// NoMessage is Info.NextSize when the slot is empty.
const NoMessage = local.NoMessage
