// Package ntobj is the part of an NT kernel that a mailslot program can see:
// handles, the objects behind them, waiting on them, and reads and writes that
// complete later. Package win32 adds mailslots to it, the C library threads,
// mutexes, files and whatever else programs wait for.
//
// # Adding a kind of object
//
// A kind that can only be closed embeds Base. One that can be waited on embeds
// Header and says in Signaled and Acquire what waiting for it means:
//
//	type Semaphore struct {
//		ntobj.Header
//		count int // guarded by ntobj.Lock
//	}
//
//	func (s *Semaphore) Signaled(*ntobj.Thread) bool { return s.count > 0 }
//	func (s *Semaphore) Acquire(*ntobj.Thread) bool  { s.count--; return false }
//	func (s *Semaphore) Destroy()                    {}
//
//	func (s *Semaphore) Release() {
//		ntobj.Lock()
//		defer ntobj.Unlock()
//		s.count++
//		ntobj.Wake(s)
//	}
//
// One that is read or written embeds FileHeader and implements File: Read and
// Write either finish at once with FileHeader.Complete or hand what remains to
// be waited for to FileHeader.Pend, which knows requests that complete later, events,
// cancellation and completion routines.
//
// # Locks
//
// One lock, the dispatcher's, guards the state of all waitable objects, as it
// long did in NT itself: a wait for all of several objects is then one step.
// It is held for a few instructions, never over a call that can block. Looking
// a handle up takes no lock at all, and a read or write that completes at once
// without an IOStatus takes none either.
package ntobj
