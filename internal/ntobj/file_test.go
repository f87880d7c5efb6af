package ntobj

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mailslot/internal/errno"
)

// fakeFile answers writes at once and reads when something is sent to it.
type fakeFile struct {
	FileHeader
	answers chan uint32
	slow    time.Duration // which a read takes to hear of the close
}

func (f *fakeFile) Destroy() {
	close(f.answers)
	f.Settle()
}

func (f *fakeFile) Write(r Request) (uint32, errno.Errno) {
	if len(r.Buf) > 8 {
		return 0, errno.InvalidParameter
	}
	return f.Complete(r, uint32(len(r.Buf)))
}

func (f *fakeFile) Read(r Request) (uint32, errno.Errno) {
	return f.Pend(r, func(ctx context.Context) (uint32, errno.Errno) {
		select {
		case n, ok := <-f.answers:
			if !ok {
				time.Sleep(f.slow)
				return 0, errno.HandleEOF
			}
			return n, errno.Success
		case <-ctx.Done():
			return 0, errno.OperationAborted
		}
	})
}

// bench is a file and an event in the table of the process.
type bench struct {
	file  *fakeFile
	event *Event
	h     Handle
	io    IOStatus
	he    Handle // of event
}

func newBench(t *testing.T, access uint32) *bench {
	b := &bench{file: &fakeFile{answers: make(chan uint32)}, event: NewEvent(true, false)}
	b.h = mustInsert(t, &Handles, b.file)
	if access != FileAllAccess {
		full := b.h
		b.h, _ = Handles.Duplicate(full, access, false, 0)
		Handles.Close(full)
	}
	b.he, _ = Handles.Insert(b.event, EventAllAccess, 0)
	t.Cleanup(func() {
		Handles.Close(b.h)
		Handles.Close(b.he)
	})
	return b
}

func (b *bench) begun() *IOStatus {
	b.io.Begin()
	return &b.io
}

func isSignaled(o Waitable) bool {
	return Wait(nil, []Waitable{o}, false, false, 0) == WaitObject0
}

func TestOverlappedReadCompletesLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, FileAllAccess)
		b.event.Set()
		if _, code := Read(b.h, Request{IO: b.begun(), Event: b.he}); code != errno.IOPending {
			t.Fatal(code)
		}
		if isSignaled(b.event) || isSignaled(b.file) || b.io.Internal != uintptr(StatusPending) {
			t.Error("a pending read looks complete")
		}
		if _, code := Result(b.h, &b.io, false); code != errno.IOIncomplete {
			t.Error(code)
		}
		b.file.answers <- 7
		if n, code := Result(b.h, &b.io, true); n != 7 || code != errno.Success {
			t.Errorf("got %d, %v", n, code)
		}
		if !isSignaled(b.event) || !isSignaled(b.file) || b.io.Internal != 0 || b.io.InternalHigh != 7 {
			t.Errorf("a complete read looks pending: %+v", b.io)
		}
	})
}

func TestCheckOrder(t *testing.T) {
	b := newBench(t, Synchronize)
	bad := Request{Fault: true}
	for _, c := range []struct {
		do   func(Handle, Request) (uint32, errno.Errno)
		h    Handle
		code errno.Errno
	}{
		{Read, 0, errno.InvalidHandle},
		{Write, InvalidHandle, errno.InvalidHandle},
		{Read, b.he, errno.InvalidHandle},
		{Read, b.h, errno.AccessDenied},
		{Write, b.h, errno.AccessDenied},
		{Read, newBench(t, FileReadData).h, errno.NoAccess},
		{Write, newBench(t, FileAppendData).h, errno.InvalidUserBuffer},
	} {
		if n, code := c.do(c.h, bad); n != 0 || code != c.code {
			t.Errorf("handle %#x: %d, %v, want %v", c.h, n, code, c.code)
		}
	}
}

