package daemon

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"mailslot"
	"mailslot/internal/browse"
	"mailslot/internal/control"
	"mailslot/internal/errno"
	"mailslot/internal/lan"
	"mailslot/internal/nbt"
	"mailslot/netbios"
)

// answer does what a client of the control socket asks for. Who may ask what,
// and how often, has been checked.
func (d *Daemon) answer(ctx context.Context, who asker, r control.Request) (control.Reply, error) {
	switch r.Op {
	case control.OpSend:
		return control.Reply{}, d.send(ctx, who, r)
	case control.OpResolve:
		return d.resolve(ctx, r.Name)
	case control.OpStatus:
		return d.status(ctx, r.Name)
	case control.OpNames:
		return control.Reply{Names: d.names()}, nil
	case control.OpState:
		s := d.state()
		return control.Reply{State: &s}, nil
	case control.OpBrowse:
		return control.Reply{Computers: d.browse()}, nil
	case control.OpClaim, control.OpRelease:
		return control.Reply{}, d.changeName(r)
	case control.OpReload:
		return control.Reply{}, d.Reload()
	}
	return control.Reply{}, errno.New(errno.InvalidFunction, "there is no operation %q", r.Op)
}

func (d *Daemon) send(ctx context.Context, who asker, r control.Request) error {
	n, err := mailslot.ParseName(r.Name)
	if err != nil {
		return err
	}
	if n.Local() {
		return errno.New(errno.InvalidName, "%s is a slot of this computer; write to it directly", n)
	}
	_, config := d.current()
	if !matchAny(config.Send.Slots, n.Slot()) || !hostAllowed(config.Send.Hosts, n.Host()) {
		d.counts.refused.Add(1)
		return errno.New(errno.AccessDenied, "the daemon's configuration does not allow sending to %s", n)
	}
	err = d.present(ctx, func(p *presence) error { return p.send(ctx, n, r.Data) })
	if err != nil {
		d.counts.refused.Add(1)
		return err
	}
	d.counts.sent.Add(1)
	return nil
}

func hostAllowed(hosts []string, host string) bool {
	return len(hosts) == 0 || slices.ContainsFunc(hosts, func(h string) bool {
		return strings.EqualFold(h, host)
	})
}

func (d *Daemon) resolve(ctx context.Context, text string) (control.Reply, error) {
	name, err := netbios.ParseName(text)
	if err != nil {
		return control.Reply{}, errno.New(errno.InvalidName, "%q is no NetBIOS name: %w", text, err)
	}
	var a nbt.Answer
	err = d.present(ctx, func(p *presence) (err error) {
		a, err = p.Resolve(ctx, name, true)
		return err
	})
	if err != nil {
		return control.Reply{}, err
	}
	var reply control.Reply
	for _, ip := range a.Addrs {
		reply.Addresses = append(reply.Addresses, control.Address{IP: ip, Group: a.Group})
	}
	return reply, nil
}

// status asks a computer, given by name or address, for its table of names.
func (d *Daemon) status(ctx context.Context, text string) (control.Reply, error) {
	addr, err := netip.ParseAddr(text)
	if err != nil {
		r, err := d.resolve(ctx, text)
		if err != nil {
			return control.Reply{}, err
		}
		if len(r.Addresses) == 0 {
			return control.Reply{}, errno.New(errno.BadNetPath, "%s is a group without addresses", text)
		}
		addr = r.Addresses[0].IP
	}
	host, _ := d.current()
	if slices.ContainsFunc(host.Links(), func(l lan.Link) bool { return l.Addr == addr }) {
		return control.Reply{}, errno.New(errno.BadNetPath,
			"that is this computer, which does not ask itself; its names are shown by: mailslot names")
	}
	var r nbt.StatusResult
	err = d.present(ctx, func(p *presence) (err error) {
		r, err = p.Status(ctx, addr)
		return err
	})
	if err != nil {
		return control.Reply{}, err
	}
	return control.Reply{Table: TableOf(r)}, nil
}

// TableOf is a node status response as clients see it.
func TableOf(r nbt.StatusResult) *control.Table {
	t := &control.Table{From: r.From, MAC: macText(r.Status)}
	for _, n := range r.Status.Names {
		t.Names = append(t.Names, control.Name{
			Name: printable(n.Name), Suffix: uint8(n.Name.Suffix()),
			Group: n.Flags&netbios.NameGroup != 0, State: statusState(n.Flags),
		})
	}
	return t
}

func (d *Daemon) names() []control.Name {
	host, _ := d.current()
	var names []control.Name
	for _, s := range host.Names() {
		n := control.Name{
			Name: printable(s.Name), Suffix: uint8(s.Name.Suffix()), Group: s.Group,
			State: stateName(s.State),
		}
		if s.State == nbt.Conflict {
			n.Holder = s.Owner.String()
		}
		names = append(names, n)
	}
	return names
}

// printable is the name without its suffix, escaped: it may be a stranger's.
func printable(n netbios.Name) string {
	s := n.String()
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		return s[:i]
	}
	return s
}

func (d *Daemon) state() control.State {
	host, _ := d.current()
	network := host.config
	s := control.State{
		Version: d.version, PID: d.pid, Since: d.since,
		Computer: network.Computer, Workgroup: network.Workgroup,
		Interfaces: []control.Interface{}, Counters: make(map[string]uint64),
	}
	s.Bridge = host.bridge.status()
	modes := host.Modes()
	for i, l := range host.Links() {
		s.Interfaces = append(s.Interfaces, control.Interface{
			Name: l.Name, Address: l.Addr, Broadcast: l.Broadcast, Mode: modes[i].String(),
		})
	}
	d.eachCounter(func(name string, v uint64) { s.Counters[name] = v })
	return s
}

// eachCounter calls f with every counter of the node and of the daemon.
func (d *Daemon) eachCounter(f func(name string, value uint64)) {
	host, _ := d.current()
	for c, v := range host.Counters() {
		f(nbt.Counter(c).String(), v)
	}
	d.counts.each(f)
}

func (d *Daemon) browse() []control.Computer {
	host, _ := d.current()
	computers := []control.Computer{}
	for _, b := range host.Browse() {
		computers = append(computers, control.Computer{
			Name: printable(b.Computer), Comment: commentText(b.Comment), Address: b.Addr, Type: b.Type,
			Master: b.Type&browse.TypeMasterBrowser != 0, Version: versionText(b.Major, b.Minor),
			Seen: time.Now().Add(-b.Age).UTC(), Period: b.Period.Seconds(),
		})
	}
	return computers
}
