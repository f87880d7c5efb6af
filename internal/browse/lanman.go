package browse

import "time"

const opLanmanAnnouncement = 1

// LanmanAnnouncement is how LAN Manager servers, and Samba beside its host
// announcement, announce themselves to the slot LANMAN.
type LanmanAnnouncement struct {
	Type    uint32
	Major   byte
	Minor   byte
	Period  time.Duration // until the next one, in whole seconds
	Name    string
	Comment string
}

func parseLanman(b []byte) (Body, error) {
	c := cursor{b: b}
	op := c.u16()
	if c.err == nil && op != opLanmanAnnouncement {
		return nil, ErrOpcode
	}
	a := &LanmanAnnouncement{Type: c.u32(), Major: c.u8(), Minor: c.u8()}
	a.Period = time.Duration(c.u16()) * time.Second
	a.Name, a.Comment = c.text(), c.text()
	if c.err != nil {
		return nil, c.err
	}
	return a, nil
}

func (*LanmanAnnouncement) body() {}
