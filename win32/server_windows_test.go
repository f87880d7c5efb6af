package win32_test

import (
	"mailslot/internal/winetest"
	"mailslot/mailslottest"
	"mailslot/win32"
)

// createServer makes the slot of most tests, by a way round D8.
func createServer(maxSize, timeout uint32, sa *win32.SecurityAttributes) (win32.Handle, error) {
	if mailslottest.UnderWine() && sa == nil {
		return winetest.CreateMailslot(slotName, maxSize, timeout)
	}
	return win32.CreateMailslot(wide(slotName), maxSize, timeout, sa)
}
