package win32_test

import (
	"testing"

	"mailslot/win32"
)

// Section 7.
func TestFileTypeOfMailslotsIsUnknownWithoutError(t *testing.T) {
	server := newSlot(t, 0, 0)
	for _, h := range []win32.Handle{server, openClient(t, 0)} {
		if kind, err := win32.GetFileType(h); kind != win32.FILE_TYPE_UNKNOWN || err != nil {
			t.Errorf("type %d, %v", kind, err)
		}
	}
}

// Section 7.
func TestCloseHandle(t *testing.T) {
	h := newSlot(t, 0, 0)
	closeNow(t, h)
	expect(t, "close again", win32.CloseHandle(h), win32.ERROR_INVALID_HANDLE)
	expect(t, "close NULL", win32.CloseHandle(0), win32.ERROR_INVALID_HANDLE)
	expect(t, "close the process", win32.CloseHandle(win32.InvalidHandle), nil)
}

// Section 7.
func TestProtectedHandleCannotBeClosed(t *testing.T) {
	h := newSlot(t, 0, 0)
	const protect = win32.HANDLE_FLAG_PROTECT_FROM_CLOSE
	expect(t, "protect", win32.SetHandleInformation(h, protect, protect), nil)
	expect(t, "close", win32.CloseHandle(h), win32.ERROR_INVALID_HANDLE)
	if n := count(t, h); n != 0 {
		t.Errorf("%d messages", n)
	}
	expect(t, "unknown flag", win32.SetHandleInformation(h, 4, 4), win32.ERROR_INVALID_PARAMETER)
	expect(t, "no handle", win32.SetHandleInformation(0, 0, 0), win32.ERROR_INVALID_HANDLE)
	var flags uint32
	expect(t, "no handle", win32.GetHandleInformation(0, &flags), win32.ERROR_INVALID_HANDLE)
	expect(t, "free", win32.SetHandleInformation(h, protect, 0), nil)
	closeNow(t, h)
}

// Rules 7.3, 8.1, 8.5.
func TestDuplicateIsAFullServerHandle(t *testing.T) {
	first := newSlot(t, 0, 0)
	client := openClient(t, win32.GENERIC_WRITE)
	second := duplicate(t, first, 0)
	write(t, client, "before")
	closeNow(t, first)
	_, err := win32.CreateMailslot(wide(slotName), 0, 0, nil)
	expect(t, "create while a duplicate lives", err, win32.ERROR_ALREADY_EXISTS)
	write(t, client, "after")
	read(t, second, "before")
	read(t, second, "after")
	expect(t, "set", win32.SetMailslotInfo(second, 3), nil)
	closeNow(t, second)
	expect(t, "write", win32.WriteFile(client, []byte("x"), nil, nil), win32.ERROR_HANDLE_EOF)
	createSlot(t, 0, 0, nil)
}

// Rule 6.6: the time-out belongs to the slot.
func TestTimeoutIsSeenThroughAllHandles(t *testing.T) {
	first := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	second := duplicate(t, first, 0)
	expect(t, "set", win32.SetMailslotInfo(first, 0), nil)
	expect(t, "read", win32.ReadFile(second, make([]byte, 8), nil, nil), win32.ERROR_SEM_TIMEOUT)
}

// Rule 7.3.
func TestDuplicateMayHaveFewerRights(t *testing.T) {
	server := newSlot(t, 0, 0)
	client := openClient(t, win32.GENERIC_WRITE)
	write(t, client, "x")
	p := make([]byte, 8)
	expect(t, "read", win32.ReadFile(duplicate(t, server, win32.FILE_READ_ATTRIBUTES), p, nil, nil), win32.ERROR_ACCESS_DENIED)
	expect(t, "write", win32.WriteFile(duplicate(t, client, win32.GENERIC_READ), p, nil, nil), win32.ERROR_ACCESS_DENIED)
	read(t, duplicate(t, server, win32.GENERIC_READ), "x")
	write(t, duplicate(t, client, win32.GENERIC_WRITE), "y")
}

// Rule 7.3.
func TestDuplicateCanCloseItsSource(t *testing.T) {
	server := newSlot(t, 0, 0)
	this := win32.CurrentProcess()
	var moved win32.Handle
	err := win32.DuplicateHandle(this, server, this, &moved, 0, true, win32.DUPLICATE_CLOSE_SOURCE|win32.DUPLICATE_SAME_ACCESS)
	delete(toClose, server)
	closing(t, moved, err)
	expect(t, "close the source", win32.CloseHandle(server), win32.ERROR_INVALID_HANDLE)
	if n := count(t, moved); n != 0 {
		t.Errorf("%d messages", n)
	}
	var flags uint32
	if win32.GetHandleInformation(moved, &flags); flags != win32.HANDLE_FLAG_INHERIT {
		t.Errorf("flags %d", flags)
	}
	err = win32.DuplicateHandle(this, moved, this, nil, 0, false, win32.DUPLICATE_CLOSE_SOURCE)
	delete(toClose, moved)
	expect(t, "only close", err, nil)
	expect(t, "close", win32.CloseHandle(moved), win32.ERROR_INVALID_HANDLE)
}

func TestDuplicateRefusesWhatIsNoHandle(t *testing.T) {
	var dup win32.Handle
	this := win32.CurrentProcess()
	for _, c := range [][3]win32.Handle{{this, 0, this}, {this, 0x7FFFFFF0, this}, {4, 4, this}, {this, 4, 4}} {
		err := win32.DuplicateHandle(c[0], c[1], c[2], &dup, 0, false, 0)
		expect(t, "duplicate", err, win32.ERROR_INVALID_HANDLE)
	}
}
