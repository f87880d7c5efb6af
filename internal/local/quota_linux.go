package local

import (
	"fmt"
	"math"
	"sync"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// maxSegments is how many times the largest reasonable segment one process may
// have handed over through one handle, in all and unread. An honest client
// checks its quota before it grows, so it stays far below. What processes have
// left that ended is counted still, so each that writes brings its own.
const maxSegments = 8

// What one other user may take from this process, in all its slots. His
// connections and his rings that are not used up each have a place, and at that
// many the door is shut to him. A ring is a mapping, of which Linux grants a
// process 65,530: without them it gets neither memory nor threads. An honest
// writer has one, and a few more while much is unread; past maxUserRings they
// wait in their sockets. Their bytes are of the process's addresses, which a
// program of 32 bits runs out of first: the door is shut at half of them.
const (
	maxPlaces    = 8 << 10
	maxUserRings = 2 * maxPlaces
	maxUserBytes = min(1<<45, math.MaxInt/4*3)
)

// guests counts them.
type guests struct {
	sync.Mutex
	users map[int]guest
	later map[int][]func() // see dispose
	back  map[int][]func() // see giveBack
}

type guest struct {
	conns, rings, closing int
	bytes                 uint64
	returning             uint64 // of them, see giveBack
}

func newGuests() guests {
	return guests{users: map[int]guest{}, later: map[int][]func(){}, back: map[int][]func(){}}
}

// load is how much of his places and addresses a user has.
func (g *guests) load(uid int) float64 {
	g.Lock()
	defer g.Unlock()
	u := g.users[uid]
	return max(float64(u.conns+u.rings)/maxPlaces, float64(u.bytes)/(maxUserBytes/2), float64(u.closing)/(maxClosing-1))
}

// come counts connections that come, or go when n is -1.
func (g *guests) come(uid, n int) {
	g.Lock()
	defer g.Unlock()
	u := g.users[uid]
	u.conns += n
	g.set(uid, u)
}

func (g *guests) set(uid int, u guest) {
	if g.users[uid] = u; u == (guest{}) {
		delete(g.users, uid)
	}
}

// roomy reports whether a user who had no room has a part of it again.
func (g *guests) roomy(uid int) bool {
	g.Lock()
	defer g.Unlock()
	u := g.users[uid]
	return u.rings <= maxUserRings/8*7 && u.bytes <= maxUserBytes/8*7
}

// fits reports whether a user may have one ring more.
func (g *guests) fits(uid int, size uint64) bool {
	g.Lock()
	defer g.Unlock()
	u := g.users[uid]
	return u.rings < maxUserRings && u.bytes+size <= maxUserBytes
}

// count adds a ring, or takes it away when n is -1.
func (g *guests) count(uid, n int, size uint64) {
	g.Lock()
	defer g.Unlock()
	u := g.users[uid]
	u.add(n, size)
	g.set(uid, u)
}

// add counts n rings of a size more, or fewer when n is -1.
func (u *guest) add(n int, size uint64) {
	u.rings += n
	u.bytes += uint64(n) * size
}

// admit decides whether a client's connection can be kept. The connections of
// other users take at most half of the descriptors that this process may open.
func (s *Slot) admit(cred shm.Cred) error {
	if cred.UID == s.about.UID {
		return nil
	}
	s.engine.enter(s, cred)
	if s.engine.foreign.Load() <= openFiles()/2 {
		return nil
	}
	return errno.New(errno.NoSystemResources, "the server has no room for more clients of other users")
}

// openFiles is how many descriptors this process may open.
func openFiles() int64 {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) != nil {
		limit.Cur = 1024
	}
	return int64(min(limit.Cur, math.MaxInt64))
}

// keeps decides whether the descriptor of a user's ring is kept, to be handed
// over. For those of other users there is a quarter, their connections included.
func (s *Slot) keeps(uid int) bool {
	return s.keep && (uid == s.about.UID || s.engine.foreign.Load() < openFiles()/4)
}

