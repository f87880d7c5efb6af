package local

import (
	"bytes"
	"cmp"
	"errors"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// head finds the message to deliver next; it stays the same until it is taken.
// Its body still lies in shared memory. No message is a nil stream. What breaks
// a rule of the slot ends its writer's connection and is passed over.
func (s *Slot) head() (body []byte, stream *ring.Stream, err error) {
	for {
		rec, stream, ok := s.merge.Next()
		if !ok {
			s.lookAgainSoon()
			s.catchUp()
			if rec, stream, ok = s.merge.Next(); !ok {
				return nil, nil, s.stuck
			}
		}
		body, err := s.check(rec, stream)
		if err == nil {
			return body, stream, nil
		}
		s.merge.Cut()
		s.offend(stream.Owner.(*conn), err)
	}
}

// check enforces on the reader's side what an honest writer does itself, and
// returns the record's body: what follows the origin header.
func (s *Slot) check(rec ring.Record, stream *ring.Stream) (body []byte, err error) {
	body = rec.Payload
	if unknown := rec.Flags &^ ring.FlagOrigin; unknown != 0 {
		return nil, errno.New(errno.BadFormat, "a record with flags %#x, which this version does not know", unknown)
	}
	if rec.Flags&ring.FlagOrigin != 0 {
		if body, err = behindOrigin(body, stream.Owner.(*conn)); err != nil {
			return nil, err
		}
	}
	if most := s.about.MaxSize; most != 0 && uint64(len(body)) > uint64(most) {
		return nil, tooLarge(len(body), most)
	}
	return body, nil
}

func behindOrigin(payload []byte, from *conn) ([]byte, error) {
	if !from.trusted {
		return nil, errno.New(errno.AccessDenied, "an origin header from user %d", from.cred.UID)
	}
	n, err := originLength(payload)
	if err != nil {
		return nil, err
	}
	return payload[n:], nil
}

// errEmpty is answered by a take that found no message.
var errEmpty = errors.New("empty")

// take reads the next message into p.
func (s *Slot) take(p []byte) (int, error) {
	body, stream, err := s.head()
	if stream == nil {
		return 0, cmp.Or(err, errEmpty)
	}
	if len(body) > len(p) {
		return 0, shortBuffer(len(body), len(p))
	}
	n := ring.Copy(p, body)
	s.taken(n)
	return n, nil
}

func shortBuffer(message, buffer int) error {
	return errno.New(errno.InsufficientBuffer, "the next message has %d bytes, the buffer %d", message, buffer)
}

// takeMessage reads the next message with its sender.
func (s *Slot) takeMessage(m *Message) error {
	body, stream, err := s.head()
	if stream == nil {
		return cmp.Or(err, errEmpty)
	}
	*m = s.message(body, stream)
	s.taken(len(body))
	return nil
}

// message copies the head message, with its sender.
func (s *Slot) message(body []byte, stream *ring.Stream) Message {
	rec, _, _ := s.merge.Next()
	from := stream.Owner.(*conn)
	m := Message{
		Data: append(make([]byte, 0, len(body)), body...),
		From: Sender{UID: from.cred.UID, PID: from.cred.PID},
		Time: wallTime(stream.Stamp() + uint64(stream.Skew)),
	}
	if rec.Flags&ring.FlagOrigin != 0 {
		header := bytes.Clone(rec.Payload[:len(rec.Payload)-len(body)])
		if o, _, err := parseOrigin(header); err == nil {
			m.From.Origin = &o
		}
	}
	return m
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
