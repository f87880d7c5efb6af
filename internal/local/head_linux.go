package local

import (
	"bytes"
	"errors"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// head is the message to deliver next. Its body still lies in shared memory.
type head struct {
	body  []byte
	from  *conn
	stamp uint64
	head  []byte // the origin header, copied out, or nil
}

// head finds the next message; it stays the same until it is taken. What
// breaks a rule of the slot ends its writer's connection and is passed over.
func (s *Slot) head() (head, bool, error) {
	for {
		rec, stream, ok := s.merge.Next()
		if !ok {
			s.poll()
			if rec, stream, ok = s.merge.Next(); !ok {
				return head{}, false, s.stuck
			}
		}
		from := stream.Owner.(*conn)
		h, err := s.check(rec, from)
		if err == nil {
			h.stamp = rec.Stamp + uint64(stream.Skew)
			return h, true, nil
		}
		s.merge.Cut()
		s.offend(from, err)
	}
}

// check enforces on the reader's side what an honest writer does itself.
func (s *Slot) check(rec ring.Record, from *conn) (head, error) {
	h := head{body: rec.Payload, from: from}
	if rec.Flags&ring.FlagOrigin != 0 {
		if !from.trusted {
			return head{}, errno.New(errno.AccessDenied, "an origin header from user %d", from.cred.UID)
		}
		copied := bytes.Clone(rec.Payload[:min(len(rec.Payload), maxOrigin)])
		n, err := originLength(copied)
		if err != nil {
			return head{}, err
		}
		h.head, h.body = copied[:n], rec.Payload[n:]
	}
	if most := s.about.MaxSize; most != 0 && uint64(len(h.body)) > uint64(most) {
		return head{}, errno.New(errno.InvalidParameter, "a message of %d bytes, the slot takes %d", len(h.body), most)
	}
	return h, nil
}

// errEmpty is answered by a take that found no message.
var errEmpty = errors.New("empty")

// take reads the next message into p.
func (s *Slot) take(p []byte) (int, error) {
	h, ok, err := s.head()
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, errEmpty
	}
	if len(h.body) > len(p) {
		return 0, errno.New(errno.InsufficientBuffer,
			"the next message has %d bytes, the buffer %d", len(h.body), len(p))
	}
	n := copy(p, h.body)
	s.taken(n)
	return n, nil
}

// takeMessage reads the next message with its sender.
func (s *Slot) takeMessage(m *Message) error {
	h, ok, err := s.head()
	if err != nil {
		return err
	}
	if !ok {
		return errEmpty
	}
	*m = Message{
		Data: append(make([]byte, 0, len(h.body)), h.body...),
		From: Sender{UID: h.from.cred.UID, PID: h.from.cred.PID},
		Time: wallTime(h.stamp),
	}
	if h.head != nil {
		if o, _, err := parseOrigin(h.head); err == nil {
			m.From.Origin = &o
		}
	}
	s.taken(len(h.body))
	return nil
}

func (s *Slot) taken(n int) {
	s.read++
	s.readBytes += uint64(n)
	s.merge.Take()
}

// wallTime is the time of day of a stamp, never in the future.
func wallTime(stamp uint64) time.Time {
	age := max(0, int64(shm.Now()-stamp))
	return time.Now().Add(-time.Duration(age))
}
