package ntobj

import "mailslot/internal/errno"

// TooManyPosts is ERROR_TOO_MANY_POSTS.
const TooManyPosts errno.Errno = 298

// Semaphore is a count that waits take down and Release puts up.
type Semaphore struct {
	Header
	state *State
}

// NewSemaphore makes one; 0 <= count <= most and most > 0.
func NewSemaphore(count, most int32) *Semaphore {
	s := SemaphoreOn(new(State))
	s.state.InitSemaphore(count, most)
	return s
}

// SemaphoreOn is the semaphore whose state is s.
func SemaphoreOn(s *State) *Semaphore { return &Semaphore{state: s} }

// InitSemaphore makes it that of a new semaphore.
func (s *State) InitSemaphore(count, most int32) {
	s.Count.Store(count)
	s.Most.Store(most)
}

// Signaled reports whether the count is above zero.
func (s *Semaphore) Signaled(*Thread) bool { return s.state.Count.Load() > 0 }

// Acquire takes one.
func (s *Semaphore) Acquire(*Thread) bool { s.state.Count.Add(-1); return false }

// Destroy closes it.
func (s *Semaphore) Destroy() { s.closed() }

// Release adds n and tells the count before.
func (s *Semaphore) Release(n int32) (before int32, code errno.Errno) {
	Lock()
	defer Unlock()
	return s.release(n)
}

// release is Release with the dispatcher locked.
func (s *Semaphore) release(n int32) (before int32, code errno.Errno) {
	if n <= 0 {
		return 0, errno.InvalidParameter
	}
	s.change(func() {
		before = s.state.Count.Load()
		if n > s.state.Most.Load()-before {
			before, code = 0, TooManyPosts
			return
		}
		s.state.Count.Store(before + n)
	})
	if code == errno.Success {
		s.wake()
	}
	return before, code
}
