package named

import (
	"errors"
	"io/fs"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// Kinds of objects, as their files say.
const (
	kindEvent     = 1
	kindMutex     = 2
	kindSemaphore = 3
	kindSection   = 4
	kindTimer     = 5
)

// Event makes the event called name, or finds it: then existed is true. No name
// makes one of this process alone. A name of another kind is errno.InvalidHandle.
func Event(name string, manual, set bool) (o ntobj.Object, existed bool, code errno.Errno) {
	if name == "" {
		return ntobj.NewEvent(manual, set), false, errno.Success
	}
	return enter(name, kindEvent, func(c *common) { c.state.InitEvent(manual, set) })
}

// Semaphore is Event for a semaphore; 0 <= count <= most and most > 0.
func Semaphore(name string, count, most int32) (o ntobj.Object, existed bool, code errno.Errno) {
	if name == "" {
		return ntobj.NewSemaphore(count, most), false, errno.Success
	}
	return enter(name, kindSemaphore, func(c *common) { c.state.InitSemaphore(count, most) })
}

// Timer is Event for a timer, which does not run.
func Timer(name string, manual bool) (o ntobj.Object, existed bool, code errno.Errno) {
	if name == "" {
		return ntobj.NewTimer(manual), false, errno.Success
	}
	return enter(name, kindTimer, func(c *common) { c.state.InitTimer(manual) })
}

// Mutex is Event for a mutex, which a new one's owner has from the start; nil
// is nobody.
func Mutex(name string, owner *ntobj.Thread) (o ntobj.Object, existed bool, code errno.Errno) {
	if name == "" {
		return ntobj.NewMutex(owner), false, errno.Success
	}
	o, existed, code = enter(name, kindMutex, func(c *common) {
		if owner != nil {
			c.Own(true)
			c.state.Owned.Store(1)
		}
	})
	if code == errno.Success && !existed {
		o.(*ntobj.Mutex).Adopt(owner)
	}
	return o, existed, code
}

// Open finds the object called name, of whatever kind, or answers
// errno.FileNotFound.
func Open(name string) (o ntobj.Object, existed bool, code errno.Errno) {
	return enter(name, 0, nil)
}

// Publish gives an event, a semaphore, a mutex or a timer of this process alone a
// name, so that other processes can open it. The name must be new. It fails with
// errno.NotSupported for other objects, and those that have one.
func Publish(name string, o ntobj.Object) errno.Errno {
	p, kind := publisher(o)
	if p == nil {
		return errno.NotSupported
	}
	r, err := home()
	if err != nil {
		return codeOf(err)
	}
	r.Lock()
	c, existed, err := r.open(name, true)
	r.Unlock()
	if err != nil {
		return codeOf(err)
	}
	c.lead(p)
	if existed || !p.Publish(c, c.state) {
		c.Close()
		return errno.NotSupported
	}
	c.state.Kind.Store(kind)
	return errno.Success
}

// publisher is o as what Publish can publish, and its kind.
func publisher(o ntobj.Object) (ntobj.Publisher, uint32) {
	switch o := o.(type) {
	case *ntobj.Event:
		return o, kindEvent
	case *ntobj.Mutex:
		return o, kindMutex
	case *ntobj.Semaphore:
		return o, kindSemaphore
	case *ntobj.Timer:
		return o, kindTimer
	}
	return nil, 0
}

// enter finds the object or, of a kind, makes it; init gives it its state while
// no other process can see it.
func enter(name string, kind uint32, init func(*common)) (o ntobj.Object, existed bool, code errno.Errno) {
	r, err := home()
	if err != nil {
		return nil, false, codeOf(err)
	}
	r.Lock()
	c, existed, err := r.open(name, kind != 0)
	if err == nil && !existed {
		init(c)
		c.state.Kind.Store(kind)
	}
	r.Unlock()
	if err != nil {
		return nil, false, codeOf(err)
	}
	found := c.state.Kind.Load()
	if found == kindSection && (kind == 0 || found == kind) {
		if o, err = c.section(); err != nil {
			c.Close()
			return nil, false, codeOf(err)
		}
		return o, existed, errno.Success
	}
	if o = c.object(found); o == nil || kind != 0 && found != kind {
		c.Close()
		return nil, false, errno.InvalidHandle
	}
	return o, existed, errno.Success
}

// codeOf is the code of a failure, the system's own among them.
func codeOf(err error) errno.Errno {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errno.FileNotFound
	case errors.Is(err, fs.ErrPermission):
		return errno.AccessDenied
	}
	return errno.Of(err)
}

// object makes what handles lead to.
func (c *common) object(kind uint32) ntobj.Object {
	switch kind {
	case kindEvent:
		e := ntobj.EventOn(c.state)
		e.Share(c)
		return c.lead(e)
	case kindMutex:
		m := ntobj.MutexOn(c.state)
		m.Share(c)
		return c.lead(m)
	case kindSemaphore:
		s := ntobj.SemaphoreOn(c.state)
		s.Share(c)
		return c.lead(s)
	case kindTimer:
		t := ntobj.TimerOn(c.state)
		t.Share(c)
		return c.lead(t)
	}
	return nil
}

// lead has handles lead to o.
func (c *common) lead(o ntobj.Waitable) ntobj.Waitable {
	c.whole = o
	switch o := o.(type) {
	case *ntobj.Mutex:
		c.rest = func() time.Duration { return patience }
	case *ntobj.Timer:
		c.rest = o.Rest
	}
	return o
}
