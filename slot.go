package mailslot

import (
	"context"
	"io/fs"
	"iter"
	"net"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// ListenConfig says how a slot is created. The zero value is a slot of any
// message size that only its owner may write and whose reads wait for ever.
type ListenConfig struct {
	MaxMessageSize uint32      // largest message in bytes; 0: any
	ReadTimeout    ReadTimeout // 0: for ever, NoWait: not at all

	// Mode is who may write, like that of a file; 0 is 0600. On Windows it becomes
	// an access-control list of the user, the user's primary group and everyone;
	// the system and administrators may always write, as root may.
	Mode fs.FileMode

	// Network lets in messages from the network too. On Windows that is the
	// system's decision for all slots, and this has no effect.
	Network bool

	// Quota bounds the unread bytes of one client handle, counted as
	// Info.UnreadBytes is, besides its first 16 messages or 32 KiB (of another
	// user's handle 4, or 4 KiB). 0 is 256 MiB or a quarter of memory, the least is
	// 64 KiB, the most 8 GiB (of a 32-bit program 512 MiB); what lies outside means
	// the nearest. UserQuota bounds the memory that all handles of one other user
	// take up; 0 is 1 GiB or a quarter of memory. Memory is the computer's, or what
	// the creator's control group (container) grants when the slot is created. A
	// write past them fails with 1816. A user whose first messages take up more
	// than UserQuota, or who has 8,192 handles and rings in one process, cannot
	// open the slot (1450) until a quarter is free again. Root has no such bound.
	// Windows knows no quotas: there only memory bounds what is unread.
	Quota, UserQuota int64
}

// Listen creates the slot called name with the zero ListenConfig.
func Listen(name string) (*Slot, error) {
	return new(ListenConfig).Listen(name)
}

// Listen creates the slot called name. Only local names can be created.
func (c *ListenConfig) Listen(name string) (*Slot, error) {
	n, err := ParseName(name)
	if err != nil {
		return nil, opError("listen", &Addr{n}, err)
	}
	if !n.Local() {
		err := errno.New(errno.PathNotFound, "a mailslot can only be created on this computer")
		return nil, opError("listen", &Addr{n}, err)
	}
	s, err := local.Listen(n.Slot(), local.Config{
		MaxSize:     c.MaxMessageSize,
		ReadTimeout: toMilliseconds(c.ReadTimeout),
		Mode:        c.Mode,
		Quota:       c.Quota,
		UserQuota:   c.UserQuota,
		Network:     c.Network,
	})
	if err != nil {
		return nil, opError("listen", &Addr{n}, err)
	}
	return &Slot{local: s, addr: Addr{n}}, nil
}

// Slot is the server's end of a mailslot. Its methods may be called by many
// goroutines at once; waiting readers are served first come, first served. It
// lives until it is closed, or its process ends.
type Slot struct {
	local *local.Slot
	addr  Addr
}

// Addr is the slot's name.
func (s *Slot) Addr() Addr { return s.addr }

// ReadMessage reads one message into p and returns its size, which may be 0.
// A message larger than p stays and the error is io.ErrShortBuffer; no
// message within the time-out is os.ErrDeadlineExceeded. A shortage of descriptors
// or memory is an error that loses no message: read again when it has passed.
func (s *Slot) ReadMessage(p []byte) (int, error) {
	if n, ok := s.local.Quick(p); ok {
		return n, nil
	}
	n, err := s.local.Read(p, s.wait(context.Background()))
	return n, opError("read", &s.addr, err)
}

// Receive reads one message of any size, with who wrote it and when. It ends
// with the context, the deadline or the time-out, whichever is first.
func (s *Slot) Receive(ctx context.Context) (Message, error) {
	m, err := s.local.Receive(s.wait(ctx))
	if errno.Of(err) == errno.OperationAborted {
		err = contextError(ctx)
	}
	return messageOf(m), opError("read", &s.addr, err)
}

// contextError is the error of a call that its context has ended: a time-out if
// the context's deadline did.
func contextError(ctx context.Context) error {
	code := errno.OperationAborted
	if ctx.Err() == context.DeadlineExceeded {
		code = errno.SemTimeout
	}
	return errno.New(code, "%w", context.Cause(ctx))
}

// Messages iterates over the messages as Receive returns them, until an
// error, which is the last thing it yields.
func (s *Slot) Messages(ctx context.Context) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for {
			m, err := s.Receive(ctx)
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// SetReadDeadline bounds all reads, also those that wait already, as that of a
// net.Conn does: when it has passed they end with os.ErrDeadlineExceeded and
// take no message, until it is moved. The zero time lifts it.
func (s *Slot) SetReadDeadline(t time.Time) error {
	return opError("set", &s.addr, s.local.SetReadDeadline(t))
}

// SetReadTimeout changes the time-out of reads that start later (spec 5.8); a
// read that waits keeps the one it began with.
func (s *Slot) SetReadTimeout(d ReadTimeout) { s.local.SetReadTimeout(toMilliseconds(d)) }

// Info is the exact state of the slot: every write that has returned is in it.
func (s *Slot) Info() (info Info, err error) {
	var i local.Info
	err = s.local.InfoInto(&i)
	info.set(&i)
	return info, opError("info", &s.addr, err)
}

// Ready is a channel that has an element while a message may wait, for use in
// a select. After receiving from it, read with NoWait until the slot is empty.
// It is closed with the slot. On Windows, where only a read can wait for a
// message, it is errors.ErrUnsupported: receive in a goroutine.
func (s *Slot) Ready() (<-chan struct{}, error) {
	ready, err := s.local.Ready()
	return ready, opError("ready", &s.addr, err)
}

// ReadyFD is a descriptor for poll loops, readable while a message waits, and when
// the slot has been closed. It belongs to the slot: do not read or close it. On
// Windows it is errors.ErrUnsupported.
func (s *Slot) ReadyFD() (int, error) {
	fd, err := s.local.ReadyFD()
	return fd, opError("ready", &s.addr, err)
}

// Close ends the slot and its unread messages. Blocked readers get
// net.ErrClosed, writers io.ErrClosedPipe.
func (s *Slot) Close() error { return opError("close", &s.addr, s.local.Close()) }

// wait gathers the bounds of a read that starts now and ends with ctx.
func (s *Slot) wait(ctx context.Context) local.Wait {
	w := local.Wait{Context: ctx}
	switch ms, _ := s.local.ReadTimeout(); ms {
	case local.Forever:
	case local.NoWait:
		w.Timeout = -1
	default:
		w.Timeout = time.Duration(ms) * time.Millisecond
	}
	return w
}

// set fills the result of a call where it lies: to copy it costs as much.
func (i *Info) set(from *local.Info) {
	i.MaxMessageSize, i.NextSize, i.Count = from.MaxSize, from.NextSize, from.Count
	i.ReadTimeout = fromMilliseconds(from.ReadTimeout)
	i.Writers, i.UnreadBytes = from.Writers, from.UnreadBytes
	i.Read, i.ReadBytes, i.Offenders = from.Read, from.ReadBytes, from.Offenders
}

// opError puts the operation and the name around err.
func opError(op string, addr *Addr, err error) error {
	if err == nil {
		return nil
	}
	return wrapped(op, addr, err)
}

func wrapped(op string, addr *Addr, err error) error {
	e := &net.OpError{Op: op, Net: addr.Network(), Err: err}
	if addr.Name != (Name{}) { // a malformed name is none, and its error shows it
		e.Addr = *addr
	}
	return e
}
