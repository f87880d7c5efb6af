//go:build !windows

package win32_test

import "mailslot/win32"

// createServer makes the slot of most tests.
func createServer(maxSize, timeout uint32, sa *win32.SecurityAttributes) (win32.Handle, error) {
	return win32.CreateMailslot(wide(slotName), maxSize, timeout, sa)
}
