//go:build linux

package load

import (
	"fmt"
	"net"
	"strings"

	"mailslot"
)

// backSuffix ends the names that are read by the process that measures.
const backSuffix = ".back"

// hostOf is the computer on which a name is read.
func hostOf(name string) int {
	if strings.HasSuffix(name, backSuffix) {
		return here
	}
	return there
}

// daemonsOf are the computers on which a transport needs a daemon.
func daemonsOf(t Transport) []int {
	if s, ok := t.(lanSlots); ok && s.viaDaemon {
		return []int{here, there}
	} else if ok {
		return []int{there}
	}
	return nil
}

// lanUDP is the plain socket under it all.
type lanUDP struct{}

type lanReader struct{ *net.UDPConn }

func udpAddr(name string) *net.UDPAddr {
	return &net.UDPAddr{IP: net.IPv4(10, 77, 0, byte(hostOf(name))), Port: 7777}
}

func (lanUDP) Listen(name string, _ Shape) (Reader, error) {
	c, err := net.ListenUDP("udp4", udpAddr(name))
	if err == nil {
		c.SetReadBuffer(8 << 20)
	}
	return lanReader{c}, err
}

type lanWriter struct{ *net.UDPConn }

func (w lanWriter) Write(p []byte) error {
	_, err := w.UDPConn.Write(p)
	return err
}

func (lanUDP) Dial(name string, _ Shape) (Writer, error) {
	c, err := net.DialUDP("udp4", nil, udpAddr(name))
	return lanWriter{c}, err
}

// lanSlots are mailslots between computers, sent by the process itself or by
// the computer's daemon.
type lanSlots struct{ viaDaemon bool }

func (lanSlots) Listen(name string, _ Shape) (Reader, error) {
	c := mailslot.ListenConfig{Mode: 0o666, Network: true}
	s, err := c.Listen(name)
	return slotReader{s}, err
}

func (lanSlots) Dial(name string, _ Shape) (Writer, error) {
	w, err := mailslot.Dial(fmt.Sprintf(`\\H%d\mailslot\%s`, hostOf(name), name))
	return lanSlotWriter{w}, err
}

type lanSlotWriter struct{ *mailslot.Writer }

func (w lanSlotWriter) Write(p []byte) error { return w.WriteMessage(p) }
