package win32_test

import (
	"testing"

	"mailslot/win32"
)

// Rule 7.1: the server handle tells about reads, never about messages.
func TestServerHandleIsSignaledUnlessAReadWaits(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	client := openClient(t, win32.GENERIC_WRITE)
	signaled := func(when string, want uint32) {
		t.Helper()
		if got := waits(t, server); got != want {
			t.Errorf("%s: %d, want %d", when, got, want)
		}
	}
	signaled("fresh", win32.WAIT_OBJECT_0)
	write(t, client, "a")
	signaled("with a message", win32.WAIT_OBJECT_0)
	read(t, server, "a")
	signaled("empty again", win32.WAIT_OBJECT_0)
	o := newOverlapped(t)
	o.begin(t, server, 16)
	signaled("with a waiting read", uint32(win32.WAIT_TIMEOUT))
	write(t, client, "b")
	o.ends(t, server, "b", nil)
	signaled("when the read has ended", win32.WAIT_OBJECT_0)
}

// Rule 7.2.
func TestClientHandleIsSignaled(t *testing.T) {
	newSlot(t, 0, 0)
	if got := waits(t, openClient(t, 0)); got != win32.WAIT_OBJECT_0 {
		t.Errorf("wait: %d", got)
	}
}

// Rule 7.1: waiting needs the right to.
func TestWaitingNeedsSynchronize(t *testing.T) {
	weak := duplicate(t, newSlot(t, 0, 0), win32.FILE_READ_ATTRIBUTES)
	got, err := win32.WaitForSingleObject(weak, 0)
	if got != win32.WAIT_FAILED || err != win32.ERROR_ACCESS_DENIED {
		t.Errorf("%#x, %v", got, err)
	}
}

func TestAutoResetEventWakesOne(t *testing.T) {
	e := event(t, 0, 1)
	if got := waits(t, e); got != win32.WAIT_OBJECT_0 {
		t.Errorf("set: %d", got)
	}
	if got := waits(t, e); got != uint32(win32.WAIT_TIMEOUT) {
		t.Errorf("consumed: %d", got)
	}
	expect(t, "set", win32.SetEvent(e), nil)
	expect(t, "reset", win32.ResetEvent(e), nil)
	if got := waits(t, e); got != uint32(win32.WAIT_TIMEOUT) {
		t.Errorf("reset: %d", got)
	}
	expect(t, "pulse", win32.PulseEvent(e), nil)
	if got := waits(t, e); got != uint32(win32.WAIT_TIMEOUT) {
		t.Errorf("pulsed before: %d", got)
	}
}

func TestEventCallsWantEvents(t *testing.T) {
	server := newSlot(t, 0, 0)
	for _, do := range []func(win32.Handle) error{win32.SetEvent, win32.ResetEvent, win32.PulseEvent} {
		expect(t, "on a mailslot", do(server), win32.ERROR_INVALID_HANDLE)
		expect(t, "on nothing", do(0), win32.ERROR_INVALID_HANDLE)
		expect(t, "without right", do(duplicate(t, event(t, 0, 0), win32.SYNCHRONIZE)), win32.ERROR_ACCESS_DENIED)
	}
}

// The best-known sample: wait for a read and for the order to stop.
func TestWaitForReadOrStop(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	stop := event(t, 1, 0)
	o := newOverlapped(t)
	o.begin(t, server, 16)
	handles := []win32.Handle{stop, o.ov.HEvent}
	if got, err := win32.WaitForMultipleObjects(handles, false, 0); got != uint32(win32.WAIT_TIMEOUT) || err != nil {
		t.Errorf("nothing happened: %d, %v", got, err)
	}
	write(t, openClient(t, win32.GENERIC_WRITE), "x")
	if got, err := win32.WaitForMultipleObjects(handles, false, win32.INFINITE); got != win32.WAIT_OBJECT_0+1 || err != nil {
		t.Errorf("message: %d, %v", got, err)
	}
	win32.SetEvent(stop)
	if got, err := win32.WaitForMultipleObjects(handles, true, win32.INFINITE); got != win32.WAIT_OBJECT_0 || err != nil {
		t.Errorf("both: %d, %v", got, err)
	}
}

func TestWaitLimits(t *testing.T) {
	computer(t)
	many := func(n int) []win32.Handle {
		handles := make([]win32.Handle, n)
		for i := range handles {
			handles[i] = event(t, 1, 1)
		}
		return handles
	}
	twice := many(1)
	twice = append(twice, twice[0])
	for _, c := range []struct {
		what    string
		handles []win32.Handle
		all     bool
		want    error
	}{
		{"63", many(win32.MAXIMUM_WAIT_OBJECTS - 1), true, nil},
		{"64", many(win32.MAXIMUM_WAIT_OBJECTS), true, nil},
		{"65", many(win32.MAXIMUM_WAIT_OBJECTS + 1), true, win32.ERROR_INVALID_PARAMETER},
		{"none", nil, false, win32.ERROR_INVALID_PARAMETER},
		{"one twice, any", twice, false, nil},
		{"one twice, all", twice, true, win32.ERROR_INVALID_PARAMETER},
		{"no handle", []win32.Handle{0}, false, win32.ERROR_INVALID_HANDLE},
	} {
		got, err := win32.WaitForMultipleObjects(c.handles, c.all, 0)
		if err != c.want || (err != nil) != (got == win32.WAIT_FAILED) {
			t.Errorf("%s: %#x, %v, want %v", c.what, got, err, c.want)
		}
	}
}

// Code written for golang.org/x/sys/windows compiles.
func TestWaitAnswersHaveTheTypesOfXSys(t *testing.T) {
	var timeout error = win32.WAIT_TIMEOUT
	var index int = win32.WAIT_OBJECT_0 + 1
	if index != 1 || timeout.Error() == "" {
		t.Error(index, timeout)
	}
	switch got := waits(t, event(t, 1, 0)); got {
	case win32.WAIT_OBJECT_0, win32.WAIT_ABANDONED, win32.WAIT_FAILED:
		t.Error(got)
	case uint32(win32.WAIT_TIMEOUT):
	}
}
