package win32_test

import (
	"errors"
	"testing"

	"mailslot/mailslottest"
	"mailslot/win32"
)

func TestConformance(t *testing.T) {
	mailslottest.Run(t, func(t *testing.T) mailslottest.System {
		computer(t)
		return calls{}
	}, mailslottest.KnownDifferencesOfCalls()...)
}

// computer gives the test a namespace of its own, unless the system is known to
// differ in what it tests.
func computer(t *testing.T) {
	t.Helper()
	if d, ok := wine[t.Name()]; ok && mailslottest.UnderWine() {
		t.Skip("expected difference " + d)
	}
	t.Setenv("MAILSLOT_DIR", t.TempDir())
}

// calls runs the suite through the Win32 functions.
type calls struct{}

func (calls) Code(err error) uint32 {
	var code win32.Errno
	errors.As(err, &code)
	return uint32(code)
}

func (calls) Create(name string, maxSize, timeout uint32) (mailslottest.Server, error) {
	h, err := win32.CreateMailslot(wide(name), maxSize, timeout, nil)
	return handle(h), err
}

func (calls) Open(name string) (mailslottest.Client, error) {
	h, err := win32.CreateFile(wide(name), win32.GENERIC_WRITE, share, nil,
		win32.OPEN_EXISTING, win32.FILE_ATTRIBUTE_NORMAL, 0)
	return handle(h), err
}

// share is what lets clients be open side by side under Wine too (D7).
const share = win32.FILE_SHARE_READ | win32.FILE_SHARE_WRITE

// wide is the zero-terminated name; the suite's names contain no zero.
func wide(s string) *uint16 {
	p, err := win32.UTF16PtrFromString(s)
	if err != nil {
		panic(err)
	}
	return p
}

// handle is a server or a client handle.
type handle win32.Handle

func (h handle) Read(p []byte) (int, error) {
	n := uint32(0xDEAD)
	err := win32.ReadFile(win32.Handle(h), p, &n, nil)
	return int(n), err
}

func (h handle) Write(p []byte) error {
	n := uint32(0xDEAD)
	err := win32.WriteFile(win32.Handle(h), p, &n, nil)
	if want := uint32(len(p)); err == nil && n != want || err != nil && n != 0 {
		panic("WriteFile tells a wrong number of bytes")
	}
	return err
}

func (h handle) Info() (i mailslottest.Info, err error) {
	err = win32.GetMailslotInfo(win32.Handle(h), &i.MaxSize, &i.NextSize, &i.Count, &i.ReadTimeout)
	return i, err
}

func (h handle) SetReadTimeout(ms uint32) error {
	return win32.SetMailslotInfo(win32.Handle(h), ms)
}

func (h handle) Close() error { return win32.CloseHandle(win32.Handle(h)) }
