package lan_test

import (
	"context"
	"fmt"

	"mailslot/internal/lan"
	"mailslot/internal/nbt"
)

// A computer without a daemon sends to itself. It is off the wire, because its
// configuration names no interface: nothing else can be reached.
func Example() {
	config := lan.Config{Computer: "PUMP1", Workgroup: "PLANT"}
	sender, err := lan.OpenSender(config, func(m nbt.Message) {
		fmt.Printf("%s for %s: %s\n", m.Source, m.Slot, m.Data)
	})
	if err != nil {
		panic(err)
	}
	defer sender.Close()
	fmt.Println(sender.Send(context.Background(), "pump1", "alarms", []byte("pressure is low")))
	fmt.Println(sender.Send(context.Background(), "PUMP2", "alarms", []byte("pressure is low")))
	// Output:
	// PUMP1<00> for alarms: pressure is low
	// <nil>
	// PUMP2: no network interface is configured for mailslots
}
