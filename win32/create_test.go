package win32_test

import (
	"testing"

	"mailslot/win32"
)

// Rule 1.9: what only the Win32 grammar refuses, and NULL.
func TestCreateMailslotRefusesNamesWithoutPrefix(t *testing.T) {
	computer(t)
	for name, want := range map[string]win32.Errno{
		`blah`:       win32.ERROR_INVALID_NAME,
		`mailslot\x`: win32.ERROR_INVALID_NAME,
		`nul`:        win32.ERROR_INVALID_NAME,
		`\\.\nul`:    win32.ERROR_INVALID_NAME,
		`\\.`:        win32.ERROR_INVALID_NAME,
		``:           win32.ERROR_PATH_NOT_FOUND,
	} {
		h, err := win32.CreateMailslot(wide(name), 0, 0, nil)
		if h != win32.InvalidHandle || err != want {
			t.Errorf("%q: %#x, %v, want %v", name, h, err, want)
		}
	}
	if h, err := win32.CreateMailslot(nil, 0, 0, nil); h != win32.InvalidHandle || err != win32.ERROR_PATH_NOT_FOUND {
		t.Errorf("NULL: %#x, %v", h, err)
	}
	if h, err := win32.CreateFile(nil, 0, 0, nil, win32.OPEN_EXISTING, 0, 0); h != win32.InvalidHandle || err != win32.ERROR_PATH_NOT_FOUND {
		t.Errorf("open NULL: %#x, %v", h, err)
	}
}

// Rule 1.8.
func TestNamespaceItselfOpensAndDoesNothing(t *testing.T) {
	computer(t)
	for _, name := range []string{`\\.\mailslot`, `\\.\mailslot\`, `//?/mailslot/`} {
		for _, access := range []uint32{0, win32.GENERIC_READ | win32.GENERIC_WRITE} {
			h, err := win32.CreateFile(wide(name), access, 0, nil, win32.OPEN_EXISTING, 0, 0)
			h = closing(t, h, err)
			expect(t, "read", win32.ReadFile(h, make([]byte, 8), nil, nil), win32.ERROR_ACCESS_DENIED)
			expect(t, "write", win32.WriteFile(h, []byte("x"), nil, nil), win32.ERROR_ACCESS_DENIED)
			expect(t, "info", win32.GetMailslotInfo(h, nil, nil, nil, nil), win32.ERROR_INVALID_FUNCTION)
			expect(t, "set", win32.SetMailslotInfo(h, 0), win32.ERROR_INVALID_FUNCTION)
		}
	}
}

// Rule 2.1.
func TestHandlesAreSmallNumbers(t *testing.T) {
	h := newSlot(t, 0, 0)
	if h%4 != 0 || h > 1<<24 {
		t.Errorf("the handle is %#x", h)
	}
}

// Rules 2.4, 4.7, 5.13: each handle works in its direction only.
func TestWrongDirection(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	writer, both := openClient(t, win32.GENERIC_WRITE), openClient(t, win32.GENERIC_READ|win32.GENERIC_WRITE)
	p := make([]byte, 8)
	for _, c := range []struct {
		what string
		err  error
		want win32.Errno
	}{
		{"write to a server handle", win32.WriteFile(server, p, nil, nil), win32.ERROR_ACCESS_DENIED},
		{"read from a writer", win32.ReadFile(writer, p, nil, nil), win32.ERROR_ACCESS_DENIED},
		{"read from a client that may read", win32.ReadFile(both, p, nil, nil), win32.ERROR_INVALID_PARAMETER},
		{"write to a server duplicate that may write",
			win32.WriteFile(duplicate(t, server, win32.GENERIC_WRITE), p, nil, nil), win32.ERROR_INVALID_PARAMETER},
		{"read from a client duplicate that may read",
			win32.ReadFile(duplicate(t, writer, win32.GENERIC_READ), p, nil, nil), win32.ERROR_INVALID_PARAMETER},
	} {
		expect(t, c.what, c.err, c.want)
	}
	if n := count(t, server); n != 0 {
		t.Errorf("%d messages came from nowhere", n)
	}
}

// Rules 2.6, 3.9, 7.4: the flag is there for the C library to act on.
func TestHandlesAreInheritableOnRequest(t *testing.T) {
	computer(t)
	sa := &win32.SecurityAttributes{Length: 1, InheritHandle: 1} // rule 2.6: Length is not looked at
	server := createSlot(t, 0, 0, sa)
	h, err := win32.CreateFile(wide(slotName), win32.GENERIC_WRITE, share, sa, win32.OPEN_EXISTING, 0, 0)
	inherited := closing(t, h, err)
	for _, c := range []struct {
		h    win32.Handle
		want uint32
	}{
		{server, win32.HANDLE_FLAG_INHERIT},
		{inherited, win32.HANDLE_FLAG_INHERIT},
		{openClient(t, 0), 0},
		{duplicate(t, server, 0), 0},
	} {
		var flags uint32
		if err := win32.GetHandleInformation(c.h, &flags); err != nil || flags != c.want {
			t.Errorf("flags %d, %v, want %d", flags, err, c.want)
		}
	}
}

// Rule 2.6, D22: an empty DACL lets nobody write, yet the creator has its handle.
func TestEmptyDACLLeavesTheCreatorItsHandle(t *testing.T) {
	computer(t)
	sd, err := win32.SecurityDescriptorFromString("D:")
	if err != nil {
		t.Fatal(err)
	}
	server := createSlot(t, 0, 0, &win32.SecurityAttributes{SecurityDescriptor: sd})
	if n := count(t, server); n != 0 {
		t.Errorf("a new slot has %d messages", n)
	}
	expect(t, "read", win32.ReadFile(server, make([]byte, 8), nil, nil), win32.ERROR_SEM_TIMEOUT)
}
