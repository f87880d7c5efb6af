package mailslot

import (
	"context"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// Dialer says how a client handle is opened. The zero value opens a slot that
// exists and trusts whoever serves it.
type Dialer struct {
	ServerUID *int          // refuse a server of any other user; nil: accept all
	Wait      time.Duration // wait this long for a local slot to appear
}

// Dial opens the slot called name with the zero Dialer.
func Dial(name string) (*Writer, error) {
	return new(Dialer).Dial(context.Background(), name)
}

// Dial opens the slot called name. A local slot that does not exist is
// fs.ErrNotExist; opening a remote name never touches the network.
func (d *Dialer) Dial(ctx context.Context, name string) (*Writer, error) {
	n, err := ParseName(name)
	if err != nil {
		return nil, opError("dial", Addr{n}, err)
	}
	if !n.Local() {
		err := errno.New(errno.BadNetPath, "remote mailslots are not built yet")
		return nil, opError("dial", Addr{n}, err)
	}
	w, err := local.Dial("", n.Slot())
	if err != nil {
		return nil, opError("dial", Addr{n}, err)
	}
	return &Writer{local: w, addr: Addr{n}}, nil
}

// Writer is a client handle. Many goroutines may share one.
type Writer struct {
	local *local.Writer
	addr  Addr
}

// Addr is the name that was opened.
func (w *Writer) Addr() Addr { return w.addr }

// WriteMessage appends one message, which may be empty, and never waits for
// the reader. Past its quota of unread bytes it fails with a code of 1816.
func (w *Writer) WriteMessage(p []byte) error {
	return opError("write", w.addr, w.local.Write(p))
}

// Send is WriteMessage, but waits for room until the context ends.
func (w *Writer) Send(ctx context.Context, p []byte) error {
	return opError("write", w.addr, w.local.WriteContext(ctx, p))
}

// Info asks the slot for its state.
func (w *Writer) Info() (Info, error) {
	i, err := w.local.Info()
	return infoOf(i), opError("info", w.addr, err)
}

// Peer is the user and process that serve the slot.
func (w *Writer) Peer() Sender { return w.local.Peer() }

// Close closes the handle. What it wrote stays readable.
func (w *Writer) Close() error { return opError("close", w.addr, w.local.Close()) }
