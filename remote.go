package mailslot

import (
	"context"

	"mailslot/internal/local"
)

// handle is what a Writer writes to: a slot of this computer, or those of
// other computers.
type handle interface {
	Write(p []byte) error
	WriteContext(ctx context.Context, p []byte) error
	Info() (local.Info, error)
	Peer() local.Sender
	Close() error
}

var _ handle = (*local.Writer)(nil)

// nobody is who serves a slot of another computer: no user of this one.
var nobody = local.Sender{UID: -1, PID: -1}
