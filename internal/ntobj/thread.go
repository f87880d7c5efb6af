package ntobj

// Thread is a thread of the program where threads have an identity: in the C
// library. It owns mutexes, its APCs run in its own alertable waits, and
// CancelIo means its own requests. Go programs pass a nil *Thread.
// The zero value is ready to use.
type Thread struct {
	apcs      []func()   // guarded by dispatcher, like the rest
	alertable *waiter    // the wait that an APC ends
	blocked   *operation // the synchronous request it is blocked in
}

// QueueAPC gives t a function to run in its next alertable wait.
func (t *Thread) QueueAPC(f func()) {
	Lock()
	defer Unlock()
	t.apcs = append(t.apcs, f)
	if t.alertable != nil {
		t.alertable.end(WaitIOCompletion)
	}
}

// TakeAPCs hands out the queued functions, oldest first. The thread itself
// calls them, without any lock, after a wait that answered WaitIOCompletion.
func (t *Thread) TakeAPCs() []func() {
	Lock()
	defer Unlock()
	apcs := t.apcs
	t.apcs = nil
	return apcs
}

// CancelBlocked cancels the synchronous request that t is blocked in and
// reports whether there is one.
func (t *Thread) CancelBlocked() bool {
	Lock()
	defer Unlock()
	if t.blocked == nil {
		return false
	}
	t.blocked.abort()
	return true
}
