package local

import (
	"maps"
	"slices"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// barred are the users to whom the door is shut, because they take up more of
// this process than their share. A writer never waits for the server, so that
// must be told before a write: an open fails, and what writes have returned is
// kept. So beyond his share a user gets what he has written meanwhile: through
// the places that he has and those in the queue before the door.
type barred struct {
	users   map[int]struct{}
	waiting bool // for reconsider
}

// recheck is how often a slot looks whether the barred may come in again, if
// nothing happens that tells it.
const recheck = time.Second

// excess is what honest handles of a user can have sent inline beyond his share
// when the server was too slow to bar him. More comes from those alone whom no
// door keeps out, as they have CAP_DAC_OVERRIDE, or who ignore the protocol.
const excess = (maxPlaces + shm.Backlog + 1) * (guestInlineBytes + guestInline*inlineCost)

// errShare ends the handle of who has sent even more than that inline. As it is
// for good, it is not the code by which a writer waits for room.
var errShare = errno.New(errno.NoSystemResources, "the messages of this user take up more memory than the slot grants")

// exempt reports whether a user has no share: the owner, and root, whom neither
// a door nor anything else would stop.
func (s *Slot) exempt(uid int) bool { return uid == s.about.UID || uid == 0 }

// load is how full the share of a user is; it is used up at 1.
func (s *Slot) load(uid int) float64 {
	return max(float64(s.inlined.bytes[uid])/float64(s.about.UserQuota), s.engine.guests.load(uid))
}

// judge shuts the door to a user whose share is used up.
func (s *Slot) judge(uid int) {
	if s.exempt(uid) || s.bars(uid) || s.load(uid) <= 1 {
		return
	}
	s.barred.users[uid] = struct{}{}
	s.setDoor()
	s.freeze(uid, 1)
	s.remind()
}

// remind has the slot reconsider after a while.
func (s *Slot) remind() {
	if !s.barred.waiting {
		s.barred.waiting = true
		time.AfterFunc(recheck, s.reconsider)
	}
}

func (s *Slot) bars(uid int) bool {
	_, is := s.barred.users[uid]
	return is
}

// letIn opens the door to those who have a quarter of their share free again.
func (s *Slot) letIn() {
	if len(s.barred.users) == 0 {
		return
	}
	if s.read >= s.inlined.again {
		s.countInlined()
	}
	before := len(s.barred.users)
	for uid := range s.barred.users {
		if s.load(uid) > 0.75 {
			continue
		}
		delete(s.barred.users, uid)
		if !s.frozen(uid) {
			s.freeze(uid, 0)
		}
	}
	if len(s.barred.users) != before {
		s.setDoor()
	}
}

// reconsider is letIn, and for those who are parked, after a while in which
// nothing may have happened here: a user's places are those of all slots.
func (s *Slot) reconsider() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.countInlined()
	s.letIn()
	s.lookAgain()
	s.unload()
	if s.barred.waiting = false; len(s.barred.users) != 0 || s.parked != 0 {
		s.remind()
	}
}

// setDoor keeps the barred out, while the slot has a door.
func (s *Slot) setDoor() {
	if s.entry.lock < 0 {
		return
	}
	path := shm.In(s.entry.lock, socketFile)
	shm.SetDoor(path, uint32(s.about.Mode.Perm()), slices.Collect(maps.Keys(s.barred.users)))
}
