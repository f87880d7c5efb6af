//go:build !windows

package win32_test

import (
	"testing"

	"mailslot/internal/ntobj"
	"mailslot/win32"
)

// What is about the objects behind the handles, which are ours except on Windows.

// Rules 4.9, 5.12 and section 0: buffers are judged after handle and right,
// before the direction and the state of the slot. Only C has such buffers.
func TestBadBuffersAreJudgedThird(t *testing.T) {
	server := newSlot(t, 0, win32.MAILSLOT_WAIT_FOREVER)
	writer := openClient(t, win32.GENERIC_WRITE)
	bad := ntobj.Request{Fault: true}
	for _, c := range []struct {
		what string
		do   func(win32.Handle, ntobj.Request) (uint32, win32.Errno)
		h    win32.Handle
		want win32.Errno
	}{
		{"read of an empty slot", ntobj.Read, server, win32.ERROR_NOACCESS},
		{"read without right", ntobj.Read, writer, win32.ERROR_ACCESS_DENIED},
		{"read of a client", ntobj.Read, openClient(t, win32.GENERIC_READ), win32.ERROR_NOACCESS},
		{"write", ntobj.Write, writer, win32.ERROR_INVALID_USER_BUFFER},
		{"write without right", ntobj.Write, server, win32.ERROR_ACCESS_DENIED},
		{"write to no handle", ntobj.Write, 0, win32.ERROR_INVALID_HANDLE},
	} {
		if _, code := c.do(c.h, bad); code != c.want {
			t.Errorf("%s: %v, want %v", c.what, code, c.want)
		}
	}
	write(t, writer, "stays")
	if _, code := ntobj.Read(server, bad); code != win32.ERROR_NOACCESS {
		t.Error(code)
	}
	read(t, server, "stays")
}

// Rule 6.8 for files that are no mailslots, which only the C library has.
func TestInfoOfForeignFileIsAnInvalidParameter(t *testing.T) {
	h, code := ntobj.Handles.Insert(new(foreign), win32.FILE_ALL_ACCESS, 0)
	if code != 0 {
		t.Fatal(code)
	}
	closing(t, h, nil)
	expect(t, "info", win32.GetMailslotInfo(h, nil, nil, nil, nil), win32.ERROR_INVALID_PARAMETER)
	expect(t, "set", win32.SetMailslotInfo(h, 0), win32.ERROR_INVALID_PARAMETER)
	if kind, err := win32.GetFileType(h); kind != 3 || err != nil {
		t.Errorf("file type %d, %v", kind, err)
	}
}

// foreign is a kind of file that another package adds.
type foreign struct{ ntobj.FileHeader }

func (*foreign) Read(ntobj.Request) (uint32, win32.Errno)  { return 0, win32.ERROR_HANDLE_EOF }
func (*foreign) Write(ntobj.Request) (uint32, win32.Errno) { return 0, win32.ERROR_HANDLE_EOF }
func (*foreign) FileType() uint32                          { return 3 }
func (*foreign) Destroy()                                  {}

func TestSynchronousReadAndWriteDoNotAllocate(t *testing.T) {
	server := newSlot(t, 0, 0)
	client := openClient(t, win32.GENERIC_WRITE)
	p := make([]byte, 16)
	var n uint32
	pair := func() {
		if win32.WriteFile(client, p, &n, nil) != nil || win32.ReadFile(server, p, &n, nil) != nil {
			t.Fatal("the pair failed")
		}
	}
	for range 1000 {
		pair()
	}
	if n := testing.AllocsPerRun(1000, pair); n != 0 {
		t.Errorf("%v allocations a pair", n)
	}
	if n := testing.AllocsPerRun(100, func() { win32.ReadFile(server, p, &n, nil) }); n != 0 {
		t.Errorf("%v allocations for a read of an empty slot", n)
	}
}

// Rule 1.7: a string without end is a name too long, not a crash.
func TestUnterminatedNameIsRefused(t *testing.T) {
	computer(t)
	units := make([]uint16, 1<<16)
	for i := range units {
		units[i] = 'n'
	}
	if h, err := win32.CreateMailslot(&units[0], 0, 0, nil); err != win32.ERROR_INVALID_NAME {
		t.Errorf("%#x, %v", h, err)
	}
}

