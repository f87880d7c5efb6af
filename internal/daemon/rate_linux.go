package daemon

import (
	"sync"
	"time"
)

// maxUsers bounds the users whose rate is remembered. When they are more, the
// ones that have been quiet longest are forgotten first, who lose nothing.
const maxUsers = 1024

// userRate limits what each user asks of the daemon: so many requests a
// second, and a burst of as many at once. A rate of 0 is no limit.
type userRate struct {
	mu        sync.Mutex
	perSecond float64
	users     map[uint32]*bucket
}

// bucket is what one user has left, and when that was so.
type bucket struct {
	tokens float64
	at     time.Time
}

func newUserRate(perSecond float64) *userRate {
	return &userRate{perSecond: perSecond, users: make(map[uint32]*bucket)}
}

// allow takes one request of uid from what is left to it at now.
func (r *userRate) allow(uid uint32, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.perSecond <= 0 {
		return true
	}
	b, ok := r.users[uid]
	if !ok {
		if len(r.users) >= maxUsers {
			r.forgetOldest()
		}
		b = &bucket{r.perSecond, now}
		r.users[uid] = b
	}
	elapsed := max(0, now.Sub(b.at).Seconds())
	b.tokens, b.at = min(r.perSecond, b.tokens+elapsed*r.perSecond), now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// set changes the rate for everybody.
func (r *userRate) set(perSecond float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.perSecond = perSecond
}

func (r *userRate) forgetOldest() {
	var oldest uint32
	var at time.Time
	for uid, b := range r.users {
		if at.IsZero() || b.at.Before(at) {
			oldest, at = uid, b.at
		}
	}
	delete(r.users, oldest)
}