func TestImmediateFailureLeavesTheStatusPendingAndTheEventReset(t *testing.T) {
	b := newBench(t, FileAllAccess)
	b.event.Set()
	called := false
	r := Request{Buf: make([]byte, 9), IO: b.begun(), Event: b.he, Done: func(errno.Errno, uint32) { called = true }}
	if _, code := Write(b.h, r); code != errno.InvalidParameter {
		t.Fatal(code)
	}
	if b.io.Internal != uintptr(StatusPending) || isSignaled(b.event) || called {
		t.Errorf("status %#x, event %v, told %v", b.io.Internal, isSignaled(b.event), called)
	}
	if _, code := Result(b.h, &b.io, true); code != errno.IOIncomplete {
		t.Errorf("waiting for what never began: %v", code)
	}
}

func TestImmediateSuccessTellsEverybody(t *testing.T) {
	b := newBench(t, FileAllAccess)
	var apc uint32
	r := Request{Buf: make([]byte, 8), IO: b.begun(), Event: b.he, Done: func(_ errno.Errno, n uint32) { apc = n }}
	if n, code := Write(b.h, r); n != 8 || code != errno.Success {
		t.Fatal(n, code)
	}
	if apc != 8 || !isSignaled(b.event) || b.io.Internal != 0 || b.io.InternalHigh != 8 {
		t.Errorf("apc %d, event %v, %+v", apc, isSignaled(b.event), b.io)
	}
}

// A port keeps no file: when the last handle is closed, the file goes.
func TestClosedFileIsNotKeptByItsPort(t *testing.T) {
	port, gone := new(CompletionPort), make(chan struct{})
	h := mustInsert(t, &Handles, tracked(gone))
	place := Place{port, 7}
	if code := SetPlace(h, place); code != errno.Success || *PlaceOf(h) != place {
		t.Fatal(code, PlaceOf(h))
	}
	if code := SetPlace(h, place); code != errno.InvalidParameter {
		t.Errorf("a second port: %v", code)
	}
	Handles.Close(h)
	if code := SetPlace(h, place); code != errno.InvalidHandle || PlaceOf(h) != nil {
		t.Errorf("a closed handle: %v", code)
	}
	runtime.GC()
	<-gone
	runtime.KeepAlive(port)
}

// tracked is a file that closes gone when nothing refers to it any more.
func tracked(gone chan struct{}) *fakeFile {
	f := &fakeFile{answers: make(chan uint32)}
	runtime.AddCleanup(f, func(gone chan struct{}) { close(gone) }, gone)
	return f
}

func TestCancelEndsTheRequestsItNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, FileAllAccess)
		me, other := new(Thread), new(Thread)
		var mine, second, theirs IOStatus
		for _, io := range []*IOStatus{&mine, &second, &theirs} {
			io.Begin()
		}
		Read(b.h, Request{IO: &mine, Thread: me})
		Read(b.h, Request{IO: &second, Thread: me})
		Read(b.h, Request{IO: &theirs, Thread: other})
		expect := func(io *IOStatus, want errno.Errno) {
			t.Helper()
			if _, code := Result(b.h, io, false); code != want {
				t.Errorf("got %v, want %v", code, want)
			}
		}
		if n, _ := Cancel(b.h, &mine, nil); n != 1 {
			t.Errorf("cancelled %d requests", n)
		}
		expect(&mine, errno.OperationAborted)
		expect(&second, errno.IOIncomplete)
		if n, _ := Cancel(b.h, nil, me); n != 1 {
			t.Errorf("cancelled %d requests", n)
		}
		expect(&second, errno.OperationAborted)
		expect(&theirs, errno.IOIncomplete)
		if n, _ := Cancel(b.h, nil, nil); n != 1 {
			t.Errorf("cancelled %d requests", n)
		}
		if n, code := Cancel(b.h, nil, nil); n != 0 || code != errno.Success {
			t.Errorf("cancelled %d requests, %v", n, code)
		}
		if _, code := Cancel(b.he, nil, nil); code != errno.InvalidHandle {
			t.Errorf("cancelling an event: %v", code)
		}
	})
}

