package daemon

import (
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/coreos/go-systemd/v22/activation"

	"mailslot/internal/errno"
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

// checkControl is an error if the control socket that was handed over is not the
// one at path, where programs look: they would find no daemon, and send for
// themselves what it does not let out. A path may go by symbolic links.
func (h *handedOver) checkControl(path string) error {
	if h.control == nil {
		return nil
	}
	at := h.control.Addr().String()
	if at == path || sameFile(at, path) {
		return nil
	}
	return errno.New(errno.BadFormat, "systemd hands over the control socket %s, but programs look for it at %s", at, path).
		Advise("name the same path by ListenStream in mailslot.socket and by control in [network]")
}

func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
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
