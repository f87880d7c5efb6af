package mailslot

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/nbt"
	"mailslot/internal/smbtrans"
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

// fits is an error if no datagram to n can carry a message of that many bytes.
func fits(n Name, size int) error {
	limit := smbtrans.SendLimit(utf8.RuneCountInString(n.Slot()))
	if size <= limit {
		return nil
	}
	return &errno.Error{
		Code:  errno.BadNetPath,
		Text:  fmt.Sprintf("%d bytes: %v: at most %d", size, nbt.ErrTooLong, limit),
		Cause: errors.Join(ErrTooLarge, nbt.ErrTooLong),
	}
}

// errRemoteInfo: only the owner's computer knows, and there is no way to ask.
var errRemoteInfo = errno.New(errno.NotSupported, "the state of a slot on another computer cannot be asked for")
