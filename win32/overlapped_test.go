package win32_test

import (
	"testing"

	"mailslot/win32"
)

const pending = 0x103 // STATUS_PENDING

// overlapped is a read or write with an event and a buffer of its own.
type overlapped struct {
	ov  win32.Overlapped
	buf [16]byte
}

func newOverlapped(t *testing.T) *overlapped {
	t.Helper()
	o := new(overlapped)
	o.ov.HEvent = event(t, 1, 0)
	return o
}

// begin starts a read that has to wait.
func (o *overlapped) begin(t *testing.T, server win32.Handle, size int) {
	t.Helper()
	n := uint32(7)
	err := win32.ReadFile(server, o.buf[:size], &n, &o.ov)
	if err != win32.ERROR_IO_PENDING || n != 0 {
		t.Fatalf("read: %v, n = %d", err, n)
	}
}

// isPending expects the request to be under way.
func (o *overlapped) isPending(t *testing.T, h win32.Handle) {
	t.Helper()
	if waits(t, o.ov.HEvent) != uint32(win32.WAIT_TIMEOUT) || o.ov.Internal != pending {
		t.Errorf("the request has ended with %#x", o.ov.Internal)
	}
	expect(t, "result", win32.GetOverlappedResult(h, &o.ov, nil, false), win32.ERROR_IO_INCOMPLETE)
}

// ends waits for the end and expects this message or error.
func (o *overlapped) ends(t *testing.T, h win32.Handle, message string, want error) {
	t.Helper()
	n := uint32(7)
	err := win32.GetOverlappedResult(h, &o.ov, &n, true)
	if err != want || string(o.buf[:n]) != message {
		t.Errorf("got %q, %v, want %q, %v", o.buf[:n], err, message, want)
	}
	if waits(t, o.ov.HEvent) != win32.WAIT_OBJECT_0 || int(o.ov.InternalHigh) != len(message) {
		t.Errorf("event not set, or %d bytes", o.ov.InternalHigh)
	}
}

// failedAtOnce expects rule 9.4: nothing is reported through ov.
func (o *overlapped) failedAtOnce(t *testing.T) {
	t.Helper()
	if o.ov.Internal != pending || o.ov.InternalHigh != 0 || waits(t, o.ov.HEvent) != uint32(win32.WAIT_TIMEOUT) {
		t.Errorf("a failed request was reported: %+v", o.ov)
	}
}

// Rules 9.1, 5.15.
func TestOverlappedReadOfWaitingMessageCompletesAtOnce(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	write(t, openClient(t, win32.GENERIC_WRITE), "here")
	o := newOverlapped(t)
	o.ov.Offset, o.ov.OffsetHigh = 99, 99
	n := uint32(0)
	expect(t, "read", win32.ReadFile(server, o.buf[:], &n, &o.ov), nil)
	if n != 4 || o.ov.Internal != 0 {
		t.Errorf("n = %d, %+v", n, o.ov)
	}
	o.ends(t, server, "here", nil)
}

// Rules 9.2, 2.5: the server handle is overlapped without being asked to be.
func TestOverlappedReadOfEmptySlotCompletesLater(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	o := newOverlapped(t)
	win32.SetEvent(o.ov.HEvent)
	o.begin(t, server, 16)
	o.isPending(t, server)
	write(t, openClient(t, win32.GENERIC_WRITE), "later")
	o.ends(t, server, "later", nil)
	if o.ov.Internal != 0 {
		t.Errorf("status %#x", o.ov.Internal)
	}
}

// Rule 9.3.
func TestOverlappedReadTimesOut(t *testing.T) {
	server := newSlot(t, 0, 20)
	o := newOverlapped(t)
	o.begin(t, server, 16)
	o.ends(t, server, "", win32.ERROR_SEM_TIMEOUT)
	if o.ov.Internal != 0xC00000B5 {
		t.Errorf("status %#x", o.ov.Internal)
	}
}

