package daemon

import (
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/coreos/go-systemd/v22/activation"
)

// handedOver are the sockets that systemd has opened for us: the two UDP
// ports, the control socket, both or none.
type handedOver struct {
	ports   []*os.File
	control *net.UnixListener
}

// takeHandedOver takes what systemd hands over, if it does.
func takeHandedOver() (h handedOver, err error) {
	for _, f := range activation.Files(true) {
		if err = h.take(f); err != nil {
			h.Close()
			return handedOver{}, err
		}
	}
	return h, nil
}

func (h *handedOver) take(f *os.File) error {
	if pc, err := net.FilePacketConn(f); err == nil {
		_, isUDP := pc.(*net.UDPConn)
		pc.Close()
		if isUDP {
			h.ports = append(h.ports, f)
			return nil
		}
	}
	l, err := net.FileListener(f)
	f.Close()
	if err != nil {
		return fmt.Errorf("systemd handed over something that is no socket of ours: %w", err)
	}
	u, ok := l.(*net.UnixListener)
	if !ok || h.control != nil {
		l.Close()
		return fmt.Errorf("systemd handed over a %s socket; UDP 137, UDP 138 and one Unix socket are expected", l.Addr().Network())
	}
	h.control = u
	return nil
}

func (h *handedOver) hasPorts() bool { return len(h.ports) > 0 }

// conns are the UDP sockets for one presence, which closes them; the originals
// stay for the next.
func (h *handedOver) conns() ([]*net.UDPConn, error) {
	var conns []*net.UDPConn
	for _, f := range h.ports {
		pc, err := net.FilePacketConn(f)
		if err != nil {
			return nil, err
		}
		conns = append(conns, pc.(*net.UDPConn))
	}
	return conns, nil
}

func (h *handedOver) Close() error {
	var errs []error
	for _, f := range h.ports {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}
