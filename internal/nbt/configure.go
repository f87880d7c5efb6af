package nbt

import (
	"fmt"
	"net/netip"
	"slices"

	"mailslot/internal/browse"
	"mailslot/netbios"
)

// configure takes over what cfg names, refusing what cannot be.
func (n *Node) configure(cfg Config) error {
	if err := n.configureNames(cfg); err != nil {
		return err
	}
	if err := n.configureServers(cfg); err != nil {
		return err
	}
	if err := checkInterfaces(cfg.Interfaces); err != nil {
		return err
	}
	n.interfaces = withBroadcasts(cfg.Interfaces)
	if len(cfg.Announce.Comment) > browse.MaxComment {
		return fmt.Errorf("announce: the comment has more than %d bytes", browse.MaxComment)
	}
	n.announcer = newAnnouncer(n, cfg.Announce)
	return nil
}

func (n *Node) configureNames(cfg Config) (err error) {
	if n.computer, err = netbios.NewName(cfg.Computer, netbios.Workstation); err != nil {
		return fmt.Errorf("computer name %q: %w", cfg.Computer, err)
	}
	names := []OwnName{{n.computer, false}}
	workgroup := cfg.Workgroup
	if workgroup == "" {
		workgroup = "WORKGROUP"
	}
	for _, domain := range append([]string{workgroup}, cfg.Domains...) {
		name, err := netbios.NewName(domain, netbios.Workstation)
		if err != nil {
			return fmt.Errorf("domain name %q: %w", domain, err)
		}
		if name == n.computer {
			return fmt.Errorf("%q is the name of both the computer and a domain", domain)
		}
		n.domains = append(n.domains, name)
		names = append(names, OwnName{name, true})
	}
	for _, name := range append(names, cfg.Names...) {
		if slices.Contains(cfg.Without, name.Name) {
			continue
		}
		if err := n.hold(name); err != nil {
			return err
		}
	}
	return nil
}

// hold makes name one of the node's own, without claiming it.
func (n *Node) hold(name OwnName) error {
	switch {
	case n.own[name.Name] != nil:
		return nil
	case len(n.own) >= MaxNames:
		return fmt.Errorf("more than %d names", MaxNames)
	case name.Name.IsWildcard():
		return fmt.Errorf("%v belongs to nobody", name.Name)
	}
	o := newOwnName(n, name)
	n.own[name.Name] = o
	n.order = append(n.order, o)
	return nil
}

func (n *Node) configureServers(cfg Config) error {
	if len(cfg.WINS) > MaxServers {
		return fmt.Errorf("more than %d name servers", MaxServers)
	}
	for _, a := range cfg.WINS {
		if !a.Is4() {
			return fmt.Errorf("name server %v is not an IPv4 address", a)
		}
		n.wins = append(n.wins, netip.AddrPortFrom(a, netbios.NameServicePort))
	}
	n.typ = cfg.Type
	if n.typ == AutoNode {
		n.typ = BNode
		if len(n.wins) > 0 {
			n.typ = HNode
		}
	}
	if n.typ == PNode && len(n.wins) == 0 {
		return fmt.Errorf("a P node needs a name server")
	}
	if len(cfg.Hosts) > MaxHosts {
		return fmt.Errorf("more than %d hosts in the table", MaxHosts)
	}
	n.hosts = append(n.hosts, cfg.Hosts...)
	return nil
}

func checkInterfaces(list []Interface) error {
	if len(list) > MaxInterfaces {
		return fmt.Errorf("more than %d interfaces", MaxInterfaces)
	}
	for i, f := range list {
		if !f.Prefix.IsValid() || !f.Prefix.Addr().Is4() {
			return fmt.Errorf("interface %d: %v is not an IPv4 address with its subnet", f.Index, f.Prefix)
		}
		for _, other := range list[:i] {
			if other.Index == f.Index {
				return fmt.Errorf("interface %d is there twice", f.Index)
			}
		}
	}
	return nil
}
