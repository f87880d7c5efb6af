package mailslot

import (
	"context"
	"errors"
	"sync"

	"mailslot/internal/control"
	"mailslot/internal/errno"
	"mailslot/internal/lan"
	"mailslot/internal/local"
	"mailslot/internal/nbt"
)

// remote is a client handle on the slots of another computer or of a domain.
// If a daemon runs here, it alone sends, and what it refuses is refused;
// without one, the process sends for itself from an unprivileged socket.
type remote struct {
	name   Name
	daemon *control.Client

	mu     sync.Mutex
	closed bool
	sender *lan.Sender // made by the first write without a daemon
}

// dialRemote opens a remote name. It never touches the network: whether
// anybody has the name, and whether the configuration can be used where no
// daemon runs, is found out by writing.
func dialRemote(n Name) (handle, error) {
	return &remote{name: n, daemon: control.New(lan.ControlPath(lan.ConfigPath()))}, nil
}

func (r *remote) Write(p []byte) error {
	return r.WriteContext(context.Background(), p)
}

// WriteContext sends one message. That it was sent does not say that it
// arrived; a slot that does not exist there is silence.
func (r *remote) WriteContext(ctx context.Context, p []byte) error {
	if r.isClosed() {
		return errClosedRemote
	}
	if err := fits(r.name, len(p)); err != nil {
		return err
	}
	err := r.daemon.Send(ctx, r.name.String(), p)
	if !errors.Is(err, control.ErrNoDaemon) {
		return err
	}
	sender, err := r.ownSender()
	if err != nil {
		return err
	}
	return sender.Send(ctx, r.name.Host(), r.name.Slot(), p)
}

func (r *remote) isClosed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closed
}

// ownSender opens what the process sends with, once.
func (r *remote) ownSender() (*lan.Sender, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, errClosedRemote
	}
	if r.sender != nil {
		return r.sender, nil
	}
	config, err := lan.Load(lan.ConfigPath())
	if err != nil {
		return nil, err
	}
	r.sender, err = lan.OpenSender(config, deliverHere)
	return r.sender, err
}

// deliverHere writes a message that this computer sent to its own name or
// domain into its own slot. As from the network, a slot that does not exist,
// is full or does not admit the sender is silence.
func deliverHere(m nbt.Message) {
	if !m.Local {
		return
	}
	w, err := local.Dial("", m.Slot)
	if err != nil {
		return
	}
	defer w.Close()
	w.Write(m.Data)
}

func (r *remote) Info() (local.Info, error) { return local.Info{}, errRemoteInfo }

// nobody is who serves a slot of another computer: no user of this one.
var nobody = local.Sender{UID: -1, PID: -1}

func (r *remote) Peer() local.Sender { return nobody }

// Close closes the handle. Messages that were written are on their way.
func (r *remote) Close() error {
	r.mu.Lock()
	closed, sender := r.closed, r.sender
	r.closed = true
	r.mu.Unlock()
	if closed {
		return errClosedRemote
	}
	err := r.daemon.Close()
	if sender != nil {
		err = errors.Join(err, sender.Close())
	}
	return err
}

var errClosedRemote = errno.New(errno.InvalidHandle, "the handle is closed")
