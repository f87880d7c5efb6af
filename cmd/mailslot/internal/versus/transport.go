package versus

import (
	"context"
	"crypto/rand"
	"net"
	"os"
	"path/filepath"

	"mailslot"
)

// Transport is a way to send messages to one reader.
type Transport struct {
	Name   string
	listen func() (server, error)
}

// Transports are mailslot, which comes first, and its peers. Ratios are to
// the second.
func Transports() []Transport {
	return []Transport{{"mailslot", listenSlot}, {"unix dgram", listenDatagram}, {"unix seqpacket", listenPacket}}
}

// server is the reading end.
type server interface {
	dial() (writer, error)
	receive(p []byte) (int, error)       // one message of the first writer
	drain(writers, each, size int) error // each messages of every writer dialled
	close() error
}

// writer sends messages; its Close ends the handle.
type writer interface {
	WriteMessage(p []byte) error
	Close() error
}

// slotServer reads a mailslot.
type slotServer struct{ *mailslot.Slot }

// slotQuota keeps a writer from outrunning its reader: it would measure the
// first touch of memory instead, where a socket's writer is made to wait.
const slotQuota = 1 << 20

func listenSlot() (server, error) {
	config := mailslot.ListenConfig{Quota: slotQuota}
	s, err := config.Listen("bench/" + rand.Text())
	return slotServer{s}, err
}

func (s slotServer) dial() (writer, error) {
	w, err := mailslot.Dial(s.Addr().String())
	return slotWriter{w}, err
}

// slotWriter waits for room, as a bulk sender does.
type slotWriter struct{ *mailslot.Writer }

func (w slotWriter) WriteMessage(p []byte) error { return w.Send(context.Background(), p) }

func (s slotServer) receive(p []byte) (int, error) { return s.ReadMessage(p) }
func (s slotServer) close() error                  { return s.Close() }

func (s slotServer) drain(writers, each, size int) error {
	return drainOne(s.ReadMessage, writers*each, size)
}

// socketPath is a place for a socket, removed with its directory.
func socketPath() (path string, remove func() error, err error) {
	dir, err := os.MkdirTemp("", "mailslot-bench-")
	return filepath.Join(dir, "s"), func() error { return os.RemoveAll(dir) }, err
}

// connWriter writes one message per call, as sockets that keep boundaries do.
type connWriter struct{ *net.UnixConn }

func (c connWriter) WriteMessage(p []byte) error {
	_, err := c.Write(p)
	return err
}

func dialUnix(network, path string) (writer, error) {
	c, err := net.DialUnix(network, nil, &net.UnixAddr{Name: path, Net: network})
	return connWriter{c}, err
}

// datagramServer reads one socket that all writers share.
type datagramServer struct {
	conn   *net.UnixConn
	path   string
	remove func() error
}

func listenDatagram() (server, error) {
	path, remove, err := socketPath()
	if err != nil {
		return nil, err
	}
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		remove()
		return nil, err
	}
	return &datagramServer{conn, path, remove}, nil
}

func (s *datagramServer) dial() (writer, error)         { return dialUnix("unixgram", s.path) }
func (s *datagramServer) receive(p []byte) (int, error) { return s.conn.Read(p) }

func (s *datagramServer) drain(writers, each, size int) error {
	return drainOne(s.conn.Read, writers*each, size)
}

func (s *datagramServer) close() error {
	s.conn.Close()
	return s.remove()
}
