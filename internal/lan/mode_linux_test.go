package lan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/nbt"
	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

func testLink() Link {
	return Link{
		ID: 1, Name: "eth0", Index: 7, Addr: netip.MustParseAddr("10.0.0.9"),
		Prefix: netip.MustParsePrefix("10.0.0.0/24"), Broadcast: netip.MustParseAddr("10.0.0.255"),
	}
}

func holders(addrs ...string) []Holder {
	var h []Holder
	for _, a := range addrs {
		h = append(h, Holder{Addr: netip.MustParseAddrPort(a)})
	}
	return h
}

func TestModeNeverTakesNmbdsUnicast(t *testing.T) {
	nmbdHere := holders("0.0.0.0:137", "10.0.0.9:137", "10.0.0.255:137")
	nmbdElsewhere := holders("0.0.0.0:137", "10.0.0.1:137", "10.0.0.255:137")
	for name, c := range map[string]struct {
		facts facts
		want  Mode
	}{
		"nobody there":                     {facts{free: true}, Alone},
		"nmbd at our address":              {facts{holders: nmbdHere}, BroadcastOnly},
		"nmbd at our address, socket":      {facts{holders: nmbdHere, unexpected: true}, BehindNmbd},
		"nmbd at another address":          {facts{holders: nmbdElsewhere}, Alias},
		"a wildcard alone":                 {facts{holders: holders("0.0.0.0:137")}, BroadcastOnly},
		"a wildcard alone, socket":         {facts{holders: holders("0.0.0.0:137"), unexpected: true}, BehindNmbd},
		"an address of another subnet":     {facts{holders: holders("0.0.0.0:137", "10.9.0.1:137")}, BroadcastOnly},
		"only the broadcast address taken": {facts{holders: holders("10.0.0.255:137")}, BroadcastOnly},
	} {
		if got := choose(testLink(), c.facts); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestHoldersReadsTheKernelsTable(t *testing.T) {
	// The address is a word in the machine's byte order.
	var word [4]byte
	binary.BigEndian.PutUint32(word[:], binary.NativeEndian.Uint32([]byte{10, 0, 0, 9}))
	table := "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" +
		"  1: " + strings.ToUpper(hexOf(word[:])) + ":0089 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 12\n" +
		"  2: 00000000:008A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 13\n" +
		"  3: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 14\n" +
		"  4: 000000000000:0089 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 15\n" +
		"  5: " + strings.Repeat("0", 32) + ":0089 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 16\n" +
		"  6: " + strings.Repeat("1", 32) + ":0089 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 17\n" +
		"  7: " + strings.Repeat("0", 33) + ":0089 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 18\n" +
		"short\n"
	got, err := parseHolders(strings.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	want := holders("10.0.0.9:137", "0.0.0.0:138", "[::]:137")
	want[0].UID = 101
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	var s []byte
	for _, c := range b {
		s = append(s, digits[c>>4], digits[c&15])
	}
	return string(s)
}

func TestLinkOfKnowsTheInterfaceOfArrival(t *testing.T) {
	s := &sockets{links: []Link{testLink(), {
		ID: 2, Index: 8, Addr: netip.MustParseAddr("10.1.0.9"),
		Prefix: netip.MustParsePrefix("10.1.0.0/24"), Broadcast: netip.MustParseAddr("10.1.0.255"),
	}}}
	for _, c := range []struct {
		to    string
		index int
		want  int // link, 0: none
	}{
		{"10.0.0.9", 7, 1}, {"10.0.0.255", 7, 1}, {"255.255.255.255", 7, 1}, {"255.255.255.255", 8, 2},
		{"10.1.0.9", 8, 2}, {"10.0.0.9", loopbackIndex, 1},
		{"10.0.0.9", 8, 0},  // for us, but through the wrong interface
		{"10.0.0.9", 99, 0}, // through one that is not configured
		{"10.0.0.255", 8, 0}, {"10.0.0.77", 7, 0}, {"255.255.255.255", 99, 0},
	} {
		got := 0
		if l := s.linkOf(arrival{to: netip.MustParseAddr(c.to), index: c.index}); l != nil {
			got = l.ID
		}
		if got != c.want {
			t.Errorf("to %s on %d: link %d, want %d", c.to, c.index, got, c.want)
		}
	}
}

// TestBroadcastAddressHasAllHostBits, but for a subnet of two: there it would
// be a host's, who would get what is for everybody, and be heard by nobody.
func TestBroadcastAddressHasAllHostBits(t *testing.T) {
	for prefix, want := range map[string]string{
		"10.77.0.2/24": "10.77.0.255", "10.77.0.2/30": "10.77.0.3", "10.77.0.2/8": "10.255.255.255",
		"10.77.0.2/31": "255.255.255.255", "10.77.0.3/31": "255.255.255.255", "10.77.0.2/32": "255.255.255.255",
	} {
		if got := broadcast(netip.MustParsePrefix(prefix)); got.String() != want {
			t.Errorf("%s: %v, want %s", prefix, got, want)
		}
	}
}

func TestTooManyInterfacesAreRefused(t *testing.T) {
	if _, err := Links(make([]string, maxLinks+1)); err == nil || !strings.Contains(err.Error(), "at most") {
		t.Errorf("%v", err)
	}
}

// record is what nmbd writes before a packet.
func record(size uint64, port uint32, packet string) []byte {
	var b []byte
	b = binary.NativeEndian.AppendUint64(b, size)
	b = binary.NativeEndian.AppendUint32(b, 1)
	b = binary.NativeEndian.AppendUint32(b, 0)
	b = binary.NativeEndian.AppendUint64(b, 1234567890)
	b = append(b, 10, 0, 0, 5)
	b = binary.NativeEndian.AppendUint32(b, port)
	return append(b, packet...)
}

func TestUnexpectedRecordsAreReadAndLiesRefused(t *testing.T) {
	buf := make([]byte, maxPacket)
	n, from, err := readUnexpected(bytes.NewReader(record(5, 138, "hello")), buf)
	if err != nil || string(buf[:n]) != "hello" || from.String() != "10.0.0.5:138" {
		t.Errorf("%q from %v, %v", buf[:n], from, err)
	}
	whole := record(5, 138, "hello")
	for n := range whole {
		if _, _, err := readUnexpected(bytes.NewReader(whole[:n]), buf); err == nil {
			t.Errorf("the first %d bytes are accepted", n)
		}
	}
	for _, lie := range [][]byte{record(unexpectedMax+1, 138, ""), record(1<<63, 138, ""), record(5, 1<<16, "hello")} {
		if _, _, err := readUnexpected(bytes.NewReader(lie), buf); !errors.Is(err, errUnexpectedFormat) {
			t.Errorf("%v", err)
		}
	}
	if _, _, err := readUnexpected(bytes.NewReader(record(unexpectedMax, 138, strings.Repeat("x", unexpectedMax))), buf); err != nil {
		t.Errorf("the largest: %v", err)
	}
}

// recordFrom is a record of a packet that came from an address.
func recordFrom(from string, packet []byte) []byte {
	b := record(uint64(len(packet)), 138, string(packet))
	addr := netip.MustParseAddr(from).As4()
	copy(b[24:], addr[:])
	return b
}

// behindNmbd is a host whose second link is behind nmbd, and our end of nmbd's
// stream of datagrams.
func behindNmbd(t *testing.T, o Options) (*Host, net.Conn) {
	t.Helper()
	ours, nmbds := net.Pipe()
	socks := newSockets([]Link{
		{ID: 1, Index: 7, Addr: netip.MustParseAddr("10.1.0.9"), Prefix: netip.MustParsePrefix("10.1.0.0/24"), Broadcast: netip.MustParseAddr("10.1.0.255")},
		{ID: 2, Index: 8, Addr: netip.MustParseAddr("10.0.0.9"), Prefix: netip.MustParsePrefix("10.0.0.0/24"), Broadcast: netip.MustParseAddr("10.0.0.255")},
	}, maxBatch)
	socks.modes = []Mode{Alias, BehindNmbd}
	socks.streams = []stream{{ours, nbt.DatagramService}}
	h, err := start(Config{Computer: "GOHOST", Workgroup: "MSLOT", NodeType: "b"}, o, socks)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close(); nmbds.Close() })
	return h, nmbds
}

// TestSendersBehindRoutersAreTheNodesToJudge behind nmbd too: those that the
// configuration lets in are heard, all others counted.
func TestSendersBehindRoutersAreTheNodesToJudge(t *testing.T) {
	source, _ := netbios.NewName("FAR", netbios.Workstation)
	destination, _ := netbios.NewName("GOHOST", netbios.Workstation)
	write := smbtrans.Write{Slot: "x", Class: smbtrans.ClassDatagram, Data: []byte("hello")}
	d := netbios.Datagram{
		DatagramHeader: netbios.DatagramHeader{Type: netbios.DirectUnique, Flags: netbios.FirstFragment, SourcePort: 138},
		Source:         source, Destination: destination, Data: write.Append(nil),
	}
	for _, anywhere := range []bool{false, true} {
		heard := make(chan nbt.Message, 1)
		h, nmbd := behindNmbd(t, Options{
			Limits: nbt.Limits{AnySource: anywhere}, Deliver: func(m nbt.Message) { heard <- m },
		})
		eventually(t, "the names", func() bool {
			names := h.Names()
			return len(names) > 0 && !slices.ContainsFunc(names, func(n nbt.NameStatus) bool { return n.State != nbt.Owned })
		})
		nmbd.Write(recordFrom("192.168.5.5", d.Append(nil)))
		eventually(t, "the packet", func() bool { return h.Counters()[nbt.DatagramsIn] == 1 })
		c := h.Counters()
		if off := c[nbt.DropOffSubnet] == 1; off == anywhere || (len(heard) == 1) != anywhere {
			t.Errorf("any source %v: dropped %v, heard %d", anywhere, off, len(heard))
		}
		if anywhere {
			if m := <-heard; m.Interface != 2 || m.From.Addr().String() != "192.168.5.5" {
				t.Errorf("heard on %d from %v", m.Interface, m.From)
			}
		}
	}
}

// eventually polls a condition that another goroutine brings about.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Fatalf("in vain: %s", what)
}

func TestUnexpectedAsksForEverySlot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "unexpected")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	asked := make(chan []byte, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		request := make([]byte, 24)
		io.ReadFull(c, request)
		asked <- request
		c.Write([]byte{0})
	}()
	c, err := dialUnexpected(path, unexpectedDatagrams)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r := <-asked
	if binary.NativeEndian.Uint32(r) != 1 || binary.NativeEndian.Uint64(r[8:]) != 0 || int32(binary.NativeEndian.Uint32(r[16:])) != -1 {
		t.Errorf("request %x", r)
	}
}

func TestUnexpectedThatDoesNotAnswerIsNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "unexpected")
	if _, err := dialUnexpected(path, unexpectedNames); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}
