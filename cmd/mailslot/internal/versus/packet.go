package versus

import (
	"net"
	"sync"
)

// packetServer reads one connection for each writer.
type packetServer struct {
	listener *net.UnixListener
	path     string
	remove   func() error

	mu    sync.Mutex
	conns []*net.UnixConn // accepted
}

func listenPacket() (server, error) {
	path, remove, err := socketPath()
	if err != nil {
		return nil, err
	}
	l, err := net.ListenUnix("unixpacket", &net.UnixAddr{Name: path, Net: "unixpacket"})
	if err != nil {
		remove()
		return nil, err
	}
	return &packetServer{listener: l, path: path, remove: remove}, nil
}

// dial connects and accepts, so that every writer dialled has its connection.
func (s *packetServer) dial() (writer, error) {
	w, err := dialUnix("unixpacket", s.path)
	if err != nil {
		return nil, err
	}
	conn, err := s.listener.AcceptUnix()
	if err != nil {
		w.Close()
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = append(s.conns, conn)
	return w, nil
}

func (s *packetServer) accepted() []*net.UnixConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns
}

func (s *packetServer) receive(p []byte) (int, error) { return s.accepted()[0].Read(p) }

// drain reads all connections at once, as a server with many would.
func (s *packetServer) drain(_, each, size int) error {
	conns := s.accepted()
	errs := make(chan error, len(conns))
	for _, conn := range conns {
		go func() { errs <- drainOne(conn.Read, each, size) }()
	}
	var first error
	for range conns {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (s *packetServer) close() error {
	for _, conn := range s.accepted() {
		conn.Close()
	}
	s.listener.Close()
	return s.remove()
}
