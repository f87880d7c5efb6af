package local

import (
	"mailslot/internal/errno"
	"mailslot/internal/ring"
)

// inlined bounds what the inline messages of other users take up. They lie in
// this process's own memory, and stay there when their client has gone: without
// a bound, who opens, writes and closes again and again would use all of it up.
type inlined struct {
	bytes map[int]uint64 // by user, with what has been read since they were counted
	again uint64         // Slot.read from which on it is worth while to count anew
}

// inlineCost is what an inline message takes up beside its bytes: at worst a
// client and a stream of its own.
const inlineCost = 512

// errShare is the error of a message for which its user's share has no room.
// Its client has broken no rule, so it is no offence; and as the handle ends, it
// is not the code by which a writer waits for room.
var errShare = errno.New(errno.NoSystemResources, "the messages of this user take up more memory than the slot grants")

// inlineFits counts an inline message of n bytes, if there is room for it.
func (s *Slot) inlineFits(uid, n int) bool {
	if uid == s.about.UID {
		return true
	}
	cost, share := uint64(n)+inlineCost, uint64(s.about.UserQuota)
	if s.inlined.bytes[uid]+s.charged[uid]+cost > share && s.read >= s.inlined.again {
		s.countInlined()
	}
	if s.inlined.bytes[uid]+s.charged[uid]+cost > share {
		return false
	}
	s.inlined.bytes[uid] += cost
	return true
}

// countInlined counts what is unread. It looks at every client, so the next
// time is when a part of them has been read.
func (s *Slot) countInlined() {
	clear(s.inlined.bytes)
	streams := uint64(0)
	s.merge.Streams(func(st *ring.Stream) {
		streams++
		uid := st.Owner.(*conn).cred.UID
		if uid == s.about.UID {
			return
		}
		st.Waiting(func(m ring.Inline) { s.inlined.bytes[uid] += uint64(len(m.Payload)) + inlineCost })
	})
	s.inlined.again = s.read + streams/16 + 1
}
