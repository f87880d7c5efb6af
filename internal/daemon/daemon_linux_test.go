package daemon

import (
	"os"
	"path/filepath"
	"testing"
)

// TestDaemonOutlivesRejoinsThatFail: the lmhosts file cannot be read when the
// network changes, again and again, and then it can.
func TestDaemonOutlivesRejoinsThatFail(t *testing.T) {
	d := offTheWire(t)
	_, config := d.current()
	config.Network.LMHosts = filepath.Join(t.TempDir(), "lmhosts")
	d.host.mail.deliver(messageTo(`waitfor\go`, "now"))
	for range 3 {
		if err := d.rejoin(config); err == nil {
			t.Fatal("joined without its lmhosts")
		}
	}
	d.state() // as somebody may ask for meanwhile
	if err := os.WriteFile(config.Network.LMHosts, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.rejoin(config); err != nil {
		t.Error(err)
	}
}
