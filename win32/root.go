//go:build !windows

package win32

import (
	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// root is the object behind handles on \\.\mailslot\ itself, which do nothing
// but be open (rule 1.8).
type root struct{ ntobj.FileHeader }

func (*root) Read(ntobj.Request) (uint32, errno.Errno)  { return 0, errno.AccessDenied }
func (*root) Write(ntobj.Request) (uint32, errno.Errno) { return 0, errno.AccessDenied }
func (*root) info() (info, Errno)                       { return info{}, errno.InvalidFunction }
func (*root) setReadTimeout(uint32) Errno               { return errno.InvalidFunction }
func (*root) Destroy()                                  {}
