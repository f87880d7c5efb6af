package lan

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"io"
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

// Holders lists the sockets bound to ports 137 and 138 in this network
// namespace, whoever they belong to. It needs no privilege.
func Holders() ([]Holder, error) {
	f, err := os.Open("/proc/self/net/udp")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parseHolders(f)
}

// parseHolders reads the table of proc(5), whose second column is the local
// address as the hexadecimal of a native-endian word, and the eighth the uid.
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

func parseKernelAddr(s string) (netip.AddrPort, bool) {
	address, port, ok := strings.Cut(s, ":")
	if !ok || len(address) != 8 {
		return netip.AddrPort{}, false
	}
	var word [4]byte
	if _, err := hex.Decode(word[:], []byte(address)); err != nil {
		return netip.AddrPort{}, false
	}
	p, err := strconv.ParseUint(port, 16, 16)
	if err != nil {
		return netip.AddrPort{}, false
	}
	var b [4]byte
	binary.NativeEndian.PutUint32(b[:], binary.BigEndian.Uint32(word[:]))
	return netip.AddrPortFrom(netip.AddrFrom4(b), uint16(p)), true
}
