//go:build linux

package net

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// badness is how a bad link treats frames.
type badness struct{ loss, duplicate, reorder float64 }

// poor is the link of issue and specification: a fifth is lost, one in twenty
// comes twice, a quarter comes late.
var poor = badness{loss: 0.20, duplicate: 0.05, reorder: 0.25}

// late is by how much a reordered frame is delayed.
const late = 5 * time.Millisecond

// badSwitch joins the ports of a lab that was made without a bridge, and does
// to every frame what a bad link does. It needs nothing of the kernel.
type badSwitch struct {
	badness
	ports []int // packet sockets, one a port
	done  sync.WaitGroup
	stop  chan struct{}

	mu  sync.Mutex
	rng *rand.Rand
}

func (l *lab) newBadSwitch(ports int, b badness) {
	l.t.Helper()
	s := &badSwitch{badness: b, stop: make(chan struct{}), rng: rand.New(rand.NewPCG(seed(l.t), 1))}
	l.inside(0, func() error {
		for p := 1; p <= ports; p++ {
			fd, err := openPort("p" + strconv.Itoa(p))
			if err != nil {
				return err
			}
			s.ports = append(s.ports, fd)
		}
		return nil
	})
	for i := range s.ports {
		s.done.Add(1)
		go s.carry(i)
	}
	l.t.Cleanup(func() {
		close(s.stop)
		s.done.Wait()
		for _, fd := range s.ports {
			unix.Close(fd)
		}
	})
}

// seed is the seed of the run, so that a failure can be replayed.
func seed(t testing.TB) uint64 {
	n, err := strconv.ParseUint(os.Getenv("MAILSLOT_SEED"), 10, 64)
	if err != nil {
		n = rand.Uint64()
	}
	t.Logf("MAILSLOT_SEED=%d", n)
	return n
}

// portBuffer holds what passes while the switch does not get the processor.
const portBuffer = 16 << 20

const readPause = 100 // milliseconds after which a port looks whether to stop

func openPort(name string) (int, error) {
	all := binary.NativeEndian.Uint16([]byte{unix.ETH_P_ALL >> 8, unix.ETH_P_ALL & 0xFF})
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, int(all))
	if err != nil {
		return 0, err
	}
	var ifr *unix.Ifreq
	if ifr, err = unix.NewIfreq(name); err == nil {
		if err = unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, ifr); err == nil {
			err = unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: all, Ifindex: int(ifr.Uint32())})
		}
	}
	if err == nil {
		err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, portBuffer)
	}
	if err == nil {
		err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Usec: readPause * 1000})
	}
	return fd, err
}

// carry takes frames from one port to all others.
func (s *badSwitch) carry(port int) {
	defer s.done.Done()
	buf := make([]byte, 4096)
	for {
		select {
		case <-s.stop:
			return
		default:
		}
		n, from, err := unix.Recvfrom(s.ports[port], buf, 0)
		if err != nil {
			continue // time-out
		}
		if l, ok := from.(*unix.SockaddrLinklayer); ok && l.Pkttype == unix.PACKET_OUTGOING {
			continue
		}
		s.pass(port, withoutChecksum(append([]byte(nil), buf[:n]...)))
	}
}

// pass decides what becomes of a frame.
func (s *badSwitch) pass(port int, frame []byte) {
	s.mu.Lock()
	lost, twice, delayed := s.rng.Float64() < s.loss, s.rng.Float64() < s.duplicate, s.rng.Float64() < s.reorder
	s.mu.Unlock()
	switch {
	case lost:
		return
	case delayed:
		time.AfterFunc(late, func() { s.send(port, frame) })
	default:
		s.send(port, frame)
	}
	if twice {
		s.send(port, frame)
	}
}

func (s *badSwitch) send(from int, frame []byte) {
	for i, fd := range s.ports {
		if i != from {
			unix.Write(fd, frame)
		}
	}
}

// withoutChecksum clears the checksum of a UDP packet, which veth leaves for
// hardware to fill in; zero means none.
func withoutChecksum(frame []byte) []byte {
	const ethernet, udp = 14, 17
	if len(frame) < ethernet+28 || frame[12] != 8 || frame[13] != 0 || frame[ethernet+9] != udp {
		return frame
	}
	at := ethernet + int(frame[ethernet]&15)*4 + 6
	if at+2 <= len(frame) {
		frame[at], frame[at+1] = 0, 0
	}
	return frame
}

