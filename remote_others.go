//go:build !linux && !windows

package mailslot

import "mailslot/internal/errno"

func dialRemote(n Name) (handle, error) {
	return nil, errno.New(errno.NotSupported, "remote mailslots are not built for this system")
}
