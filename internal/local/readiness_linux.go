package local

import "mailslot/internal/shm"

// readiness is a stub's descriptor for poll loops. It is readable while the
// holder's is, and for good once the stub has ended: a poll loop reads then, and
// hears of it. The holder's own cannot tell that, which every stub shares.
type readiness struct {
	set   shm.Epoll // the two others
	news  int       // the holder's
	ended shm.Bell
}

// newReadiness takes the holder's descriptor over, also when it fails.
func newReadiness(news int) (r *readiness, err error) {
	r = &readiness{set: shm.Epoll{FD: -1}, news: news, ended: shm.Bell{FD: -1}}
	defer func() {
		if err != nil {
			r.close()
			r, err = nil, sysError("cannot make a descriptor for readiness", err)
		}
	}()
	if r.ended, err = shm.NewBell(); err != nil {
		return r, err
	}
	if r.set, err = shm.NewEpoll(); err != nil {
		return r, err
	}
	if err = r.set.Add(news, shm.Readable); err != nil {
		return r, err
	}
	return r, r.set.Add(r.ended.FD, shm.Readable)
}

// end tells those who poll that the stub has ended, if anybody may.
func (r *readiness) end() {
	if r != nil {
		r.ended.Ring()
	}
}

// close lets go of the descriptors, if there are any.
func (r *readiness) close() {
	if r == nil {
		return
	}
	for _, fd := range []int{r.set.FD, r.ended.FD, r.news} {
		if fd >= 0 {
			shm.Close(fd)
		}
	}
}
