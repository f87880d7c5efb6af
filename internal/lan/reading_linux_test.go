package lan

import (
	"net"
	"net/netip"
	"testing"

	"mailslot/internal/nbt"
)

// TestPacketsOfNoLinkAreCounted: to an interface that the configuration does not
// name, or to a further address of one.
func TestPacketsOfNoLinkAreCounted(t *testing.T) {
	socks := newSockets([]Link{testLink()}, 1)
	socks.setModes(Alone)
	sock, err := openSocket(netip.MustParseAddrPort("127.0.0.1:0"), namePort, false)
	if err != nil {
		t.Fatal(err)
	}
	socks.all = []*socket{sock}
	h, err := start(Config{Computer: "GOHOST", Workgroup: "MSLOT", NodeType: "b"}, Options{}, socks)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	c, err := net.Dial("udp4", sock.conn.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Write([]byte("not even a packet of the name service"))
	eventually(t, "the packet to be counted", func() bool { return h.Counters()[nbt.DropUnknownInterface] == 1 })
	if c := h.Counters(); c[nbt.NamePacketsIn] != 1 || c[nbt.DropMalformedName] != 0 {
		t.Errorf("%d came in, %d were looked into", c[nbt.NamePacketsIn], c[nbt.DropMalformedName])
	}
}
