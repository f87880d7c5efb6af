package win32_test

import (
	"testing"

	"mailslot/win32"
)

const slotName = `\\.\mailslot\win32`

// newSlot is a server handle on a computer of the test's own.
func newSlot(t *testing.T, maxSize, timeout uint32) win32.Handle {
	t.Helper()
	computer(t)
	return createSlot(t, maxSize, timeout, nil)
}

func createSlot(t *testing.T, maxSize, timeout uint32, sa *win32.SecurityAttributes) win32.Handle {
	t.Helper()
	h, err := createServer(maxSize, timeout, sa)
	return closing(t, h, err)
}

// openClient is a client handle on the slot with these rights.
func openClient(t *testing.T, access uint32) win32.Handle {
	t.Helper()
	h, err := win32.CreateFile(wide(slotName), access, share, nil, win32.OPEN_EXISTING, 0, 0)
	return closing(t, h, err)
}

// toClose are the handles that are closed with the test: not what it has closed
// itself, for the number may be another's by then, even the Go runtime's.
var toClose = map[win32.Handle]bool{}

// closing expects a handle and closes it with the test.
func closing(t *testing.T, h win32.Handle, err error) win32.Handle {
	t.Helper()
	if err != nil || h == 0 || h == win32.InvalidHandle {
		t.Fatalf("handle %#x, %v", h, err)
	}
	toClose[h] = true
	t.Cleanup(func() {
		if toClose[h] {
			closeNow(t, h)
		}
	})
	return h
}

// closeNow closes what closing was to close.
func closeNow(t *testing.T, h win32.Handle) {
	t.Helper()
	delete(toClose, h)
	expect(t, "close", win32.CloseHandle(h), nil)
}

// duplicate is a handle on the same object, with these rights or, if they are
// 0, with the same.
func duplicate(t *testing.T, h win32.Handle, access uint32) win32.Handle {
	t.Helper()
	var dup win32.Handle
	options := uint32(0)
	if access == 0 {
		options = win32.DUPLICATE_SAME_ACCESS
	}
	err := win32.DuplicateHandle(win32.CurrentProcess(), h, win32.CurrentProcess(), &dup, access, false, options)
	return closing(t, dup, err)
}

// event is an unnamed event.
func event(t *testing.T, manual, set uint32) win32.Handle {
	t.Helper()
	h, err := win32.CreateEvent(nil, manual, set, nil)
	return closing(t, h, err)
}

func expect(t *testing.T, what string, err error, want error) {
	t.Helper()
	if err != want {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func write(t *testing.T, h win32.Handle, message string) {
	t.Helper()
	if err := (handle(h)).Write([]byte(message)); err != nil {
		t.Fatalf("write %q: %v", message, err)
	}
}

func read(t *testing.T, h win32.Handle, want string) {
	t.Helper()
	p := make([]byte, len(want)+8)
	if n, err := (handle(h)).Read(p); err != nil || string(p[:n]) != want {
		t.Fatalf("read %q, %v, want %q", p[:max(0, n)], err, want)
	}
}

// count is how many messages wait in the slot of h.
func count(t *testing.T, h win32.Handle) int {
	t.Helper()
	i, err := (handle(h)).Info()
	if err != nil {
		t.Fatalf("info: %v", err)
	}
	return int(i.Count)
}

// waits answers what a wait without patience for h does.
func waits(t *testing.T, h win32.Handle) uint32 {
	t.Helper()
	got, err := win32.WaitForSingleObject(h, 0)
	if err != nil {
		t.Fatalf("wait: %v", err)
	}
	return got
}