// lodge counts another user's ring, and its descriptor if that is kept. n is 1,
// or -1 when the ring goes.
func (s *Slot) lodge(c *ring.Consumer, seg *shm.Segment, n int) {
	uid := s.owners[c].cred.UID
	if uid == s.about.UID {
		return
	}
	s.engine.guests.count(uid, n, seg.Size())
	if seg.Kept() {
		s.engine.foreign.Add(int64(n))
	}
}

// enter counts another user's connection, which may be one too many.
func (e *engine) enter(s *Slot, cred shm.Cred) {
	e.pass(s, cred.UID, 1)
	s.judge(cred.UID)
}

// drop forgets a connection that enter has counted.
func (e *engine) drop(s *Slot, cred shm.Cred) { e.pass(s, cred.UID, -1) }

func (e *engine) pass(s *Slot, uid, n int) {
	if uid != s.about.UID {
		e.foreign.Add(int64(n))
		e.guests.come(uid, n)
	}
}

// charge notes whose memory a ring is, and stops the growth of a user who has
// more than the share. The owner of the slot is exempt.
func (s *Slot) charge(c *ring.Consumer, from *conn, seg *shm.Segment) {
	uid := from.cred.UID
	s.owners[c] = from
	s.lodge(c, seg, 1)
	before := s.frozen(uid)
	s.charged[uid] += seg.Size()
	switch after := s.frozen(uid); {
	case after && before:
		seg.Frozen().Store(1)
	case after:
		s.freeze(uid, 1)
	}
}

// frozen reports whether the rings of a user must not grow.
func (s *Slot) frozen(uid int) bool {
	return uid != s.about.UID && (s.charged[uid] > uint64(s.about.UserQuota) || s.bars(uid))
}

// credit is the end of a ring.
func (s *Slot) credit(c *ring.Consumer, seg *shm.Segment) {
	from := s.owners[c]
	s.lodge(c, seg, -1)
	delete(s.owners, c)
	from.mapped -= seg.Size()
	uid := from.cred.UID
	before := s.frozen(uid)
	if s.charged[uid] -= seg.Size(); s.charged[uid] == 0 {
		delete(s.charged, uid)
	}
	if before && !s.frozen(uid) {
		s.freeze(uid, 0)
	}
}

// freeze tells the clients of a user whether their rings may grow.
func (s *Slot) freeze(uid int, frozen uint32) {
	for c, seg := range s.segments {
		if s.owners[c].cred.UID == uid {
			seg.Frozen().Store(frozen)
		}
	}
}

// defaultUserQuota is what one other user may take up in a slot that says
// nothing else, where memory suffices.
const defaultUserQuota = 1 << 30

// share is a quarter of the memory that this process may have: of the
// computer's, or of its control groups' where that is less. Their kernel kills
// where the computer's only gets slow.
func share(granted uint64) int64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) == nil {
		granted = min(granted, uint64(info.Totalram)*uint64(info.Unit))
	}
	return max(int64(granted/4), MinQuota)
}

// trusted reports whether a user may say where a message from the network
// came from: root, and whoever owns the daemon's control directory.
func trusted(uid int) bool {
	var st unix.Stat_t
	return uid == 0 || unix.Lstat(ControlDir, &st) == nil && int(st.Uid) == uid && st.Mode&unix.S_IFMT == unix.S_IFDIR
}

// ControlDir is the directory of the daemon's control socket. Only root can
// make it.
const ControlDir = "/run/mailslotd"

// overQuota is the error of a write that finds no room.
type overQuota struct{ unread, quota uint64 }

func (e *overQuota) Error() string {
	return fmt.Sprintf("%d bytes of this handle are unread, the slot's quota is %d", e.unread, e.quota)
}

// Errno and Unwrap tell the code, Timeout and Temporary complete net.Error.
func (e *overQuota) Errno() errno.Errno { return errno.NotEnoughQuota }
func (e *overQuota) Unwrap() error      { return errno.NotEnoughQuota }
func (e *overQuota) Timeout() bool      { return false }
func (e *overQuota) Temporary() bool    { return true }
