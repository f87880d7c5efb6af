//go:build !windows

package win32

import (
	"mailslot/internal/errno"
	"mailslot/internal/slotname"
)

// What no source proves for Windows (tag I of the specification), decided in
// this one place. The number of the rule stands beside each; O1 to O11 are the
// open points of section 12.
const (
	// A name that ends in a separator is another name (1.3g, O7); the parser
	// keeps it.
	keepsTrailingSeparator = true
	// A final sigma does not match a sigma (1.6, O11).
	foldsFinalSigma = slotname.FoldsFinalSigma
	// Paths of 260 characters and more are names (1.7, O10).
	maxPath = slotname.MaxPath
	// CreateMailslot on the namespace itself (1.8, O5).
	createRoot = errno.InvalidName
	// CreateMailslot on a remote name: 3 as under Wine, as 123 is not proved (1.9).
	createRemote = errno.PathNotFound
	// Somebody who creates a slot that nobody may write gets its handle (2.6, D22).
	creatorPassesEmptyDACL = true
	// Dispositions other than OPEN_EXISTING open as it does (3.4, O6).
	opensWithAnyDisposition = true
	// FILE_APPEND_DATA alone allows writing, as NT's WriteFile takes either
	// right (3.5, D20).
	appendDataWrites = true
	// A message over the slot's maximum size (4.5, O1).
	messageTooLarge = errno.InvalidParameter
	// The queue of unread messages is full (4.6).
	queueFull = errno.NotEnoughQuota
	// SetMailslotInfo through a client handle (6.7, O4).
	setThroughClient = errno.InvalidParameter
	// Get- and SetMailslotInfo on a file that is no mailslot (6.8).
	infoOfForeignFile = errno.InvalidParameter
	// A client handle is signaled, like a file without I/O (7.2).
	clientIsSignaled = true
	// A write after the last server handle was closed (8.3, O2).
	writeAfterClose = errno.HandleEOF
	// A name is free although clients of its former slot are open (8.4, O3).
	reusesNameOfOrphans = true
	// A pending read when the last server handle is closed (8.7, O8).
	readAtLastClose = errno.HandleEOF
)
