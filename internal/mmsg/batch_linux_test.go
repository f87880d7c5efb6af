package mmsg

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"
)

// pair is a socket to receive on and one that sends to it.
func pair(t *testing.T) (fd int, send func([]byte), from netip.AddrPort) {
	t.Helper()
	in, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	f, err := in.File() // a copy of its own, not known to the poller
	if err != nil {
		t.Fatal(err)
	}
	out, err := net.DialUDP("udp4", nil, in.LocalAddr().(*net.UDPAddr))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); f.Close(); out.Close() })
	send = func(p []byte) {
		if _, err := out.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	return int(f.Fd()), send, out.LocalAddr().(*net.UDPAddr).AddrPort()
}

func TestBatchTakesWhatWaitsInOrder(t *testing.T) {
	const room, sent = 4, 6
	fd, send, from := pair(t)
	b := NewBatch(room, 64, 64)
	for i := range sent {
		send([]byte(fmt.Sprint("datagram ", i)))
	}
	next := 0
	for _, want := range []int{room, sent - room} {
		n, err := b.Receive(fd)
		if err != nil || n != want {
			t.Fatalf("%d datagrams, %v; want %d", n, err, want)
		}
		for i := range n {
			if got := string(b.Data(i)); got != fmt.Sprint("datagram ", next) || b.From(i) != from {
				t.Errorf("%q from %v, want number %d from %v", got, b.From(i), next, from)
			}
			next++
		}
	}
}

func TestEmptySocketIsNotWaitedFor(t *testing.T) {
	fd, _, _ := pair(t)
	if n, err := NewBatch(1, 1, 1).Receive(fd); n != 0 || !errors.Is(err, unix.EAGAIN) {
		t.Errorf("%d, %v", n, err)
	}
}

// TestDatagramIsCutOffAtTheBatchsSize at one byte less, as many, and one more;
// and the next one's room stays its own.
func TestDatagramIsCutOffAtTheBatchsSize(t *testing.T) {
	const size = 8
	fd, send, _ := pair(t)
	b := NewBatch(2, size, 64)
	for _, n := range []int{0, size - 1, size, size + 1} {
		send(bytes.Repeat([]byte{'x'}, n))
		send([]byte("next"))
		if got, err := b.Receive(fd); err != nil || got != 2 {
			t.Fatalf("%d, %v", got, err)
		}
		if got := len(b.Data(0)); got != min(n, size) || string(b.Data(1)) != "next" {
			t.Errorf("%d bytes of %d came, then %q", got, n, b.Data(1))
		}
	}
}

func TestKernelsWordsComeBesideEachDatagram(t *testing.T) {
	fd, send, _ := pair(t)
	if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_PKTINFO, 1); err != nil {
		t.Fatal(err)
	}
	b := NewBatch(2, 16, 64)
	for range 2 { // the second call finds the room as the first left it
		send([]byte("one"))
		send([]byte("two"))
		if n, err := b.Receive(fd); err != nil || n != 2 {
			t.Fatalf("%d, %v", n, err)
		}
		for i := range 2 {
			h, data, _, err := unix.ParseOneSocketControlMessage(b.OOB(i))
			if err != nil || h.Type != unix.IP_PKTINFO || !bytes.Equal(data[8:12], []byte{127, 0, 0, 1}) {
				t.Errorf("datagram %d: %v %v %v", i, h, data, err)
			}
		}
	}
}

func TestReceiveAllocatesNothing(t *testing.T) {
	fd, send, _ := pair(t)
	b, p := NewBatch(4, 64, 64), []byte("x")
	if n := testing.AllocsPerRun(100, func() {
		send(p)
		if got, err := b.Receive(fd); got != 1 || err != nil {
			t.Errorf("%d, %v", got, err)
		}
		b.From(0)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
