package daemon

import (
	"cmp"
	"fmt"
	"os/user"
	"strconv"

	"mailslot/internal/errno"
)

// defaultUser is the user and group that the package makes for the daemon.
const defaultUser = "mailslot"

// account is the user to become: the one called name, or the default one.
func account(name string) (uid, gid int, err error) {
	u, err := user.Lookup(cmp.Or(name, defaultUser))
	switch {
	case err != nil && name != "":
		return 0, 0, errno.New(errno.BadFormat, "[daemon] user: %w", err)
	case err != nil:
		return 0, 0, fmt.Errorf("the daemon has no user to become: %w; make it with systemd-sysusers, "+
			"or useradd --system %s, or name another by user in [daemon]", err, defaultUser)
	}
	if uid, err = strconv.Atoi(u.Uid); err == nil {
		gid, err = strconv.Atoi(u.Gid)
	}
	return uid, gid, err
}

// groupID is the number of the group called name, or of the default one; 0 if
// that is missing, which nobody but root is a member of.
func groupID(name string) (uint32, error) {
	g, err := user.LookupGroup(cmp.Or(name, defaultUser))
	switch {
	case err != nil && name != "":
		return 0, errno.New(errno.BadFormat, "[daemon] group: %w", err)
	case err != nil:
		return 0, nil
	}
	gid, err := strconv.ParseUint(g.Gid, 10, 32)
	return uint32(gid), err
}

// checkAccounts finds that a user or group is named and does not exist. The
// daemon's default user is looked for when it is to become it.
func (s Settings) checkAccounts() error {
	if s.User != "" {
		if _, _, err := account(s.User); err != nil {
			return err
		}
	}
	_, err := groupID(s.Group)
	return err
}
