package daemon

import (
	"os/user"
	"strconv"
)

// defaultUser is the user and group that the package makes for the daemon.
const defaultUser = "mailslot"

// groupID is the number of the group called name, or of the default one; 0 if
// there is none, which nobody but root is a member of.
func groupID(name string) uint32 {
	if name == "" {
		name = defaultUser
	}
	g, err := user.LookupGroup(name)
	if err != nil {
		return 0
	}
	gid, err := strconv.ParseUint(g.Gid, 10, 32)
	if err != nil {
		return 0
	}
	return uint32(gid)
}
