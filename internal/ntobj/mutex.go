package ntobj

import "mailslot/internal/errno"

// NotOwner is ERROR_NOT_OWNER.
const NotOwner errno.Errno = 288

// Mutex belongs to one thread at a time, which may take it again and again. A
// thread or process that ends with it leaves it abandoned: the next to take it
// is told.
type Mutex struct {
	Header
	state *State
	owner *Thread // of this process; guarded by dispatcher, like the rest
	depth int
}

// NewMutex makes one that belongs to owner, or to nobody if that is nil.
func NewMutex(owner *Thread) *Mutex {
	m := MutexOn(new(State))
	m.Adopt(owner)
	return m
}

// MutexOn is the mutex whose state is s.
func MutexOn(s *State) *Mutex { return &Mutex{state: s} }

// Adopt gives a new mutex its first owner, if any.
func (m *Mutex) Adopt(owner *Thread) {
	if owner == nil {
		return
	}
	Lock()
	defer Unlock()
	m.owner, m.depth = owner, 1
	owner.owned = append(owner.owned, m)
}

// Signaled reports whether t may take the mutex.
func (m *Mutex) Signaled(t *Thread) bool {
	if m.owner != nil {
		return m.owner == t
	}
	return m.common == nil || m.state.Owned.Load() == 0 || m.common.Orphaned()
}

// Acquire takes it.
func (m *Mutex) Acquire(t *Thread) (abandoned bool) {
	if m.depth++; m.depth > 1 {
		return false
	}
	m.owner = t
	if t != nil {
		t.owned = append(t.owned, m)
	}
	abandoned = m.state.Abandoned.Swap(0) != 0
	if m.common != nil {
		abandoned = m.state.Owned.Load() != 0 || abandoned // its owner was killed
		m.common.Own(true)
		m.state.Owned.Store(1)
	}
	return abandoned
}

// Destroy lets the owner forget it. Other processes find it abandoned.
func (m *Mutex) Destroy() {
	Lock()
	if m.owner != nil {
		m.owner.disown(m)
		m.free(true)
	}
	Unlock()
	m.closed()
}

// Release gives back what t has taken once.
func (m *Mutex) Release(t *Thread) errno.Errno {
	Lock()
	defer Unlock()
	return m.release(t)
}

// release is Release with the dispatcher locked.
func (m *Mutex) release(t *Thread) errno.Errno {
	if m.depth == 0 || m.owner != t {
		return NotOwner
	}
	if m.depth > 1 {
		m.depth--
		return errno.Success
	}
	t.disown(m)
	m.free(false)
	return errno.Success
}

// free is the end of this process's ownership.
func (m *Mutex) free(abandoned bool) {
	m.owner, m.depth = nil, 0
	m.change(func() {
		m.state.Abandoned.Store(word(abandoned))
		m.state.Owned.Store(0)
		if m.common != nil {
			m.common.Own(false)
		}
	})
	m.wake()
}
