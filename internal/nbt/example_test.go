package nbt_test

import (
	"fmt"
	"net/netip"
	"time"

	"mailslot/internal/nbt"
)

// A socket layer around a node: it gives events to Step, carries out the
// actions, and waits no longer than Next.
func Example() {
	node, err := nbt.New(nbt.Config{
		Computer:   "gohost",
		Workgroup:  "mslot",
		Interfaces: []nbt.Interface{{Index: 2, Prefix: netip.MustParsePrefix("10.77.0.2/24")}},
	})
	if err != nil {
		panic(err)
	}
	now := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	packets := 0
	for node.Names()[0].State != nbt.Owned {
		wait, _ := node.Next() // a real loop waits for a packet meanwhile
		now = now.Add(wait)
		for _, action := range node.Step(now, nbt.Tick{}) {
			if _, ok := action.(nbt.SendPacket); ok {
				packets++
			}
		}
	}
	for _, action := range node.Step(now, nbt.Send{ID: 1, Host: "*", Slot: "test1", Data: []byte("hello")}) {
		switch a := action.(type) {
		case nbt.SendPacket:
			fmt.Println(len(a.Data), "bytes to", a.To)
		case nbt.Deliver:
			fmt.Printf("%s for our own slot %s\n", a.Message.Data, a.Message.Slot)
		case nbt.Sent:
			fmt.Println("sent:", a.Err)
		}
	}
	// Output:
	// 175 bytes to 10.77.0.255:138
	// hello for our own slot test1
	// sent: <nil>
}
