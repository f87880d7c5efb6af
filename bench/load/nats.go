//go:build linux

package load

import (
	"errors"
	"math"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// natsTransport is core NATS with the server embedded in the reader's
// process: the reader is attached without a socket, writers over loopback.
type natsTransport struct{}

const (
	natsSubject = "m"
	natsStart   = 10 * time.Second

	// A publisher asks for an answer once per so many bytes or messages, so
	// that it cannot outrun the server without bound.
	natsFlushBytes    = 1 << 20
	natsFlushMessages = 4096
)

// natsAddress is the file that tells the writers where the server listens.
func natsAddress(name string) string { return name + ".nats" }

func (natsTransport) Listen(name string, s Shape) (Reader, error) {
	srv, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, NoLog: true, NoSigs: true,
		MaxPayload: 8 << 20, MaxPending: 4 << 30,
	})
	if err != nil {
		return nil, err
	}
	srv.Start()
	if !srv.ReadyForConnections(natsStart) {
		return nil, errors.New("the embedded server does not start")
	}
	conn, err := nats.Connect("", nats.InProcessServer(srv))
	if err != nil {
		return nil, err
	}
	r := &natsReader{server: srv, conn: conn}
	if err := r.subscribe(nil); err != nil {
		return nil, err
	}
	return r, os.WriteFile(natsAddress(name), []byte(srv.ClientURL()), 0o600)
}

func (natsTransport) Dial(name string, s Shape) (Writer, error) {
	url, err := os.ReadFile(natsAddress(name))
	if err != nil {
		return nil, err
	}
	conn, err := nats.Connect(string(url))
	if err != nil {
		return nil, err
	}
	return &natsWriter{conn: conn}, nil
}

type natsReader struct {
	server *server.Server
	conn   *nats.Conn
	sub    *nats.Subscription
}

func (r *natsReader) Read(p []byte) (int, error) {
	m, err := r.sub.NextMsg(time.Hour)
	if err != nil {
		return 0, err
	}
	return copy(p, m.Data), nil
}

// subscribe listens from now on: what is published before is lost. A nil
// handle leaves the messages to Read.
func (r *natsReader) subscribe(handle nats.MsgHandler) (err error) {
	if handle == nil {
		r.sub, err = r.conn.SubscribeSync(natsSubject)
	} else {
		r.sub, err = r.conn.Subscribe(natsSubject, handle)
	}
	if err != nil {
		return err
	}
	if err := r.sub.SetPendingLimits(math.MaxInt32, -1); err != nil {
		return err
	}
	return r.conn.Flush()
}

// Stream reads by callback, the form that the documentation calls fastest.
func (r *natsReader) Stream(handle func(p []byte)) error {
	if err := r.sub.Unsubscribe(); err != nil {
		return err
	}
	return r.subscribe(func(m *nats.Msg) { handle(m.Data) })
}

// Lost tells how many messages the client threw away for want of room.
func (r *natsReader) Lost() (int, error) {
	return r.sub.Dropped()
}

func (r *natsReader) Close() error {
	r.conn.Close()
	r.server.Shutdown()
	return nil
}

type natsWriter struct {
	conn     *nats.Conn
	bytes    int
	messages int
}

func (w *natsWriter) Write(p []byte) error {
	if err := w.conn.Publish(natsSubject, p); err != nil {
		return err
	}
	w.bytes += len(p)
	w.messages++
	if w.bytes < natsFlushBytes && w.messages < natsFlushMessages {
		return nil
	}
	w.bytes, w.messages = 0, 0
	return w.conn.Flush()
}

func (w *natsWriter) Close() error {
	w.conn.Close()
	return nil
}
