package daemon

import (
	"context"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// maxUnread bounds, in bytes, what the network may leave unread in one slot:
// the memory is the daemon's.
const maxUnread = 1 << 20

// MachineSlots are the slots of the namespace that all users of this computer
// share: the only ones that messages from the network reach.
type MachineSlots struct{}

// Open opens a client handle on the slot called name. While too many clients
// wait for its owner it tries again, for some seconds at most.
func (MachineSlots) Open(ctx context.Context, name string) (SlotWriter, error) {
	dir, err := machineDir()
	if err != nil {
		return nil, err
	}
	w, err := local.DialContext(ctx, dir, name)
	if err != nil {
		return nil, err
	}
	w.LimitTo(maxUnread)
	return w, nil
}

// Lookup describes the slot called name.
func (MachineSlots) Lookup(name string) (local.About, error) {
	dir, err := machineDir()
	if err != nil {
		return local.About{}, err
	}
	return local.Lookup(dir, name)
}

// List describes the slots.
func (MachineSlots) List() ([]local.About, error) {
	dir, err := machineDir()
	if err != nil {
		return nil, err
	}
	return local.List(dir)
}

// Clean removes what dead owners have left, as far as the daemon's user may.
func (MachineSlots) Clean() error {
	dir, err := machineDir()
	if err == nil {
		_, err = local.Clean(dir)
	}
	return err
}

func machineDir() (string, error) {
	dir, err := local.Namespace()
	if err != nil {
		return "", err
	}
	if !local.MachineWide(dir) {
		return "", errno.New(errno.PathNotFound,
			"there is no namespace that all users share; make it with: systemd-tmpfiles --create mailslot.conf")
	}
	return dir, nil
}
