//go:build linux

package load

import (
	"net"
	"os"
)

// unixTransport is a Unix datagram socket through package net: connected
// writers and Read and Write, which allocate nothing.
type unixTransport struct{}

// roomFor is the send buffer that a message and its bookkeeping need.
func roomFor(size int) int { return 2*size + 64<<10 }

func (unixTransport) Listen(name string, s Shape) (Reader, error) {
	os.Remove(name)
	return net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
}

func (unixTransport) Dial(name string, s Shape) (Writer, error) {
	c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		return nil, err
	}
	if err := c.SetWriteBuffer(max(roomFor(s.Size), 212992)); err != nil {
		c.Close()
		return nil, err
	}
	return unixWriter{c}, nil
}

type unixWriter struct{ *net.UnixConn }

func (w unixWriter) Write(p []byte) error {
	_, err := w.UnixConn.Write(p)
	return err
}
