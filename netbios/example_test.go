package netbios_test

import (
	"fmt"

	"mailslot/netbios"
)

// A query for a computer's name, as it is broadcast to UDP port 137.
func Example() {
	name, err := netbios.ParseName("gohost")
	if err != nil {
		panic(err)
	}
	query := netbios.Query{
		Header: netbios.Header{ID: 0x1234, Flags: netbios.QueryBroadcast},
		Name:   name,
		Type:   netbios.TypeNB,
	}
	wire := query.Append(nil)
	packet, err := netbios.ParseNameService(wire)
	fmt.Println(len(wire), packet.(*netbios.Query).Name, err)
	// Output: 50 GOHOST<00> <nil>
}
