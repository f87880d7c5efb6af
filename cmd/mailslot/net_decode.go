package main

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"github.com/spf13/cobra"

	"mailslot/internal/explain"
)

func decodeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "decode FILE | HEX...",
		Short: "Explain NetBIOS and mailslot packets",
		Long: `Explain the packets of UDP ports 137 and 138 in a capture (pcap or pcapng), or
one packet given as hex digits: the payload of a UDP packet or the SMB alone.
"-" reads a capture, or hex, from standard input. Exit 1 if anything in it is
malformed.`,
		Example: `  mailslot decode capture.pcapng
  sudo tcpdump -w - 'udp port 138' | mailslot decode -
  mailslot decode 11 02 1a 2b 0a 4d 00 02 ...`,
		Args: arguments(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c := newConsole(cmd)
			if text := strings.Join(args, " "); isHex(text) && !isFile(text) {
				return c.explainHex(text)
			}
			if len(args) > 1 {
				return usage("these are neither hex digits nor one file")
			}
			data, err := readCapture(cmd.InOrStdin(), args[0])
			if errors.Is(err, fs.ErrNotExist) {
				return named(args[0], errors.New("neither a file nor hex digits"))
			}
			if err != nil {
				return err
			}
			return named(args[0], c.explainFile(data))
		},
	}
}

// maxCapture bounds what decode reads of a file.
const maxCapture = 1 << 30

func readCapture(stdin io.Reader, path string) ([]byte, error) {
	in := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, maxCapture))
}

// errMalformed makes decode exit with 1.
var errMalformed = errors.New("something is malformed; see above")

func (c console) explainFile(data []byte) error {
	source, link, err := openCapture(data)
	if err != nil {
		if text := string(withoutComments(data)); isHex(text) {
			return c.explainHex(text)
		}
		return err
	}
	malformed := false
	for number := 1; ; number++ {
		frame, info, err := source.ReadPacketData()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("packet %d: %w", number, err)
		}
		ok, err := c.explainFrame(number, info, frame, link)
		if err != nil {
			return err
		}
		malformed = malformed || !ok
	}
	if malformed {
		return errMalformed
	}
	return nil
}

// openCapture recognises both forms of capture files by their first bytes.
func openCapture(data []byte) (gopacket.PacketDataSource, layers.LinkType, error) {
	if ng, err := pcapgo.NewNgReader(bytes.NewReader(data), pcapgo.DefaultNgReaderOptions); err == nil {
		return ng, ng.LinkType(), nil
	}
	r, err := pcapgo.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, 0, errors.New("neither a pcap or pcapng capture nor hex digits")
	}
	return r, r.LinkType(), nil
}

// explainFrame prints one packet if it is of our ports. It reports whether the
// packet was well formed.
func (c console) explainFrame(number int, info gopacket.CaptureInfo, frame []byte, link layers.LinkType) (bool, error) {
	p := gopacket.NewPacket(frame, link, gopacket.DecodeOptions{Lazy: true, NoCopy: true})
	udp, ok := p.Layer(layers.LayerTypeUDP).(*layers.UDP)
	if !ok || p.NetworkLayer() == nil {
		return true, nil
	}
	port := ourPort(udp)
	if port == 0 {
		return true, nil
	}
	flow := p.NetworkLayer().NetworkFlow()
	fmt.Fprintf(c.out, "%d  %s  %v:%d -> %v:%d\n", number, info.Timestamp.UTC().Format("15:04:05.000000"),
		flow.Src(), udp.SrcPort, flow.Dst(), udp.DstPort)
	return c.explainPayload(udp.Payload, port)
}

// ourPort is the port that says what the packet is, or 0.
func ourPort(u *layers.UDP) uint16 {
	for _, p := range []layers.UDPPort{u.DstPort, u.SrcPort} {
		if p == 137 || p == 138 {
			return uint16(p)
		}
	}
	return 0
}

func (c console) explainPayload(b []byte, port uint16) (bool, error) {
	text, malformed := explain.Packet(b, port)
	if malformed != nil {
		text += fmt.Sprintf("  malformed: %v\n", malformed)
	}
	for line := range strings.Lines(text) {
		if _, err := fmt.Fprintln(c.out, c.text(strings.TrimSuffix(line, "\n"))); err != nil {
			return false, err
		}
	}
	return malformed == nil, nil
}

// hexNoise are the characters between hex digits that people paste along.
const hexNoise = " \t\r\n:-,"

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(hexNoise, r) {
			return -1
		}
		return r
	}, text)
}

func isHex(text string) bool {
	d := digits(text)
	_, err := hex.DecodeString(d)
	return err == nil && len(d) >= 2
}

func isFile(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (c console) explainHex(text string) error {
	b, err := hex.DecodeString(digits(text))
	if err != nil {
		return usage("not hex digits: %w", err)
	}
	ok, err := c.explainPayload(b, 0)
	if err == nil && !ok {
		err = errMalformed
	}
	return err
}

// withoutComments drops what follows a # or ; in each line.
func withoutComments(data []byte) []byte {
	var out []byte
	for line := range bytes.Lines(data) {
		if i := bytes.IndexAny(line, "#;"); i >= 0 {
			line = line[:i]
		}
		out = append(append(out, line...), '\n')
	}
	return out
}
