package ntobj

import (
	"slices"
	"sync"
	"sync/atomic"

	"mailslot/internal/errno"
)

// Handle is a small number, a multiple of four; its two low bits are ignored.
type Handle uintptr

// Pseudo handles are never in the table.
const (
	InvalidHandle  Handle = ^Handle(0)
	CurrentProcess Handle = ^Handle(0) // the same value, as on Windows
)

// Flags of one handle.
const (
	Inherit          = 1 // HANDLE_FLAG_INHERIT
	ProtectFromClose = 2 // HANDLE_FLAG_PROTECT_FROM_CLOSE
)

// MaxHandles is how many handles a process can have open.
const MaxHandles = 1 << 20

const (
	handleStep = 4
	chunkSize  = 1024
)

// Object is what handles refer to. Several handles may refer to one object.
type Object interface {
	// Destroy is called once, without any lock, when the last handle is closed.
	Destroy()
	base() *Base
}

// Base is embedded by every kind of object.
type Base struct {
	handles int    // guarded by Table.mu
	name    string // in Table.names, or ""
}

func (b *Base) base() *Base { return b }

// Entry is one open handle. All but its flags stay as they are until it is closed.
type Entry struct {
	Object Object
	Access uint32
	file   File          // Object as a file, or nil
	flags  atomic.Uint32 // Inherit, ProtectFromClose
}

// Flags are the handle's flags.
func (e *Entry) Flags() uint32 { return e.flags.Load() }

type chunk [chunkSize]atomic.Pointer[Entry]

// Table maps handles to objects. Its zero value is empty and ready to use.
// Get never waits; a handle closed meanwhile by another thread keeps its
// object usable for as long as somebody holds the Entry.
type Table struct {
	chunks [MaxHandles/chunkSize + 1]atomic.Pointer[chunk]

	mu    sync.Mutex
	used  uintptr   // indices handed out so far; index 0 never is
	free  []uintptr // closed ones, oldest first: a stale handle stays stale for long
	given []uintptr // those beyond used that another process has chosen
	names map[string]Object
}

// MaxForeign is how many handles another process can choose the numbers of.
const MaxForeign = MaxHandles / 4

// Foreign is the number of the nth such handle. They are the last that this
// process would choose itself.
func Foreign(n int) Handle { return Handle((MaxHandles - MaxForeign + 1 + n) * handleStep) }

// Get is the entry of an open handle, or nil.
func (t *Table) Get(h Handle) *Entry {
	i := uintptr(h) / handleStep
	if i > MaxHandles {
		return nil
	}
	c := t.chunks[i/chunkSize].Load()
	if c == nil {
		return nil
	}
	return c[i%chunkSize].Load()
}

// Insert opens a handle on an object that is new or has another open handle.
func (t *Table) Insert(o Object, access, flags uint32) (Handle, errno.Errno) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.insert(o, access, flags)
}

// insert is called with mu held.
func (t *Table) insert(o Object, access, flags uint32) (Handle, errno.Errno) {
	i, ok := t.index()
	if !ok {
		return InvalidHandle, errno.NoSystemResources
	}
	e := &Entry{Object: o, Access: access}
	e.file, _ = o.(File)
	e.flags.Store(flags)
	o.base().handles++
	t.slot(i).Store(e)
	return Handle(i * handleStep), errno.Success
}

// index finds a free place; mu is held.
func (t *Table) index() (uintptr, bool) {
	for t.used < MaxHandles && len(t.free) < chunkSize {
		t.used++
		if t.slot(t.used).Load() == nil {
			return t.used, true
		}
	}
	if len(t.free) == 0 {
		return 0, false
	}
	i := t.free[0]
	t.free = t.free[1:]
	return i, true
}

// slot makes the chunk of index i if need be; mu is held.
func (t *Table) slot(i uintptr) *atomic.Pointer[Entry] {
	c := &t.chunks[i/chunkSize]
	if c.Load() == nil {
		c.Store(new(chunk))
	}
	return &c.Load()[i%chunkSize]
}

// Close closes a handle and, with the last of its handles, the object.
func (t *Table) Close(h Handle) errno.Errno {
	t.mu.Lock()
	e := t.Get(h)
	if e == nil || e.Flags()&ProtectFromClose != 0 {
		t.mu.Unlock()
		return errno.InvalidHandle
	}
	i := uintptr(h) / handleStep
	t.slot(i).Store(nil)
	t.free = append(t.free, i)
	b := e.Object.base()
	b.handles--
	last := b.handles == 0
	if last && b.name != "" {
		delete(t.names, b.name)
	}
	t.mu.Unlock()
	if last {
		e.Object.Destroy()
	}
	return errno.Success
}

