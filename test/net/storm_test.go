//go:build linux

package net

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

const (
	stormRate  = 50_000 // datagrams a second
	goodRate   = 100    // datagrams a second of the good sender, half its limit
	stormBurst = 50     // datagrams of the storm in one system call, which the kernel takes apart
	stormText  = 24     // bytes of a message
)

// TestStorm floods h2 from h1, half with garbage and half with valid messages
// to a slot whose owner does not read, while h3 sends at its usual rate and two
// processes on h2 use a local slot:
//
//	h1 --- 50,000/s ---> h2 (daemon; slots deaf, good, local) <--- 100/s --- h3
func TestStorm(t *testing.T) {
	length := 5 * time.Second
	if os.Getenv("MAILSLOT_LONG") == "1" {
		length = time.Minute
	}
	l := newLabAlone(t, "storm", "-S", "-n", "3")
	l.daemon(2, "")
	good := l.listen(2, "good")
	deaf := l.listen(2, "deaf")
	pause(t, deaf.process)
	before := memory(t, l.daemonPID(2))
	peak := before

	var wg sync.WaitGroup
	stop := make(chan struct{})
	var flooded, sent atomic.Int64
	storm := inPieces(t, l.udp(1, "10.77.0.1:0"), len(appendStorm(nil, 0, rand.New(rand.NewPCG(0, 0)))))
	wg.Go(func() { flood(storm, stop, &flooded) })
	wg.Go(func() { sendSteadily(l.udp(3, "10.77.0.3:0"), stop, &sent) })
	got, began := 0, time.Now()
	for end := began.Add(length); time.Now().Before(end); {
		if _, err := good.nextWithin(50 * time.Millisecond); err == nil {
			got++
		}
		peak = max(peak, memory(t, l.daemonPID(2)))
	}
	l.checkLocal(2)
	took, heard := time.Since(began).Seconds(), l.state(2).Counters["datagrams_in"]
	close(stop)
	wg.Wait()
	for {
		if _, err := good.nextWithin(time.Second); err != nil {
			break
		}
		got++
	}
	rate := float64(flooded.Load()) / took
	t.Logf("storm of %.0f/s for %.0f s, of which %d came to the daemon; the good sender's %d of %d came; daemon %d KiB, at most %d KiB",
		rate, took, heard, got, sent.Load(), before>>10, peak>>10)
	const room = 64 << 20
	if rate < 0.9*stormRate {
		t.Errorf("the storm was %.0f datagrams a second, want %d", rate, stormRate)
	}
	if peak > before+room {
		t.Errorf("the daemon grew from %d to %d bytes", before, peak)
	}
	if int64(got)*10 < sent.Load()*9 {
		t.Errorf("%d of %d messages of the good sender came, want 90 %%", got, sent.Load())
	}
	if int64(got) > sent.Load() {
		t.Errorf("%d messages came of %d sent", got, sent.Load())
	}
}

// pause stops the process that listens, so that it never reads.
func pause(t *testing.T, p *process) {
	t.Helper()
	stopped := p.cmd.Process.Signal(sigStop)
	if stopped != nil {
		t.Fatal(stopped)
	}
	t.Cleanup(func() { p.cmd.Process.Signal(sigCont) })
}

// checkLocal uses a local slot in the middle of the storm.
func (l *lab) checkLocal(host int) {
	l.t.Helper()
	const n = 200
	slot := l.start(host, "mailslot", "listen", "local", "--json", "--count", fmt.Sprint(n))
	cmd := l.command(host, "mailslot", "send", "local", "--lines", "--wait", "20s")
	cmd.Stdin = strings.NewReader(strings.Repeat("line\n", n))
	if out, err := cmd.CombinedOutput(); err != nil {
		l.t.Errorf("local send: %v: %s", err, out)
	}
	for range n {
		var m message
		if err := json.Unmarshal([]byte(slot.line("a local message")), &m); err != nil || m.text() != "line" {
			l.t.Errorf("local slot: %q, %v", m.text(), err)
			return
		}
	}
}

// flood sends until stop, half of it garbage. What it could not send in time,
// because it did not get the processor, it sends as soon as it does.
func flood(c *net.UDPConn, stop <-chan struct{}, sent *atomic.Int64) {
	to := netip.AddrPortFrom(netip.MustParseAddr(addr(2)), 138)
	rng := rand.New(rand.NewPCG(1, 2))
	var packets []byte
	tick := time.NewTicker(stormBurst * time.Second / stormRate)
	defer tick.Stop()
	for began, id := time.Now(), uint16(0); ; {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		for due := int64(time.Since(began).Seconds() * stormRate); sent.Load()+stormBurst <= due; sent.Add(stormBurst) {
			packets = packets[:0]
			for range stormBurst {
				id++
				packets = appendStorm(packets, id, rng)
			}
			if _, err := c.WriteToUDPAddrPort(packets, to); err != nil {
				return // the test sees that the storm is over
			}
		}
	}
}

// appendStorm appends a message, or what once was one. All are of one length.
func appendStorm(b []byte, id uint16, rng *rand.Rand) []byte {
	packet := mail(1, id, "deaf", fmt.Sprintf("%-*d", stormText, id))
	if id%2 == 0 {
		for i := range packet[rng.IntN(82):] {
			packet[i] = byte(rng.Uint32())
		}
	}
	return append(b, packet...)
}

// inPieces has the kernel send what is written to c as datagrams of one length.
func inPieces(t *testing.T, c *net.UDPConn, length int) *net.UDPConn {
	t.Helper()
	raw, err := c.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var inner error
	err = raw.Control(func(fd uintptr) { inner = unix.SetsockoptInt(int(fd), unix.SOL_UDP, unix.UDP_SEGMENT, length) })
	if err := errors.Join(err, inner); err != nil {
		t.Skipf("not run: this kernel does not take datagrams apart: %v", err)
	}
	return c
}

// sendSteadily sends at a rate that is within its limit.
func sendSteadily(c *net.UDPConn, stop <-chan struct{}, sent *atomic.Int64) {
	to := netip.AddrPortFrom(netip.MustParseAddr(addr(2)), 138)
	tick := time.NewTicker(time.Second / goodRate)
	defer tick.Stop()
	for id := uint16(0); ; id++ {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		if _, err := c.WriteToUDPAddrPort(mail(3, id, "good", fmt.Sprint("good ", id)), to); err == nil {
			sent.Add(1)
		}
	}
}

// mail is a message from a host to a slot of h2 as it stands on the wire.
func mail(from int, id uint16, slot, text string) []byte {
	source, _ := netbios.NewName(fmt.Sprintf("H%d", from), netbios.Workstation)
	destination, _ := netbios.NewName("H2", netbios.Workstation)
	w := smbtrans.Write{Slot: slot, Class: smbtrans.ClassDatagram, Data: []byte(text)}
	d := netbios.Datagram{
		DatagramHeader: netbios.DatagramHeader{
			Type: netbios.DirectUnique, Flags: netbios.FirstFragment, ID: id,
			SourceIP: netbios.AddrFrom(netip.MustParseAddr(addr(from))), SourcePort: 138,
		},
		Source: source, Destination: destination, Data: w.Append(nil),
	}
	return d.Append(nil)
}
