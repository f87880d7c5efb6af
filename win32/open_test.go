package win32_test

import (
	"fmt"
	"testing"

	"mailslot/win32"
)

// Rule 3.1: the name is judged before the share mode and after the disposition.
func TestOpenMissingSlotIsNotFoundWhateverTheArguments(t *testing.T) {
	computer(t)
	for _, strict := range []string{"", "1"} {
		t.Setenv("MAILSLOT_STRICT_SHARING", strict)
		for disposition := uint32(1); disposition <= 5; disposition++ {
			for share := range uint32(8) {
				h, err := win32.CreateFile(wide(slotName), win32.GENERIC_WRITE, share, nil, disposition, 0, 0)
				if h != win32.InvalidHandle || err != win32.ERROR_FILE_NOT_FOUND {
					t.Errorf("disposition %d, share %d: %#x, %v", disposition, share, h, err)
				}
			}
		}
	}
}

// Rule 3.4.
func TestDispositionIsCheckedFirstAndChangesNothing(t *testing.T) {
	server := newSlot(t, 0, 0)
	for _, disposition := range []uint32{0, 6, 0xFFFFFFFF} {
		_, err := win32.CreateFile(nil, 0, 0, nil, disposition, 0, 0)
		expect(t, fmt.Sprint("disposition ", disposition), err, win32.ERROR_INVALID_PARAMETER)
	}
	write(t, openClient(t, win32.GENERIC_WRITE), "kept")
	for disposition := uint32(1); disposition <= 5; disposition++ {
		h, err := win32.CreateFile(wide(slotName), win32.GENERIC_WRITE, share, nil, disposition, 0, 0)
		closing(t, h, err)
	}
	read(t, server, "kept")
}

// Rules 3.5, 4.8, D20: every access opens; which of them write.
func TestAccessDecidesWhoMayWrite(t *testing.T) {
	server := newSlot(t, 0, 0)
	for _, c := range []struct {
		access uint32
		writes bool
	}{
		{0, false},
		{win32.GENERIC_READ, false},
		{win32.GENERIC_EXECUTE, false},
		{win32.DELETE, false},
		{win32.READ_CONTROL, false},
		{win32.FILE_READ_ATTRIBUTES, false},
		{win32.GENERIC_WRITE, true},
		{win32.GENERIC_READ | win32.GENERIC_WRITE, true},
		{win32.GENERIC_ALL, true},
		{win32.MAXIMUM_ALLOWED, true},
		{win32.FILE_WRITE_DATA, true},
		{win32.FILE_APPEND_DATA, true},
	} {
		n := uint32(7)
		err := win32.WriteFile(openClient(t, c.access), []byte("x"), &n, nil)
		switch {
		case c.writes && (err != nil || n != 1):
			t.Errorf("access %#x cannot write: %v", c.access, err)
		case !c.writes && (err != win32.ERROR_ACCESS_DENIED || n != 0):
			t.Errorf("access %#x: %v, n = %d", c.access, err, n)
		}
	}
	if n := count(t, server); n != 6 {
		t.Errorf("%d messages arrived", n)
	}
}

// Rule 3.6: since Windows Vista share modes have no effect.
func TestShareModesHaveNoEffect(t *testing.T) {
	server := newSlot(t, 0, 0)
	for share := range uint32(8) {
		for _, access := range []uint32{0, win32.GENERIC_READ, win32.GENERIC_WRITE} {
			h, err := win32.CreateFile(wide(slotName), access, share, nil, win32.OPEN_EXISTING, 0, 0)
			closing(t, h, err)
		}
	}
	if n := count(t, server); n != 0 {
		t.Errorf("%d messages", n)
	}
}

// Rule 3.8.
func TestFlagsHaveNoEffect(t *testing.T) {
	server := newSlot(t, 0, 0)
	for bit := range 32 {
		h, err := win32.CreateFile(wide(slotName), win32.GENERIC_WRITE, 1, nil, win32.OPEN_EXISTING, 1<<bit, 0)
		c := closing(t, h, err)
		write(t, c, "m")
		closeNow(t, c)
		read(t, server, "m")
	}
	write(t, openClient(t, win32.GENERIC_WRITE), "the slot is still there") // despite DELETE_ON_CLOSE
}
