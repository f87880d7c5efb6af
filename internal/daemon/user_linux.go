package daemon

import (
	"cmp"
	"context"
	"fmt"
	"os/user"
	"slices"
	"strconv"
	"time"

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

// lookUpPatience is how long somebody waits for the user database.
const lookUpPatience = 10 * time.Second

// membership asks the system's user database who is a member of a group. It may
// be far away, and a question holds a thread, cannot be ended, and is asked for
// users who are allowed nothing: so there is one at a time, whoever asks.
type membership struct {
	lookUp func(uid, gid uint32) bool
	turn   chan struct{} // holds one token while a question is under way
}

func newMembership() *membership {
	return &membership{isMember, make(chan struct{}, 1)}
}

// has reports whether uid is a member of gid. The error is that this could not
// be found out in time; the question goes on by itself then, and keeps its turn.
func (m *membership) has(ctx context.Context, uid, gid uint32) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, lookUpPatience)
	defer cancel()
	select {
	case m.turn <- struct{}{}:
	case <-ctx.Done():
		return false, errLookUp
	}
	answer := make(chan bool, 1)
	go func() {
		defer func() { <-m.turn }()
		answer <- m.lookUp(uid, gid)
	}()
	select {
	case member := <-answer:
		return member, nil
	case <-ctx.Done():
		return false, errLookUp
	}
}

var errLookUp = errno.New(errno.NoSystemResources, "the user database has too much to answer; try again later")

func isMember(uid, gid uint32) bool {
	u, err := user.LookupId(strconv.FormatUint(uint64(uid), 10))
	if err != nil {
		return false
	}
	groups, err := u.GroupIds()
	return err == nil && slices.Contains(groups, strconv.FormatUint(uint64(gid), 10))
}
