package lan

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// The two ports of NetBIOS over UDP (RFC 1002 4.1).
const (
	namePort     = 137
	datagramPort = 138
)

// maxHolders bounds what one look at the kernel's table keeps.
const maxHolders = 256

// A Holder is a socket that some process has bound to one of our ports.
type Holder struct {
	Addr netip.AddrPort
	UID  int
}

// Holders lists the sockets bound to ports 137 and 138 in this thread's network
// namespace, whoever they belong to. It needs no privilege. One bound to [::] may
// have the port of IPv4 too or not, which the kernel's table does not tell.
func Holders() ([]Holder, error) {
	holders, err := readHolders("/proc/thread-self/net/udp")
	if err != nil {
		return nil, err
	}
	more, err := readHolders("/proc/thread-self/net/udp6")
	if errors.Is(err, fs.ErrNotExist) { // a kernel without IPv6
		err = nil
	}
	return append(holders, more...), err
}

func readHolders(table string) ([]Holder, error) {
	f, err := os.Open(table)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parseHolders(f)
}

// parseHolders reads the table of proc(5), whose second column is the local
// address as the hexadecimal of native-endian words, and the eighth the uid.
func parseHolders(r io.Reader) ([]Holder, error) {
	var holders []Holder
	lines := bufio.NewScanner(r)
	for lines.Scan() && len(holders) < maxHolders {
		fields := strings.Fields(lines.Text())
		if len(fields) < 8 {
			continue
		}
		addr, ok := parseKernelAddr(fields[1])
		if !ok || addr.Port() != namePort && addr.Port() != datagramPort {
			continue
		}
		uid, err := strconv.Atoi(fields[7])
		if err != nil {
			continue
		}
		holders = append(holders, Holder{addr, uid})
	}
	return holders, lines.Err()
}

// parseKernelAddr reads an address of IPv4, or one of IPv6 that IPv4 may come to.
func parseKernelAddr(s string) (netip.AddrPort, bool) {
	words, port, ok := strings.Cut(s, ":")
	b, err := hex.DecodeString(words)
	if !ok || err != nil || len(b)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(b); i += 4 {
		binary.NativeEndian.PutUint32(b[i:], binary.BigEndian.Uint32(b[i:]))
	}
	a, ok := netip.AddrFromSlice(b)
	if a = a.Unmap(); !ok || a.Is6() && !a.IsUnspecified() {
		return netip.AddrPort{}, false
	}
	p, err := strconv.ParseUint(port, 16, 16)
	return netip.AddrPortFrom(a, uint16(p)), err == nil
}
