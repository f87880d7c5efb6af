package local

import (
	"fmt"
	"io/fs"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// attributes say who may write, as mode does: the user who creates the slot,
// the user's primary group, everyone. The system and its administrators always
// may, like root. Mode 0 is what the system grants by default, which comes to
// the same as 0600.
func attributes(mode fs.FileMode) (*windows.SecurityAttributes, error) {
	if mode == 0 {
		return nil, nil
	}
	text, err := sddl(mode)
	if err != nil {
		return nil, sysError("cannot find out who creates the slot", err)
	}
	sd, err := windows.SecurityDescriptorFromString(text)
	if err != nil {
		return nil, sysError("cannot say who may write", err)
	}
	sa := &windows.SecurityAttributes{SecurityDescriptor: sd}
	sa.Length = uint32(unsafe.Sizeof(*sa)) // a size, no access
	return sa, nil
}

// Rights of a writer, who may ask for the slot's state as well, and of a
// creator who may not write.
const (
	writerRights  = "GRGW"
	creatorRights = "GRWD"
)

// sddl writes mode as a list of who is granted what.
func sddl(mode fs.FileMode) (string, error) {
	token := windows.GetCurrentProcessToken()
	user, err := token.GetTokenUser()
	if err != nil {
		return "", err
	}
	group, err := token.GetTokenPrimaryGroup()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("D:P(A;;GA;;;SY)(A;;GA;;;BA)")
	fmt.Fprintf(&b, "(A;;%s;;;%s)", creatorRights, user.User.Sid)
	for _, who := range []struct {
		bit fs.FileMode
		sid string
	}{
		{0o200, user.User.Sid.String()},
		{0o020, group.PrimaryGroup.String()},
		{0o002, "WD"},
	} {
		if mode&who.bit != 0 {
			fmt.Fprintf(&b, "(A;;%s;;;%s)", writerRights, who.sid)
		}
	}
	return b.String(), nil
}
