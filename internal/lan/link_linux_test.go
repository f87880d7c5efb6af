package lan

import (
	"errors"
	"net"
	"testing"

	"mailslot/internal/errno"
)

func TestInterfaceThatIsNotThereIsSaidPlainly(t *testing.T) {
	_, err := Links([]string{"nowhere0"})
	if err == nil {
		t.Fatal("it is there")
	}
	const want = "correct interfaces in [network] of the configuration"
	if text, hint := errno.Advice(err); text != "interface nowhere0: no such network interface" || hint != want {
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
