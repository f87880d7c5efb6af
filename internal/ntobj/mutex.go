package ntobj

import "mailslot/internal/errno"

// NotOwner is ERROR_NOT_OWNER, TooManyPosts is ERROR_TOO_MANY_POSTS.
const (
	NotOwner     errno.Errno = 288
	TooManyPosts errno.Errno = 298
)

// Mutex belongs to one thread at a time, which may take it again and again. A
// thread that ends with it leaves it abandoned: the next to take it is told.
type Mutex struct {
	Header
	owner     *Thread // guarded by dispatcher, like the rest
	depth     int
	abandoned bool
}

// NewMutex makes one that belongs to owner, or to nobody if that is nil.
func NewMutex(owner *Thread) *Mutex {
	m := new(Mutex)
	if owner != nil {
		Lock()
		m.Acquire(owner)
		Unlock()
	}
	return m
}

// Signaled reports whether t may take the mutex.
func (m *Mutex) Signaled(t *Thread) bool { return m.owner == nil || m.owner == t }

// Acquire takes it.
func (m *Mutex) Acquire(t *Thread) (abandoned bool) {
	if m.depth++; m.depth == 1 {
		m.owner = t
		if t != nil {
			t.owned = append(t.owned, m)
		}
	}
	abandoned, m.abandoned = m.abandoned, false
	return abandoned
}

// Destroy lets the owner forget it.
func (m *Mutex) Destroy() {
	Lock()
	defer Unlock()
	if m.owner != nil {
		m.owner.disown(m)
	}
}

// Release gives back what t has taken once.
func (m *Mutex) Release(t *Thread) errno.Errno {
	Lock()
	defer Unlock()
	if m.depth == 0 || m.owner != t {
		return NotOwner
	}
	if m.depth--; m.depth == 0 {
		t.disown(m)
		m.owner = nil
		m.wake()
	}
	return errno.Success
}

// Semaphore is a count that waits take down and Release puts up.
type Semaphore struct {
	Header
	count, most int32 // guarded by dispatcher
}

// NewSemaphore makes one; 0 <= count <= most and most > 0.
func NewSemaphore(count, most int32) *Semaphore { return &Semaphore{count: count, most: most} }

// Signaled reports whether the count is above zero.
func (s *Semaphore) Signaled(*Thread) bool { return s.count > 0 }

// Acquire takes one.
func (s *Semaphore) Acquire(*Thread) bool { s.count--; return false }

// Destroy does nothing.
func (s *Semaphore) Destroy() {}

// Release adds n and tells the count before.
func (s *Semaphore) Release(n int32) (before int32, code errno.Errno) {
	Lock()
	defer Unlock()
	if n <= 0 {
		return 0, errno.InvalidParameter
	}
	if n > s.most-s.count {
		return 0, TooManyPosts
	}
	before = s.count
	s.count += n
	s.wake()
	return before, errno.Success
}