// Rules 9.4, D18.
func TestOverlappedImmediateFailureReportsNothing(t *testing.T) {
	server := newSlot(t, 0, 0)
	client := openClient(t, win32.GENERIC_READ|win32.GENERIC_WRITE)
	o := newOverlapped(t)
	for _, c := range []struct {
		what string
		do   func() error
		want win32.Errno
	}{
		{"time-out", func() error { return win32.ReadFile(server, o.buf[:], nil, &o.ov) }, win32.ERROR_SEM_TIMEOUT},
		{"access", func() error { return win32.WriteFile(server, o.buf[:], nil, &o.ov) }, win32.ERROR_ACCESS_DENIED},
		{"direction", func() error { return win32.ReadFile(client, o.buf[:], nil, &o.ov) }, win32.ERROR_INVALID_PARAMETER},
		{"short buffer", func() error {
			write(t, client, "message")
			return win32.ReadFile(server, o.buf[:1], nil, &o.ov)
		}, win32.ERROR_INSUFFICIENT_BUFFER},
	} {
		win32.SetEvent(o.ov.HEvent)
		o.ov.Internal = 0
		expect(t, c.what, c.do(), c.want)
		o.failedAtOnce(t)
	}
	read(t, server, "message")
}

// Rule 9.5: waiting calls and overlapped ones share the queue correctly.
func TestSynchronousAndOverlappedReadsMix(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	client := openClient(t, win32.GENERIC_WRITE)
	o := newOverlapped(t)
	o.begin(t, server, 16)
	got := make(chan string, 1)
	go func() {
		p := make([]byte, 16)
		n, err := (handle(server)).Read(p)
		got <- string(p[:n])
		if err != nil {
			t.Error(err)
		}
	}()
	write(t, client, "first")
	o.ends(t, server, "first", nil)
	write(t, client, "second")
	if m := <-got; m != "second" {
		t.Errorf("the waiting call read %q", m)
	}
}

// Rules 5.9, 9.2: the order of the calls decides.
func TestOverlappedReadsAreServedInOrder(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	dup := duplicate(t, server, 0)
	var reads [6]*overlapped
	for i := range reads {
		reads[i] = newOverlapped(t)
		reads[i].begin(t, []win32.Handle{server, dup}[i%2], 16)
	}
	client := openClient(t, win32.GENERIC_WRITE)
	for i := range reads {
		write(t, client, string(rune('a'+i)))
	}
	for i, o := range reads {
		o.ends(t, server, string(rune('a'+i)), nil)
	}
}

// Rules 5.10, 9.4: this failure is not immediate, so it is reported.
func TestPendingReadWithShortBufferLeavesTheMessage(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	short, long := newOverlapped(t), newOverlapped(t)
	short.begin(t, server, 2)
	long.begin(t, server, 16)
	write(t, openClient(t, win32.GENERIC_WRITE), "message")
	short.ends(t, server, "", win32.ERROR_INSUFFICIENT_BUFFER)
	long.ends(t, server, "message", nil)
	if short.ov.Internal != 0xC0000023 {
		t.Errorf("status %#x", short.ov.Internal)
	}
}

// Rule 5.8.
func TestPendingReadKeepsItsTimeout(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	o := newOverlapped(t)
	o.begin(t, server, 16)
	expect(t, "set", win32.SetMailslotInfo(server, 0), nil)
	o.isPending(t, server)
	write(t, openClient(t, win32.GENERIC_WRITE), "x")
	o.ends(t, server, "x", nil)
}

// Rule 9.6.
func TestCancelIoEndsPendingReads(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	client := openClient(t, win32.GENERIC_WRITE)
	a, b := newOverlapped(t), newOverlapped(t)
	a.begin(t, server, 16)
	b.begin(t, server, 16)
	expect(t, "cancel", win32.CancelIo(server), nil)
	for _, o := range []*overlapped{a, b} {
		if o.ov.Internal != 0xC0000120 {
			t.Errorf("status %#x when CancelIo returned", o.ov.Internal)
		}
		o.ends(t, server, "", win32.ERROR_OPERATION_ABORTED)
	}
	write(t, client, "kept")
	read(t, server, "kept")
	expect(t, "cancel nothing", win32.CancelIo(server), nil)
	expect(t, "cancel on a client", win32.CancelIo(client), nil)
}

