package mmsg_test

import (
	"fmt"
	"net"

	"mailslot/internal/mmsg"
)

// Two datagrams wait in a socket and are taken at once.
func Example() {
	in, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		panic(err)
	}
	defer in.Close()
	for _, text := range []string{"one", "two"} {
		in.WriteTo([]byte(text), in.LocalAddr())
	}
	raw, err := in.SyscallConn()
	if err != nil {
		panic(err)
	}
	b := mmsg.NewBatch(8, 1500, 64)
	raw.Read(func(fd uintptr) bool {
		n, _ := b.Receive(int(fd))
		for i := range n {
			fmt.Printf("%s\n", b.Data(i))
		}
		return n > 0
	})
	// Output:
	// one
	// two
}
