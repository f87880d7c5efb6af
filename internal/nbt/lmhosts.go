package nbt

import (
	"net/netip"

	"mailslot/netbios"
)

// Host is a line of an lmhosts table.
type Host struct {
	Name    netbios.Name
	Addr    netip.Addr
	Group   bool // a domain controller of Domain, by #DOM:
	Preload bool // #PRE: known before anybody is asked
}