// Rule 9.6.
func TestCancelIoExEndsTheReadItNames(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	a, b := newOverlapped(t), newOverlapped(t)
	a.begin(t, server, 16)
	b.begin(t, server, 16)
	expect(t, "cancel", win32.CancelIoEx(server, &a.ov), nil)
	a.ends(t, server, "", win32.ERROR_OPERATION_ABORTED)
	b.isPending(t, server)
	expect(t, "cancel again", win32.CancelIoEx(server, &a.ov), win32.ERROR_NOT_FOUND)
	write(t, openClient(t, win32.GENERIC_WRITE), "for b")
	b.ends(t, server, "for b", nil)
	expect(t, "cancel nothing", win32.CancelIoEx(server, nil), win32.ERROR_NOT_FOUND)
}

// Rules 9.6, D16: a call that waits is cancelled too.
func TestCancelIoExEndsASynchronousRead(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	ended := make(chan error, 1)
	go func() { ended <- win32.ReadFile(server, make([]byte, 8), nil, nil) }()
	for win32.CancelIoEx(server, nil) == win32.ERROR_NOT_FOUND {
		waits(t, server) // until the read waits
	}
	expect(t, "read", <-ended, win32.ERROR_OPERATION_ABORTED)
	write(t, openClient(t, win32.GENERIC_WRITE), "kept")
	read(t, server, "kept")
}

// Rules 9.9, 8.7, 5.16: all is told when the close returns.
func TestClosingTheLastServerHandleCompletesPendingReads(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	o := newOverlapped(t)
	o.begin(t, server, 16)
	closeNow(t, server)
	if o.ov.Internal != 0xC00000B6 || waits(t, o.ov.HEvent) != win32.WAIT_OBJECT_0 {
		t.Errorf("status %#x", o.ov.Internal)
	}
	expect(t, "result", win32.GetOverlappedResult(server, &o.ov, nil, false), win32.ERROR_HANDLE_EOF)
}

// Rule 8.7: with another server handle open the read goes on.
func TestPendingReadSurvivesTheHandleItBeganOn(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	dup := duplicate(t, server, 0)
	o := newOverlapped(t)
	o.begin(t, server, 16)
	closeNow(t, server)
	o.isPending(t, dup)
	write(t, openClient(t, win32.GENERIC_WRITE), "on")
	o.ends(t, dup, "on", nil)
}

// Rule 4.12.
func TestOverlappedWriteCompletesAtOnce(t *testing.T) {
	server := newSlot(t, 0, 0)
	for _, flags := range []uint32{0, win32.FILE_FLAG_OVERLAPPED} {
		h, err := win32.CreateFile(wide(slotName), win32.GENERIC_WRITE, share, nil, win32.OPEN_EXISTING, flags, 0)
		client := closing(t, h, err)
		o := newOverlapped(t)
		o.ov.Offset = 99
		n := uint32(0)
		expect(t, "write", win32.WriteFile(client, []byte("abc"), &n, &o.ov), nil)
		if n != 3 || o.ov.Internal != 0 || o.ov.InternalHigh != 3 || waits(t, o.ov.HEvent) != win32.WAIT_OBJECT_0 {
			t.Errorf("n = %d, %+v", n, o.ov)
		}
		read(t, server, "abc")
	}
}

// Rule 9.2, as programs without an event do it: the handle itself tells.
func TestOverlappedReadWithoutEvent(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	var ov win32.Overlapped
	p := make([]byte, 8)
	expect(t, "read", win32.ReadFile(server, p, nil, &ov), win32.ERROR_IO_PENDING)
	write(t, openClient(t, win32.GENERIC_WRITE), "x")
	if got, err := win32.WaitForSingleObject(server, win32.INFINITE); got != win32.WAIT_OBJECT_0 || err != nil {
		t.Fatal(got, err)
	}
	n := uint32(0)
	if err := win32.GetOverlappedResult(server, &ov, &n, false); err != nil || n != 1 {
		t.Errorf("n = %d, %v", n, err)
	}
}

func TestOverlappedWithBadEventFails(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	for _, bad := range []win32.Handle{server, 0x7FFFFFF0} {
		ov := win32.Overlapped{HEvent: bad}
		expect(t, "read", win32.ReadFile(server, make([]byte, 8), nil, &ov), win32.ERROR_INVALID_HANDLE)
	}
	weak := duplicate(t, event(t, 1, 0), win32.SYNCHRONIZE)
	ov := win32.Overlapped{HEvent: weak}
	expect(t, "read", win32.ReadFile(server, make([]byte, 8), nil, &ov), win32.ERROR_ACCESS_DENIED)
}