// TestBadLinkDeliversNothingTwiceAndNothingCorrupt on a switch of our own.
func TestBadLinkDeliversNothingTwiceAndNothingCorrupt(t *testing.T) {
	l := newLab(t, "poor", "-S", "-n", "3", "-x")
	l.newBadSwitch(3, poor)
	l.checkBadLink()
}

// TestNetemDeliversNothingTwiceAndNothingCorrupt is the same on the kernel's
// own emulation, where the kernel has it.
func TestNetemDeliversNothingTwiceAndNothingCorrupt(t *testing.T) {
	needTools(t, "tc")
	l := newLab(t, "netem", "-S", "-n", "3")
	for host := 1; host <= 3; host++ {
		r := l.run(host, "tc", "qdisc", "add", "dev", "eth0", "root", "netem",
			"delay", "5ms", "loss", "20%", "duplicate", "5%", "reorder", "25%")
		if r.code != 0 {
			t.Skipf("not run: this kernel has no netem: %s", strings.TrimSpace(r.err))
		}
	}
	l.checkBadLink()
}

// checkBadLink sends numbered messages, alone and to the domain.
func (l *lab) checkBadLink() {
	const messages = 600
	for host := 1; host <= 3; host++ {
		l.daemon(host, "[limits]\nper_source = -1\n")
	}
	one, all := l.listen(2, "one"), l.listen(3, "all")
	l.sendNumbered(1, "//H2/mailslot/one", messages)
	before := memory(l.t, l.daemonPID(2)) // with what a daemon at work needs
	l.sendNumbered(1, "//MSLOT/mailslot/all", messages)
	l.checkNumbered(one, "//H2/mailslot/one", messages)
	l.checkNumbered(all, "//MSLOT/mailslot/all", messages)
	const slack = 16 << 20
	if after := memory(l.t, l.daemonPID(2)); after > before+slack {
		l.t.Errorf("the daemon grew from %d to %d bytes", before, after)
	}
}

// daemonPID is the process of a host's daemon.
func (l *lab) daemonPID(host int) int {
	l.t.Helper()
	return l.state(host).PID
}

// sendNumbered sends lines "0 xxxx", "1 xxxx", ... as one message each. The
// first may need several tries to find the receiver's address.
func (l *lab) sendNumbered(host int, name string, n int) {
	l.t.Helper()
	for try := 0; ; try++ {
		if r := l.run(host, "mailslot", "send", name, "found"); r.code == 0 {
			break
		} else if try == 10 {
			l.t.Fatalf("%s was never found: %s", name, r.err)
		}
	}
	const atOnce = 100 // fit into the buffer of a receiver that does not get the processor
	for first := 0; first < n; first += atOnce {
		var text strings.Builder
		for i := first; i < min(n, first+atOnce); i++ {
			fmt.Fprintln(&text, numbered(i))
		}
		cmd := l.command(host, "mailslot", "send", name, "--lines")
		cmd.Stdin = strings.NewReader(text.String())
		if out, err := cmd.CombinedOutput(); err != nil {
			l.t.Fatalf("%v: %s", err, out)
		}
	}
}

func numbered(i int) string { return fmt.Sprintf("%d %s", i, strings.Repeat("x", i%400)) }

// checkNumbered reads what has arrived: until one of the marks that h1 sends
// afterwards has come, and then for as long as a frame can be late.
func (l *lab) checkNumbered(from listener, name string, sent int) {
	l.t.Helper()
	seen, wait := map[string]bool{}, 100*time.Millisecond
	for marks, marked := 0, false; ; {
		m, err := from.nextWithin(wait)
		if err != nil && (marked || marks == 100) {
			break
		}
		if err != nil {
			marks++
			l.run(1, "mailslot", "send", name, "mark")
			continue
		}
		text := m.text()
		if text == "mark" {
			marked, wait = true, time.Second
		}
		if text == "found" || text == "mark" {
			continue
		}
		number, _, _ := strings.Cut(text, " ")
		if i, err := strconv.Atoi(number); err != nil || text != numbered(i) {
			l.t.Errorf("corrupt: %q", text)
		}
		if seen[number] {
			l.t.Errorf("message %s came twice", number)
		}
		seen[number] = true
	}
	l.t.Logf("%d of %d messages came", len(seen), sent)
	if len(seen) < sent/2 {
		l.t.Errorf("%d of %d messages came, and a fifth may be lost", len(seen), sent)
	}
}

var errNothing = errors.New("nothing came")