// Rule 3.7, all combinations of an open client and a new one.
func TestStrictSharingFollowsTheMatrixOfWindowsXP(t *testing.T) {
	t.Setenv("MAILSLOT_STRICT_SHARING", "1")
	newSlot(t, 0, 0)
	const r, w = win32.FILE_SHARE_READ, win32.FILE_SHARE_WRITE
	open := func(access, share uint32) (win32.Handle, error) {
		return win32.CreateFile(wide(slotName), access, share, nil, win32.OPEN_EXISTING, 0, 0)
	}
	accesses := []uint32{0, win32.GENERIC_READ, win32.GENERIC_WRITE, win32.GENERIC_READ | win32.GENERIC_WRITE}
	writes := func(access uint32) bool { return access&win32.GENERIC_WRITE != 0 }
	for _, a1 := range accesses {
		for _, s1 := range []uint32{r, r | w} {
			for _, a2 := range accesses {
				for _, s2 := range []uint32{0, r, w, r | w} {
					first, err := open(a1, s1)
					if err != nil {
						t.Fatal(err)
					}
					second, err := open(a2, s2)
					refused := s2&r == 0 || (writes(a1) || writes(a2)) && s1&s2&w == 0
					if refused != (err == win32.ERROR_SHARING_VIOLATION) || !refused && err != nil {
						t.Errorf("%#x/%d then %#x/%d: %v", a1, s1, a2, s2, err)
					}
					win32.CloseHandle(second)
					win32.CloseHandle(first)
				}
			}
		}
	}
}

// Rule 3.7: a duplicate keeps the open alive, and slots do not count together.
func TestStrictSharingCountsDuplicatesAndOneSlotOnly(t *testing.T) {
	t.Setenv("MAILSLOT_STRICT_SHARING", "1")
	newSlot(t, 0, 0)
	first := openClient(t, win32.GENERIC_WRITE)
	dup := duplicate(t, first, 0)
	closeNow(t, first)
	open := func(name string) error {
		h, err := win32.CreateFile(wide(name), win32.GENERIC_WRITE, 1, nil, win32.OPEN_EXISTING, 0, 0)
		win32.CloseHandle(h)
		return err
	}
	expect(t, "open beside a duplicate", open(`\\.\MAILSLOT\WIN32`), win32.ERROR_SHARING_VIOLATION)
	closeNow(t, dup)
	expect(t, "open alone", open(slotName), nil)
	other, err := win32.CreateMailslot(wide(`\\.\mailslot\other`), 0, 0, nil)
	closing(t, other, err)
	openClient(t, win32.GENERIC_WRITE)
	expect(t, "open of another slot", open(`\\.\mailslot\other`), nil)
}

// Windows opens files by such names.
func TestCreateFileOpensNothingButMailslots(t *testing.T) {
	computer(t)
	for _, name := range []string{`\mailslot\x`, ` \\.\mailslot\x`, `C:\x`} {
		_, err := win32.CreateFile(wide(name), win32.GENERIC_WRITE, share, nil, win32.OPEN_EXISTING, 0, 0)
		expect(t, name, err, win32.ERROR_INVALID_NAME)
	}
}

// Windows keeps the names of sessions apart.
func TestNamedEventsAreShared(t *testing.T) {
	computer(t)
	name := wide(`Global\mailslot-test`)
	h, err := win32.CreateEvent(nil, 1, 0, name)
	first := closing(t, h, err)
	h, err = win32.CreateEvent(nil, 0, 1, wide("mailslot-test"))
	if err != win32.ERROR_ALREADY_EXISTS {
		t.Errorf("second creation: %v", err)
	}
	second := closing(t, h, nil)
	h, err = win32.OpenEvent(win32.EVENT_MODIFY_STATE, false, name)
	third := closing(t, h, err)
	expect(t, "set", win32.SetEvent(third), nil)
	if waits(t, first) != win32.WAIT_OBJECT_0 || waits(t, second) != win32.WAIT_OBJECT_0 {
		t.Error("the handles are on different events")
	}
	_, err = win32.WaitForSingleObject(third, 0)
	expect(t, "wait without right", err, win32.ERROR_ACCESS_DENIED)
	_, err = win32.OpenEvent(win32.EVENT_ALL_ACCESS, false, wide("mailslot-none"))
	expect(t, "open a missing one", err, win32.ERROR_FILE_NOT_FOUND)
	_, err = win32.OpenEvent(win32.EVENT_ALL_ACCESS, false, nil)
	expect(t, "open without name", err, win32.ERROR_INVALID_PARAMETER)
	_, err = win32.CreateEvent(nil, 0, 0, wide(`a\b`))
	expect(t, "a name with levels", err, win32.ERROR_PATH_NOT_FOUND)
}
