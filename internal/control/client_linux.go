package control

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
)

// Patience is how long a client waits for a reply: longer than the daemon needs
// to find out that nobody has a name, with as many name servers as it may have,
// which are silent, and a bridge.
const Patience = 75 * time.Second

// ErrNoDaemon means that no daemon answers on this computer.
var ErrNoDaemon = errors.New("no mailslot daemon answers on this computer")

var errClosed = errno.New(errno.InvalidHandle, "the handle is closed")

// Client is a connection to the daemon, which opens itself again after the
// daemon was restarted. Its methods may be called by many goroutines at once
// and take turns. The zero value is not usable.
type Client struct {
	path string
	life context.Context // ends with Close
	end  context.CancelFunc
	turn chan struct{} // holds one token while a request is under way

	conn  net.Conn // of whoever has the turn
	lines *bufio.Reader
}

// New is a client of the daemon at path, or DefaultPath. It opens nothing yet.
func New(path string) *Client {
	if path == "" {
		path = DefaultPath
	}
	c := &Client{path: path, turn: make(chan struct{}, 1)}
	c.life, c.end = context.WithCancel(context.Background())
	return c
}

// Do sends one request and waits for its reply. Without a daemon the error is
// ErrNoDaemon; what the daemon refuses carries the number it gave.
func (c *Client) Do(ctx context.Context, r Request) (Reply, error) {
	ctx, leave := c.within(ctx)
	defer leave()
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return Reply{}, context.Cause(ctx)
	}
	defer func() { <-c.turn }()
	if c.life.Err() != nil {
		return Reply{}, errClosed
	}
	if c.conn == nil && c.absent() {
		return Reply{}, ErrNoDaemon
	}
	line, err := json.Marshal(r)
	if err != nil {
		return Reply{}, err
	}
	reply, err := c.exchange(ctx, append(line, '\n'))
	if brokenBefore(err) { // it was restarted, or needed our place
		reply, err = c.exchange(ctx, append(line, '\n'))
	}
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return Reply{}, err
	}
	if reply.Error != nil {
		return Reply{}, errno.New(errno.Errno(reply.Error.Code), "%s", reply.Error.Text)
	}
	return reply, nil
}

// within is ctx, but ends with the client too, and how to leave it.
func (c *Client) within(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(c.life, func() { cancel(errClosed) })
	return ctx, func() { stop(); cancel(nil) }
}

// absent reports that there cannot be a daemon, which is cheaper to find out
// than by a connection: a program without one asks before every message.
func (c *Client) absent() bool {
	return unix.Access(c.path, unix.F_OK) == unix.ENOENT
}

// Send asks the daemon to write data to the slot called name.
func (c *Client) Send(ctx context.Context, name string, data []byte) error {
	_, err := c.Do(ctx, Request{Op: OpSend, Name: name, Data: data})
	return err
}

// Close ends the connection, if there is one, and at once every request under
// way, whether or not the daemon has done what it asks for.
func (c *Client) Close() error {
	c.end()
	c.turn <- struct{}{}
	defer func() { <-c.turn }()
	return c.drop()
}

func (c *Client) exchange(ctx context.Context, line []byte) (Reply, error) {
	if err := c.open(ctx); err != nil {
		return Reply{}, err
	}
	conn := c.conn
	conn.SetDeadline(time.Now().Add(Patience))
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	var reply Reply
	_, err := conn.Write(line)
	if err == nil || brokenBefore(err) { // who hangs up at once may have said why
		if said, silence := c.lines.ReadBytes('\n'); err == nil || silence == nil {
			line, err = said, silence
		}
	}
	if err == nil {
		err = json.Unmarshal(line, &reply)
	}
	if err != nil {
		c.drop() // a reply that comes too late must not answer the next request
	}
	return reply, err
}

func (c *Client) open(ctx context.Context) error {
	if c.conn != nil {
		return nil
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", c.path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return ErrNoDaemon
	}
	if err != nil {
		return err
	}
	if err := trusted(conn, c.path); err != nil {
		conn.Close()
		return err
	}
	c.conn, c.lines = conn, bufio.NewReader(conn)
	return nil
}

func (c *Client) drop() error {
	if c.conn == nil {
		return nil
	}
	err := c.conn.Close()
	c.conn, c.lines = nil, nil
	return err
}

// brokenBefore reports whether the connection had ended before the daemon
// could have seen the request: only then may it be sent a second time. A Unix
// socket is reset when the other end closes it with something unread.
func brokenBefore(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}
