package daemon

import (
	"fmt"
	"net"
	"strings"

	"mailslot/internal/lan"
	"mailslot/internal/nbt"
	"mailslot/netbios"
)

// stateName is the word for how an own name stands.
func stateName(s nbt.NameState) string { return lan.StateName(s) }

// statusState is the word for how another computer's name stands.
func statusState(f netbios.StatusFlags) string {
	switch {
	case f&netbios.NameConflict != 0:
		return "conflict"
	case f&netbios.NameDeregister != 0:
		return "released"
	case f&netbios.NameActive != 0:
		return "owned"
	}
	return "claiming"
}

func macText(s *netbios.Status) string {
	return net.HardwareAddr(s.Statistics.UnitID[:]).String()
}

func versionText(major, minor uint8) string { return fmt.Sprintf("%d.%d", major, minor) }

// commentText is a stranger's comment, which is in a code page that it does
// not name: ASCII is kept, every other byte escaped.
func commentText(raw string) string {
	var b strings.Builder
	for _, c := range []byte(raw) {
		if c < ' ' || c > '~' {
			fmt.Fprintf(&b, `\x%02x`, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
