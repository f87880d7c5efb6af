package daemon

import (
	"context"
	"fmt"
	"testing"

	"mailslot/internal/control"
	"mailslot/internal/errno"
	"mailslot/internal/nbt"
)

// TestDaemonOutlivesRejoinsThatFail, again and again, also off the wire.
func TestDaemonOutlivesRejoinsThatFail(t *testing.T) {
	d := offTheWire(t)
	_, config := d.current()
	wrong := config
	wrong.Network.Scope = "a..b"
	d.host.mail.deliver(messageTo(`waitfor\go`, "now"))
	for range 3 {
		if err := d.rejoin(wrong); err == nil {
			t.Fatal("joined with a scope that is none")
		}
	}
	d.state() // as somebody may ask for meanwhile
	if err := d.rejoin(config); err != nil {
		t.Error(err)
	}
}

func TestOnlyANameThatIsHeldCanBeReleased(t *testing.T) {
	d := offTheWire(t)
	if err := d.changeName(control.Request{Op: control.OpClaim, Name: "pumps"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
	}{
		{"none", "this computer does not hold NONE<00>; its names are shown by: mailslot names"},
		{"pumps<20>", "this computer does not hold PUMPS<20>; its names are shown by: mailslot names"},
		{"Pumps", ""},
		{"pumps", "this computer does not hold PUMPS<00>; its names are shown by: mailslot names"},
	} {
		err := d.changeName(control.Request{Op: control.OpRelease, Name: c.name})
		if c.want == "" && err != nil || c.want != "" && (errno.Of(err) != errno.NotFound || err.Error() != c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestSendWaitsWhileTheNetworkIsJoinedAnew instead of failing.
func TestSendWaitsWhileTheNetworkIsJoinedAnew(t *testing.T) {
	d := offTheWire(t)
	_, config := d.current()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			r := control.Request{Op: control.OpSend, Name: `\\H1\mailslot\x`, Data: []byte("to ourselves")}
			if _, err := d.answer(context.Background(), asker{}, r); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 100 {
		d.reload.Lock()
		if err := d.rejoin(config); err != nil {
			t.Error(err)
		}
		d.reload.Unlock()
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("a send failed: %v", err)
	}
}

// TestClaimThatCannotBeSaysSo: it would be forgotten, and nobody told.
func TestClaimThatCannotBeSaysSo(t *testing.T) {
	d := offTheWire(t)
	claim := func(name string) error { return d.changeName(control.Request{Op: control.OpClaim, Name: name}) }
	if err := claim("*"); errno.Of(err) != errno.InvalidName {
		t.Errorf("*: %v", err)
	}
	for i := range nbt.MaxNames - len(d.names()) {
		if err := claim(fmt.Sprint("N", i)); err != nil {
			t.Errorf("N%d: %v", i, err)
		}
	}
	if err := claim("N0"); err != nil {
		t.Errorf("one that is held: %v", err)
	}
	if err := claim("MORE"); errno.Of(err) != errno.NoSystemResources || len(d.names()) != nbt.MaxNames {
		t.Errorf("with %d names: %v", len(d.names()), err)
	}
}
