package mailslot

import (
	"time"

	"mailslot/internal/local"
)

// Addr is a slot's or a sender's address; it implements net.Addr.
type Addr struct {
	Name Name
}

// Network is always "mailslot".
func (a Addr) Network() string { return "mailslot" }

// String is the full name, such as \\.\mailslot\x.
func (a Addr) String() string { return a.Name.String() }

// Message is one message with its sender and the time of its write. Windows
// tells neither: there From is unknown and Time is zero.
type Message struct {
	Data []byte // the caller's own, empty for a zero-length message
	From Sender
	Time time.Time // when it was written, to the nanosecond; late by what the computer has slept since
}

// Sender is who wrote a message, or who serves a slot. For a local message UID
// and PID are the kernel's word about the process that opened the handle. For a
// message from the network Origin says where it claims to come from, and nothing
// vouches for that; UID and PID are then the daemon's. What is not known is -1,
// such as the PID of a process in another container.
type Sender struct {
	UID, PID int
	Origin   *Origin // nil: written on this computer
}

// Origin is where a message from the network says it came from.
type Origin struct {
	Host        string // NetBIOS name of the sending computer
	Address     string // source address, such as 10.0.0.7; empty from this computer, and over a bridge
	Destination string // the computer's or domain's name that it was sent to
	Via         string // the transport: netbios, or bridge
}

func messageOf(m local.Message) Message {
	return Message{Data: m.Data, From: senderOf(m.From), Time: m.Time}
}

func senderOf(s local.Sender) Sender {
	return Sender{UID: s.UID, PID: s.PID, Origin: (*Origin)(s.Origin)}
}

// Info is the state of a slot: the four values of GetMailslotInfo, and what an
// operator wants to know besides. On Windows Writers and UnreadBytes are -1, Read
// and ReadBytes are those of this Slot, and a Writer does not know them.
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
const NoMessage = -1
