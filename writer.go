package mailslot

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// Dialer says how a client handle is opened. The zero value opens a slot that
// exists and trusts whoever serves it.
type Dialer struct {
	ServerUID *int          // refuse a server of any other user; nil: accept all, as one must on Windows
	Wait      time.Duration // wait this long for a local slot to appear
}

// Dial opens the slot called name with the zero Dialer.
func Dial(name string) (*Writer, error) {
	return new(Dialer).Dial(context.Background(), name)
}

// Dial opens the slot called name. A local slot that does not exist is
// fs.ErrNotExist, at once or when d.Wait is over; a context that has ended is
// the context's error. Past ListenConfig.UserQuota another user's slot answers
// 1450. Opening a remote name never touches the network (on
// Windows it is the system's redirector that opens it).
func (d *Dialer) Dial(ctx context.Context, name string) (*Writer, error) {
	n, err := ParseName(name)
	if err == nil && ctx.Err() != nil {
		err = contextError(ctx)
	}
	if err != nil {
		return nil, opError("dial", &Addr{n}, err)
	}
	if !n.Local() {
		h, err := dialRemote(n)
		return newWriter(h, Addr{n}, err)
	}
	h, err := d.dial(ctx, n)
	return newWriter(h, Addr{n}, err)
}

func newWriter(h handle, a Addr, err error) (*Writer, error) {
	if err != nil {
		return nil, opError("dial", &a, err)
	}
	return &Writer{handle: h, addr: a}, nil
}

// Tries to open a slot that is not there yet follow each other at intervals
// that grow from the first to the last of these.
const (
	firstTry = time.Millisecond
	lastTry  = 50 * time.Millisecond
)

// dial opens a local slot, waiting for it to appear.
func (d *Dialer) dial(ctx context.Context, n Name) (*local.Writer, error) {
	var over <-chan time.Time
	for pause := firstTry; ; pause = min(2*pause, lastTry) {
		w, err := local.DialContext(ctx, "", n.Slot())
		if err == nil {
			return d.verify(w)
		}
		if errno.Of(err) == errno.OperationAborted {
			return nil, contextError(ctx)
		}
		if d.Wait <= 0 || !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if over == nil {
			over = time.After(d.Wait)
		}
		select {
		case <-ctx.Done():
			return nil, contextError(ctx)
		case <-over:
			return nil, err
		case <-time.After(pause):
		}
	}
}

// verify refuses a server that is not the expected user.
func (d *Dialer) verify(w *local.Writer) (*local.Writer, error) {
	if d.ServerUID == nil || w.Peer().UID == *d.ServerUID {
		return w, nil
	}
	defer w.Close()
	if w.Peer().UID < 0 {
		return nil, errno.New(errno.NotSupported, "this system does not tell who serves a slot")
	}
	return nil, errno.New(errno.AccessDenied, "the slot is served by user %d, not %d", w.Peer().UID, *d.ServerUID)
}

// Writer is a client handle. Many goroutines may share one. It keeps its
// connection and its memory until it is closed.
type Writer struct {
	handle handle
	addr   Addr
}

// Addr is the name that was opened.
func (w *Writer) Addr() Addr { return w.addr }

// WriteMessage appends one message, which may be empty, and never waits for
// the reader. Past its quota of unread bytes it fails with a code of 1816.
func (w *Writer) WriteMessage(p []byte) error {
	return opError("write", &w.addr, w.handle.Write(p))
}

// Send is WriteMessage, but waits for room until the context ends. It writes
// nothing if the context has ended before, or if it returns an error; but when the
// server ends the handle at that very moment, the message may be read all the same.
func (w *Writer) Send(ctx context.Context, p []byte) error {
	if ctx.Err() != nil {
		return opError("write", &w.addr, contextError(ctx))
	}
	return opError("write", &w.addr, w.handle.WriteContext(ctx, p))
}

// Info asks the slot for its state. A server that is stopped answers
// os.ErrDeadlineExceeded after a second, a slot of another computer
// errors.ErrUnsupported.
func (w *Writer) Info() (info Info, err error) {
	i, err := w.handle.Info()
	info.set(&i)
	return info, opError("info", &w.addr, err)
}

// Peer is the user and process that serve the slot, -1 for a slot of another
// computer, and of any on Windows.
func (w *Writer) Peer() Sender { return senderOf(w.handle.Peer()) }

// Close closes the handle. What it wrote stays readable.
func (w *Writer) Close() error { return opError("close", &w.addr, w.handle.Close()) }
