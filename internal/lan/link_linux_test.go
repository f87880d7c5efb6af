package lan

import (
	"errors"
	"net"
	"testing"
)

func TestInterfaceThatIsNotThereIsSaidPlainly(t *testing.T) {
	_, err := Links([]string{"nowhere0"})
	if err == nil || err.Error() != "interface nowhere0: no such network interface" {
		t.Errorf("%v", err)
	}
}

// TestSocketsHandedOverAreClosedWhenTheHostIsNotOpened: the daemon tries again
// for as long as its interface is away.
func TestSocketsHandedOverAreClosedWhenTheHostIsNotOpened(t *testing.T) {
	for name, interfaces := range map[string][]string{"no interface": {"nowhere0"}, "other ports": {"lo"}} {
		conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OpenWith(Config{Computer: "A", Workgroup: "B", Interfaces: interfaces}, Options{}, []*net.UDPConn{conn}); err == nil {
			t.Errorf("%s: opened", name)
		}
		if _, err := conn.WriteTo(nil, conn.LocalAddr()); !errors.Is(err, net.ErrClosed) {
			t.Errorf("%s: the socket is open", name)
		}
	}
}
