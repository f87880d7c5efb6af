//go:build !windows

package win32

import (
	"io/fs"
	"strings"

	"mailslot/internal/local"
)

// SECURITY_DESCRIPTOR is who may do what to an object. Only its DACL counts
// here. The zero value has none, which lets everybody in; a nil
// *SECURITY_DESCRIPTOR is the default: the owner alone.
type SECURITY_DESCRIPTOR struct {
	dacl    *ACL // nil although present: the NULL DACL, everybody
	present bool
}

// ACL is a list of entries that are asked in order. The empty list lets
// nobody in.
type ACL struct {
	aces []ace
}

// ace grants or denies rights to one class of users.
type ace struct {
	deny   bool
	rights uint32
	sid    string // an alias of two letters or S-1-...
}

// NewSecurityDescriptor makes a descriptor without DACL, like
// InitializeSecurityDescriptor.
func NewSecurityDescriptor() (*SECURITY_DESCRIPTOR, error) { return new(SECURITY_DESCRIPTOR), nil }

// SetDACL gives the descriptor a list; present with nil is the NULL DACL.
func (sd *SECURITY_DESCRIPTOR) SetDACL(dacl *ACL, present, defaulted bool) error {
	sd.dacl, sd.present = dacl, present
	return nil
}

// Modes of a slot. Whoever may write may also read its description.
const (
	ownerMode  fs.FileMode = 0o600
	groupMode  fs.FileMode = 0o060
	othersMode fs.FileMode = 0o006
	// nobodyMode is not 0, which would stand for the default.
	nobodyMode fs.FileMode = 0o400
)

// mode is what sa means for a slot; 0 is the default. In a private namespace
// only the owner's part counts, as no other user can reach the slot.
func (sa *SecurityAttributes) mode() fs.FileMode {
	if sa == nil || sa.SecurityDescriptor == nil {
		return 0
	}
	mode := sa.SecurityDescriptor.mode()
	if dir, err := local.Namespace(); err == nil && !local.MachineWide(dir) {
		mode &= ownerMode
	}
	if mode&0o222 == 0 {
		return nobodyMode
	}
	return mode
}

// mode is the mapping that docs/security.md tells.
func (sd *SECURITY_DESCRIPTOR) mode() fs.FileMode {
	if !sd.present || sd.dacl == nil {
		return ownerMode | groupMode | othersMode
	}
	var mode fs.FileMode
	for _, c := range []struct {
		is   class
		mode fs.FileMode
	}{
		{isEveryone | isOwner, ownerMode},
		{isEveryone | isGroup, groupMode},
		{isEveryone, othersMode},
	} {
		if sd.dacl.lets(c.is) {
			mode |= c.mode
		}
	}
	return mode
}

// lets reports whether somebody who belongs to the classes may write: the
// first entry that says anything about it decides.
func (l *ACL) lets(classes class) bool {
	for _, a := range l.aces {
		if a.class()&classes != 0 && a.rights&FILE_WRITE_DATA != 0 {
			return !a.deny
		}
	}
	return false
}

// class is what a SID stands for on this computer.
type class uint8

const (
	isOwner class = 1 << iota
	isGroup
	isEveryone
)

// classes lists the SIDs that have a meaning here, by SDDL alias or number.
// All others, such as those of a domain's users, are nobody.
var classes = map[string]class{
	"WD": isEveryone, "S-1-1-0": isEveryone, // everyone
	"AU": isEveryone, "S-1-5-11": isEveryone, // authenticated users
	"BU": isEveryone, "S-1-5-32-545": isEveryone, // users
	"IU": isEveryone, "S-1-5-4": isEveryone, // interactive users
	"DU": isEveryone,                  // domain users
	"OW": isOwner, "S-1-3-4": isOwner, // owner rights
	"CO": isOwner, "S-1-3-0": isOwner, // creator owner
	"PS": isOwner, "S-1-5-10": isOwner, // oneself
	"BA": isOwner, "S-1-5-32-544": isOwner, // administrators: root needs no entry
	"SY": isOwner, "S-1-5-18": isOwner, // local system
	"LS": isOwner, "S-1-5-19": isOwner, // local service
	"NS": isOwner, "S-1-5-20": isOwner, // network service
	"LA": isOwner,                     // the administrator
	"CG": isGroup, "S-1-3-1": isGroup, // creator group
}

func (a ace) class() class {
	if c, ok := classes[a.sid]; ok {
		return c
	}
	return unixClass(a.sid)
}

// String is the descriptor's DACL in SDDL, with rights as numbers.
func (sd *SECURITY_DESCRIPTOR) String() string {
	switch {
	case !sd.present:
		return ""
	case sd.dacl == nil:
		return "D:" + noAccessControl
	}
	var b strings.Builder
	b.WriteString("D:")
	for _, a := range sd.dacl.aces {
		a.format(&b)
	}
	return b.String()
}