// The status and the buffer are the program's again when the close returns; a
// synchronous read of another thread ends by itself.
func TestCloseReturnsWhenOverlappedReadsAreComplete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, FileAllAccess)
		b.file.slow = time.Second
		told := 0
		done := func(errno.Errno, uint32) { told++ }
		blocked := make(chan errno.Errno, 1)
		go func() {
			_, code := Read(b.h, Request{})
			blocked <- code
		}()
		Read(b.h, Request{IO: b.begun(), Event: b.he, Done: done})
		synctest.Wait()
		Handles.Close(b.h)
		if code := b.io.Status().Errno(); code != errno.HandleEOF || told != 1 || !isSignaled(b.event) {
			t.Errorf("status %v, told %d times, event %v", code, told, isSignaled(b.event))
		}
		if code := <-blocked; code != errno.HandleEOF {
			t.Errorf("the synchronous read: %v", code)
		}
	})
}

// Any number of threads may close at once what their reads wait on.
func TestClosesAtOnceAllReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var closes sync.WaitGroup
		var reads [8]IOStatus
		file := &fakeFile{answers: make(chan uint32)}
		for i := range reads {
			h := mustInsert(t, &Handles, file)
			reads[i].Begin()
			Read(h, Request{IO: &reads[i]})
			closes.Go(func() { Handles.Close(h) })
		}
		closes.Wait()
		for i := range reads {
			if reads[i].Status() == StatusPending {
				t.Errorf("read %d is pending", i)
			}
		}
	})
}

func TestCancelReturnsWhenTheRoutineIsQueued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, told := newBench(t, FileAllAccess), false
		Read(b.h, Request{IO: b.begun(), Done: func(errno.Errno, uint32) {
			time.Sleep(time.Second)
			told = true
		}})
		if n, code := Cancel(b.h, &b.io, nil); n != 1 || code != errno.Success || !told {
			t.Errorf("%d requests, %v, told %v", n, code, told)
		}
	})
}

func TestBlockedThreadCanBeCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, thread := newBench(t, FileAllAccess), new(Thread)
		if thread.CancelBlocked() {
			t.Error("a thread that is not blocked was cancelled")
		}
		ended := make(chan errno.Errno, 1)
		go func() {
			_, code := Read(b.h, Request{Thread: thread})
			ended <- code
		}()
		synctest.Wait()
		if !thread.CancelBlocked() || <-ended != errno.OperationAborted {
			t.Error("the blocked read did not end as cancelled")
		}
		if thread.CancelBlocked() || !isSignaled(b.file) {
			t.Error("the read is still there")
		}
	})
}

func TestResultConsumesAnAutoResetEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, FileAllAccess)
		b.event.state.InitEvent(false, false)
		Read(b.h, Request{IO: b.begun(), Event: b.he})
		b.file.answers <- 1
		if _, code := Result(b.h, &b.io, true); code != errno.Success {
			t.Error(code)
		}
		synctest.Wait()
		b.event.Reset()
		Read(b.h, Request{IO: b.begun(), Event: b.he})
		go func() { b.file.answers <- 2 }()
		if n, _ := Result(b.h, &b.io, true); n != 2 || isSignaled(b.event) {
			t.Errorf("%d bytes, event still set: %v", n, isSignaled(b.event))
		}
	})
}

func TestSynchronousWriteDoesNotAllocate(t *testing.T) {
	b := newBench(t, FileAllAccess)
	p := make([]byte, 8)
	if n := testing.AllocsPerRun(100, func() { Write(b.h, Request{Buf: p}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestStatusesMapBothWays(t *testing.T) {
	for _, row := range statuses {
		if row.status.Errno() != row.code || StatusOf(row.code).Errno() != row.code {
			t.Errorf("%#x and %v do not map to each other", row.status, row.code)
		}
	}
	if StatusOf(errno.Errno(0xFFFF)) != statusUnsuccessful || Status(0xDEAD).Errno() != errno.GenFailure {
		t.Error("what is not in the table is not a general failure")
	}
}
