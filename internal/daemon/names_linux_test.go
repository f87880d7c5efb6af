package daemon

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"mailslot/internal/control"
	"mailslot/internal/nbt"
)

// namesOf are the names that d holds, with G for a group.
func namesOf(d *Daemon) []string {
	all := make(map[string]bool)
	for _, n := range d.names() {
		if n.State == "released" {
			continue
		}
		text := fmt.Sprintf("%s<%02x>", n.Name, n.Suffix)
		if n.Group {
			text += "G"
		}
		all[text] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// TestNamesAreClaimedAndReleasedUntilTheDaemonEnds: also when the network is joined
// anew, and by a configuration that names them meanwhile.
func TestNamesAreClaimedAndReleasedUntilTheDaemonEnds(t *testing.T) {
	d := offTheWire(t)
	change := func(op, name string, group bool) {
		t.Helper()
		if err := d.changeName(control.Request{Op: op, Name: name, Group: group}); err != nil {
			t.Fatal(err)
		}
	}
	_, config := d.current()
	with := func(names ...string) Config { c := config; c.Daemon.Names = names; return c }
	for _, c := range []struct {
		what   string
		change func()
		config Config
		want   []string
	}{
		{"nothing", func() {}, with("CONF"), []string{"CONF<00>", "H1<00>", "W<00>G"}},
		{"claimed", func() { change(control.OpClaim, "pumps", true) }, with("CONF"), []string{"CONF<00>", "H1<00>", "PUMPS<00>G", "W<00>G"}},
		{"released", func() { change(control.OpRelease, "conf", false) }, with("CONF"), []string{"H1<00>", "PUMPS<00>G", "W<00>G"}},
		{"claimed again as a group", func() { change(control.OpClaim, "CONF", true) }, with("CONF"), []string{"CONF<00>G", "H1<00>", "PUMPS<00>G", "W<00>G"}},
		{"and configured", func() {}, with("CONF", "PUMPS"), []string{"CONF<00>G", "H1<00>", "PUMPS<00>", "W<00>G"}},
		{"released, though configured", func() { change(control.OpRelease, "pumps", false) }, with("CONF", "PUMPS"), []string{"CONF<00>G", "H1<00>", "W<00>G"}},
		{"and the computer's and a domain's", func() { change(control.OpRelease, "h1", false); change(control.OpRelease, "w", false) }, with(), []string{"CONF<00>G"}},
	} {
		c.change()
		for range 2 {
			if err := d.rejoin(c.config); err != nil {
				t.Fatal(err)
			}
		}
		if got := namesOf(d); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// TestNoMoreChangesOfNamesAreKeptThanNames there may be.
func TestNoMoreChangesOfNamesAreKeptThanNames(t *testing.T) {
	d := offTheWire(t)
	for i := range 2 * nbt.MaxNames {
		for _, op := range []string{control.OpClaim, control.OpRelease} {
			if err := d.changeName(control.Request{Op: op, Name: fmt.Sprint("N", i)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	d.changeName(control.Request{Op: control.OpClaim, Name: "LOST"})
	_, config := d.current()
	for i := range nbt.MaxNames - 2 {
		config.Daemon.Names = append(config.Daemon.Names, fmt.Sprint("C", i))
	}
	if err := d.rejoin(config); err != nil { // there is no room for the other
		t.Fatal(err)
	}
	for range 2 * nbt.MaxNames {
		if err := d.changeName(control.Request{Op: control.OpClaim, Name: "C0"}); err != nil {
			t.Fatal(err)
		}
	}
	if len(d.names()) != nbt.MaxNames || len(d.changed.claimed) != 1 || len(d.changed.released) != 0 {
		t.Errorf("%d names, %+v", len(d.names()), d.changed)
	}
}
