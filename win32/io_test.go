package win32_test

import (
	"testing"

	"mailslot/win32"
)

// Rules 4.8, 5.11, 6.8: what is no handle.
func TestBadHandlesAreRefusedEverywhere(t *testing.T) {
	newSlot(t, 0, 0)
	closed := openClient(t, win32.GENERIC_WRITE)
	closeNow(t, closed)
	for _, h := range []win32.Handle{0, closed, win32.InvalidHandle, win32.InvalidHandle - 1, 0x7FFFFFF0, event(t, 1, 0)} {
		n := uint32(7)
		p := make([]byte, 8)
		expect(t, "read", win32.ReadFile(h, p, &n, nil), win32.ERROR_INVALID_HANDLE)
		if n != 0 {
			t.Errorf("handle %#x: n = %d after ReadFile", h, n)
		}
		n = 7
		expect(t, "write", win32.WriteFile(h, p, &n, nil), win32.ERROR_INVALID_HANDLE)
		if n != 0 {
			t.Errorf("handle %#x: n = %d after WriteFile", h, n)
		}
		expect(t, "info", win32.GetMailslotInfo(h, nil, nil, nil, nil), win32.ERROR_INVALID_HANDLE)
		expect(t, "set", win32.SetMailslotInfo(h, 0), win32.ERROR_INVALID_HANDLE)
		expect(t, "cancel", win32.CancelIo(h), win32.ERROR_INVALID_HANDLE)
		expect(t, "cancel ex", win32.CancelIoEx(h, nil), win32.ERROR_INVALID_HANDLE)
		_, err := win32.GetFileType(h)
		expect(t, "file type", err, win32.ERROR_INVALID_HANDLE)
	}
}

// Rule 4.10.
func TestNumberOfBytesIsOptional(t *testing.T) {
	server := newSlot(t, 0, 0)
	expect(t, "write", win32.WriteFile(openClient(t, win32.GENERIC_WRITE), []byte("x"), nil, nil), nil)
	expect(t, "read", win32.ReadFile(server, make([]byte, 8), nil, nil), nil)
}

// Rule 6.1: every output may be left out.
func TestEveryOutputOfGetMailslotInfoIsOptional(t *testing.T) {
	server := newSlot(t, 5, 9)
	write(t, openClient(t, win32.GENERIC_WRITE), "abc")
	want := [4]uint32{5, 3, 1, 9}
	for left := range 16 {
		var got [4]uint32
		var out [4]*uint32
		for i := range out {
			if left&(1<<i) == 0 {
				out[i] = &got[i]
			}
		}
		expect(t, "info", win32.GetMailslotInfo(server, out[0], out[1], out[2], out[3]), nil)
		for i := range out {
			if out[i] != nil && got[i] != want[i] {
				t.Errorf("without %04b: %d, want %d", left, got, want)
			}
		}
	}
}

// Rule 6.3.
func TestFailedGetMailslotInfoWritesNothing(t *testing.T) {
	a, b, c, d := uint32(1), uint32(2), uint32(3), uint32(4)
	if err := win32.GetMailslotInfo(0, &a, &b, &c, &d); err == nil || a != 1 || b != 2 || c != 3 || d != 4 {
		t.Errorf("%v: %d %d %d %d", err, a, b, c, d)
	}
}

// Rule 6.4: no right is needed.
func TestInfoNeedsNoRight(t *testing.T) {
	server := newSlot(t, 0, 0)
	weak := duplicate(t, server, win32.FILE_READ_ATTRIBUTES)
	expect(t, "set", win32.SetMailslotInfo(weak, 77), nil)
	if i, err := (handle(weak)).Info(); err != nil || i.ReadTimeout != 77 {
		t.Errorf("%+v, %v", i, err)
	}
	expect(t, "read", win32.ReadFile(weak, make([]byte, 8), nil, nil), win32.ERROR_ACCESS_DENIED)
}

// Rule 6.7.
func TestClientCannotSetTheTimeout(t *testing.T) {
	server := newSlot(t, 0, 5)
	expect(t, "set", win32.SetMailslotInfo(openClient(t, win32.GENERIC_WRITE), 9), win32.ERROR_INVALID_PARAMETER)
	if i, err := (handle(server)).Info(); err != nil || i.ReadTimeout != 5 {
		t.Errorf("%+v, %v", i, err)
	}
}
