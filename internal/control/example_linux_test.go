package control_test

import (
	"context"
	"errors"
	"fmt"

	"mailslot/internal/control"
)

// A program asks the daemon to send, and learns that there is none.
func Example() {
	daemon := control.New("/nowhere/control")
	defer daemon.Close()
	err := daemon.Send(context.Background(), `\\PUMP1\mailslot\alarms`, []byte("pressure is low"))
	if errors.Is(err, control.ErrNoDaemon) {
		fmt.Println(err)
	}
	// Output: no mailslot daemon answers on this computer
}
