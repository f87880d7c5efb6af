package local

import "mailslot/internal/ring"

// inlined counts what the inline messages of other users take up. They lie in
// this process's own memory, and stay there when their client has gone.
type inlined struct {
	bytes map[int]uint64 // by user, with what has been read since they were counted
	again uint64         // Slot.read from which on it is worth while to count anew
}

// What an honest handle of another user sends inline at most, and what such a
// message takes up beside its bytes: at worst a client and a stream of its own.
const (
	guestInline      = 4
	guestInlineBytes = 4 << 10
	inlineCost       = 512
)

// addInline counts an inline message of n bytes.
func (s *Slot) addInline(uid, n int) {
	if s.exempt(uid) {
		return
	}
	s.inlined.bytes[uid] += uint64(n) + inlineCost
	if s.inlined.bytes[uid] > uint64(s.about.UserQuota) && s.read >= s.inlined.again {
		s.countInlined()
	}
}

// countInlined counts what is unread. It looks at every client, so the next
// time is when a part of them has been read.
func (s *Slot) countInlined() {
	clear(s.inlined.bytes)
	streams := uint64(0)
	s.merge.Streams(func(st *ring.Stream) {
		streams++
		uid := st.Owner.(*conn).cred.UID
		if s.exempt(uid) {
			return
		}
		st.Waiting(func(m ring.Inline) { s.inlined.bytes[uid] += uint64(len(m.Payload)) + inlineCost })
	})
	s.inlined.again = s.read + streams/16 + 1
}
