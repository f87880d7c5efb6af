package main

import (
	"context"

	"mailslot"
)

// signalHost wakes all who wait for a signal on another computer, or on all
// of a domain. It is a datagram: nobody says whether anyone waited.
func signalHost(ctx context.Context, host, signal string) error {
	if err := checkSignalName(signal); err != nil {
		return err
	}
	var d mailslot.Dialer
	w, err := d.Dial(ctx, `\\`+host+`\mailslot\`+waitPrefix+signal)
	if err != nil {
		return err
	}
	defer w.Close()
	return w.Send(ctx, []byte(signalMessage+signal))
}
