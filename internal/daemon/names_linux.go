package daemon

import (
	"slices"

	"mailslot/internal/control"
	"mailslot/internal/errno"
	"mailslot/internal/lan"
	"mailslot/internal/nbt"
	"mailslot/netbios"
)

// changeName claims or releases a name until the daemon ends.
func (d *Daemon) changeName(r control.Request) error {
	name, err := netbios.ParseName(r.Name)
	if err != nil {
		return errno.New(errno.InvalidName, "%q is no NetBIOS name: %w", r.Name, err)
	}
	d.reload.Lock() // not while the network is joined anew
	defer d.reload.Unlock()
	if r.Op == control.OpClaim {
		return d.claim(nbt.OwnName{Name: name, Group: r.Group})
	}
	return d.release(name)
}

func (d *Daemon) claim(name nbt.OwnName) error {
	host, _ := d.current()
	if err := claimable(name.Name, host.Names()); err != nil {
		return err
	}
	if err := host.Claim(name.Name, name.Group); err != nil {
		return err
	}
	d.changed.claim(name, host.Names())
	return nil
}

func (d *Daemon) release(name netbios.Name) error {
	host, config := d.current()
	if !holds(host.Names(), name) {
		return errno.New(errno.NotFound, "this computer does not hold %v; its names are shown by: mailslot names", name)
	}
	if err := host.Release(name); err != nil {
		return err
	}
	configured, err := config.allNames(host.config)
	d.changed.release(name, configured)
	return err
}

// claimable says what keeps a name from being claimed beside those that we have.
func claimable(name netbios.Name, ours []nbt.NameStatus) error {
	switch {
	case name.IsWildcard():
		return errno.New(errno.InvalidName, "%s belongs to nobody", name)
	case len(ours) >= nbt.MaxNames && !slices.ContainsFunc(ours, func(s nbt.NameStatus) bool { return s.Name == name.Fold() }):
		return errno.New(errno.NoSystemResources, "this computer has %d names already, as many as it may", len(ours))
	}
	return nil
}

func holds(names []nbt.NameStatus, name netbios.Name) bool {
	return slices.ContainsFunc(names, func(s nbt.NameStatus) bool { return s.Name == name && s.State != nbt.Released })
}

// nameChanges are what claims and releases make of the configured names, however
// often the network is joined.
type nameChanges struct {
	claimed  []nbt.OwnName
	released []netbios.Name // of those that are configured; one that is claimed again is in both
}

// claim notes a name. One that is no longer held, for want of room beside what a
// reload has brought, is forgotten.
func (c *nameChanges) claim(name nbt.OwnName, held []nbt.NameStatus) {
	c.claimed = slices.DeleteFunc(c.claimed, func(o nbt.OwnName) bool { return o.Name == name.Name || !holds(held, o.Name) })
	c.claimed = append(c.claimed, name)
}

// release notes a name if it is configured, and forgets those that are not any more.
func (c *nameChanges) release(name netbios.Name, configured []netbios.Name) {
	c.claimed = slices.DeleteFunc(c.claimed, func(o nbt.OwnName) bool { return o.Name == name })
	c.released = slices.DeleteFunc(c.released, func(n netbios.Name) bool { return n == name || !slices.Contains(configured, n) })
	if slices.Contains(configured, name) {
		c.released = append(c.released, name)
	}
}

// claimAgain claims on a host that was opened without them the names that were
// claimed on the one before.
func (d *Daemon) claimAgain(host *lan.Host) {
	for _, o := range d.changed.claimed {
		host.Claim(o.Name, o.Group)
		if !holds(host.Names(), o.Name) {
			d.log.Warn("name not claimed again: the configuration names as many as there may be", "name", o.Name.String())
		}
	}
}
