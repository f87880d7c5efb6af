package local

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"mailslot/internal/errno"
)

// Forever and NoWait are the two special read time-outs, in the milliseconds
// of CreateMailslot (spec 2.3).
const (
	NoWait  uint32 = 0
	Forever uint32 = 0xFFFFFFFF
)

// NoMessage is the next size of an empty slot.
const NoMessage = -1

// Config describes a slot to create. Its zero value is a slot without a
// maximum size that only its owner may write and whose reads do not wait.
type Config struct {
	Dir         string      // namespace directory; empty: Namespace()
	MaxSize     uint32      // largest message in bytes; 0: any
	ReadTimeout uint32      // milliseconds, NoWait or Forever
	Mode        fs.FileMode // who may write; 0: 0600
	Quota       int64       // unread bytes per handle, headers included; 0: DefaultQuota or a quarter of memory
	UserQuota   int64       // memory for the messages of one other user; 0: 1 GiB or a quarter of memory
	Network     bool        // hear the network (machine-wide namespace only)
	Inheritable bool        // other processes may get server handles: keep what hand-over needs
}

// Info is what GetMailslotInfo answers.
type Info struct {
	MaxSize     uint32
	NextSize    int // size of the head message, or NoMessage
	Count       int // unread messages, zero-length ones included
	ReadTimeout uint32

	Writers     int    // open client handles, without the one that asks
	UnreadBytes int64  // of memory that the Count messages take up, headers included
	Read        uint64 // messages taken since the slot was created
	ReadBytes   uint64 // and their bytes
	Offenders   int    // handles closed because they broke the protocol
}

// Wait says how long a read may wait. The earliest of its bounds and the slot's
// deadline wins; the zero value waits for ever.
type Wait struct {
	Timeout time.Duration   // 0: none; negative: do not wait
	Context context.Context // its end ends the read with errno.OperationAborted; nil: none
	Bound   bool            // its goroutine is bound to a thread, as a call from C: giving way is two switches of threads
}

func (w Wait) cancelled() bool { return w.Context != nil && w.Context.Err() != nil }

// cancel is closed when the context ends.
func (w Wait) cancel() <-chan struct{} {
	if w.Context == nil {
		return nil
	}
	return w.Context.Done()
}

// Server is what a server handle can do, in the process that holds the queue
// (Slot) or in another (Stub).
type Server interface {
	TryRead(p []byte) (int, error)
	Queue(p []byte, w Wait) Turn
	Info() (Info, error)
	ReadTimeout() (ms uint32, err error)
	SetReadTimeout(ms uint32) error
	ReadyFD() (int, error)
	Stub() (fd int, a About, err error)
	About() About
	Close() error
}

// Turn is a read's place in the queue of those who wait. Await must be called
// once; its context is that of the wait.
type Turn interface {
	Await(ctx context.Context) (int, error)
}

// Sender is who wrote a message, as the kernel saw it when the handle was opened.
type Sender struct {
	UID, PID int
	Origin   *Origin // non-nil: the message came over the network
}

// Origin is where a message from the network came from.
type Origin struct {
	Host        string // NetBIOS name of the sending computer
	Address     string // source address
	Destination string // the name it was sent to
	Via         string // transport
}

// Message is one message with who wrote it and when.
type Message struct {
	Data []byte
	From Sender
	Time time.Time
}

// About is the public description of a slot, readable by every user.
type About struct {
	Name    string // as the owner spelt it, without \\.\mailslot\
	UID     int
	PID     int
	Mode    fs.FileMode
	MaxSize uint32
	Quota   int64 // bytes per handle
	Network bool
	Hint    bool // only its owner writes, who shares a hint file with it

	UserQuota int64 // bytes per user
	Alive     bool  // false: left over by a dead owner
	Created   time.Time
}

// ErrTooLarge is a write of more than the slot's maximum message size, or than
// a handle's whole quota.
var ErrTooLarge = errors.New("the message is too large")

// ErrorTooLarge is its code (rule 4.5, O1: unproven).
const ErrorTooLarge = errno.InvalidParameter
