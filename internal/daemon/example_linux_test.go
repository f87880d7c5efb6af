package daemon_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"mailslot/internal/control"
	"mailslot/internal/daemon"
)

// A daemon is up when Start returns, and answers on its control socket.
func Example() {
	dir, err := os.MkdirTemp("", "daemon-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	socket, config := filepath.Join(dir, "d", "control"), filepath.Join(dir, "mailslot.toml")
	os.WriteFile(config, []byte(fmt.Sprintf("[network]\ncomputer = %q\ncontrol = %q\n", "PUMP1", socket)), 0o644)

	d, err := daemon.Start(daemon.Options{ConfigPath: config, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		panic(err)
	}
	defer d.Close()
	client := control.New(socket)
	defer client.Close()
	reply, err := client.Do(context.Background(), control.Request{Op: control.OpState})
	fmt.Println(reply.State.Computer, len(reply.State.Interfaces), err)
	// Output: PUMP1 0 <nil>
}