// Duplicate opens another handle on the object of h. With sameAccess the new
// handle's rights are those of h, else access.
func (t *Table) Duplicate(h Handle, access uint32, sameAccess bool, flags uint32) (Handle, errno.Errno) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.Get(h)
	if e == nil {
		return InvalidHandle, errno.InvalidHandle
	}
	if sameAccess {
		access = e.Access
	}
	return t.insert(e.Object, access, flags)
}

// SetFlags changes those flags of a handle that are in mask.
func (t *Table) SetFlags(h Handle, mask, flags uint32) errno.Errno {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.Get(h)
	if e == nil {
		return errno.InvalidHandle
	}
	e.flags.Store(e.Flags()&^mask | flags&mask)
	return errno.Success
}

// InsertNamed opens a handle on the object called name. If this process does
// not know it, make makes it or finds that of another process, and says which;
// make is called with the table locked. The caller judges the object's kind.
// The empty name always makes a new object.
func (t *Table) InsertNamed(name string, access, flags uint32, make func() (o Object, existed bool, code errno.Errno)) (h Handle, existed bool, code errno.Errno) {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, known := t.names[name]
	existed = known
	if !known {
		if o, existed, code = make(); code != errno.Success {
			return 0, false, code
		}
	}
	h, code = t.insert(o, access, flags)
	switch {
	case known:
	case code != errno.Success:
		o.Destroy()
	case name != "":
		t.enter(name, o)
	}
	return h, existed, code
}

// enter is called with mu held.
func (t *Table) enter(name string, o Object) {
	if t.names == nil {
		t.names = make(map[string]Object)
	}
	t.names[name] = o
	o.base().name = name
}

// Call gives an object that has none a name.
func (t *Table) Call(o Object, name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if o.base().name == "" {
		t.enter(name, o)
	}
}

// skipTo has used reach i; those between stay free.
func (t *Table) skipTo(i uintptr) {
	for t.used < i {
		if t.used++; t.used != i {
			t.free = append(t.free, t.used)
		}
	}
}

// InsertAt opens a handle of a given value, for what a parent process has left.
func (t *Table) InsertAt(h Handle, o Object, access, flags uint32) errno.Errno {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.insertAt(h, o, access, flags)
}

// InsertNamedAt is InsertAt for the object called name, which find finds if
// this process does not know it.
func (t *Table) InsertNamedAt(h Handle, name string, access, flags uint32, find func() (o Object, existed bool, code errno.Errno)) errno.Errno {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, known := t.names[name]
	if !known {
		var code errno.Errno
		if o, _, code = find(); code != errno.Success {
			return code
		}
	}
	code := t.insertAt(h, o, access, flags)
	switch {
	case known:
	case code != errno.Success:
		o.Destroy()
	default:
		t.enter(name, o)
	}
	return code
}

// insertAt is called with mu held.
func (t *Table) insertAt(h Handle, o Object, access, flags uint32) errno.Errno {
	i := uintptr(h) / handleStep
	if i == 0 || i > MaxHandles || t.slot(i).Load() != nil {
		return errno.InvalidHandle
	}
	if Handle(i*handleStep) >= Foreign(0) {
		t.given = append(t.given, i)
	} else {
		t.skipTo(i)
	}
	e := &Entry{Object: o, Access: access}
	e.file, _ = o.(File)
	e.flags.Store(flags)
	o.base().handles++
	t.slot(i).Store(e)
	return errno.Success
}

// Name is the name under which an object can be opened, or "".
func (t *Table) Name(o Object) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return o.base().name
}

// Each calls f for every open handle; those opened or closed meanwhile may or
// may not be among them.
func (t *Table) Each(f func(Handle, *Entry)) {
	t.mu.Lock()
	used, given := t.used, slices.Clone(t.given)
	t.mu.Unlock()
	visit := func(i uintptr) {
		h := Handle(i * handleStep)
		if e := t.Get(h); e != nil {
			f(h, e)
		}
	}
	for i := uintptr(1); i <= used; i++ {
		visit(i)
	}
	for _, i := range given {
		if i > used {
			visit(i)
		}
	}
}

// Handles is the table of this process. A process has one, as handles are
// numbers that any part of a program may pass to any other.
var Handles Table
