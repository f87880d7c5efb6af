package nbt

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestTsharkFindsNothingMalformed lets another implementation read all that
// nodes send.
func TestTsharkFindsNothingMalformed(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("not run: tshark is not installed")
	}
	capture, packets := captureAll(t)
	run := func(filter string) string {
		cmd := exec.Command(tshark, "-n", "-r", "-", "-Y", filter)
		cmd.Stdin = bytes.NewReader(capture)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("tshark: %v", err)
		}
		return string(out)
	}
	if bad := run("_ws.malformed or _ws.expert.severity >= warning"); bad != "" {
		t.Errorf("tshark objects to:\n%s", bad)
	}
	if n := strings.Count(run("nbns or nbdgm"), "\n"); n != packets {
		t.Errorf("tshark knows %d of %d packets", n, packets)
	}
	if out := run("mailslot and browser"); !strings.Contains(out, "Host Announcement ALPHA") {
		t.Errorf("no host announcement in\n%s", out)
	}
}

// captureAll is a capture of a small LAN in which nodes do all that they do.
func captureAll(t *testing.T) (pcap []byte, packets int) {
	w := newWorld(t, 1)
	server, _ := w.addWINS("10.77.0.100/24")
	pcap = fileHeader()
	w.acts = func(h *host, a Action) {
		if p, ok := a.(SendPacket); ok {
			packets++
			pcap = appendRecord(pcap, w.now, netip.AddrPortFrom(h.addr, p.Service.Port()), p.To, p.Data)
		}
	}
	a := w.add("10.77.0.2/24", Config{Computer: "alpha", Workgroup: "mslot", WINS: []netip.Addr{server.addr},
		Announce: Announce{Enabled: true, Comment: "captured"}})
	b := w.add("10.77.0.3/24", Config{Computer: "beta", Workgroup: "mslot"})
	w.settle()
	w.add("10.77.0.4/24", Config{Computer: "beta", Workgroup: "mslot"})
	w.run(winsTTL)
	a.do(Send{Host: "beta", Slot: "slotname", Data: make([]byte, 424)})
	a.do(Send{Host: "beta", Slot: `net\x`})
	b.do(Send{Host: "*", Slot: "x", Data: []byte("hello")})
	a.do(Resolve{Name: mustName("nobody")})
	a.do(QueryStatus{Addr: b.addr})
	w.run(10 * time.Second)
	a.do(Stop{})
	w.run(5 * time.Second)
	return pcap, packets
}

// fileHeader begins a capture file of raw IP packets.
func fileHeader() []byte {
	const magic, linkRaw = 0xA1B2C3D4, 101
	b := binary.LittleEndian.AppendUint32(nil, magic)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint32(b, 65535)
	return binary.LittleEndian.AppendUint32(b, linkRaw)
}

// appendRecord appends a UDP packet to a capture, its checksums left out.
func appendRecord(b []byte, at time.Duration, from, to netip.AddrPort, data []byte) []byte {
	const ipHeader, udpHeader = 20, 8
	size := uint32(ipHeader + udpHeader + len(data))
	le, be := binary.LittleEndian, binary.BigEndian
	b = le.AppendUint32(b, uint32(at/time.Second))
	b = le.AppendUint32(b, uint32(at%time.Second/time.Microsecond))
	b = le.AppendUint32(le.AppendUint32(b, size), size)
	b = be.AppendUint16(append(b, 0x45, 0), uint16(size))
	b = append(b, 0, 0, 0, 0, 64, 17, 0, 0)
	b = append(append(b, from.Addr().AsSlice()...), to.Addr().AsSlice()...)
	b = be.AppendUint16(be.AppendUint16(b, from.Port()), to.Port())
	b = be.AppendUint16(b, uint16(udpHeader+len(data)))
	return append(append(b, 0, 0), data...)
}
