package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

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
"-" reads a capture, or hex, from standard input, and explains each packet when
it comes. Exit 1 if anything in it is malformed.`,
		Example: `  mailslot decode capture.pcapng
  sudo tcpdump -U -w - 'udp port 138' | mailslot decode -
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
			return c.explainInput(cmd.Context(), cmd.InOrStdin(), args[0])
		},
	}
}

// inputGrace is how long decode reads on after Ctrl-C: that ends its neighbour in
// the pipe as well, and tcpdump writes its last packets then.
const inputGrace = 500 * time.Millisecond

// explainInput explains what a file or standard input has until its end, or the
// context's.
func (c console) explainInput(ctx context.Context, stdin io.Reader, path string) error {
	in, err := openInput(ctx, stdin, path)
	if errors.Is(err, fs.ErrNotExist) {
		return named(path, errors.New("neither a file nor hex digits"))
	}
	if err != nil {
		return err
	}
	defer in.Close()
	reading, stop := outlasting(ctx, inputGrace)
	defer stop()
	err = c.explainStream(bufio.NewReaderSize(&heedful{ctx: reading, in: in}, inputBuffer))
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return named(path, err)
}

// inputBuffer is what decode reads at a time.
const inputBuffer = 64 << 10

// errMalformed makes decode exit with 1.
var errMalformed = errors.New("something is malformed; see above")

func (c console) explainStream(in *bufio.Reader) error {
	in, err := unpacked(in)
	if err != nil {
		return err
	}
	source, link, err := openCapture(in)
	if errors.Is(err, errNoCapture) {
		return c.explainText(in)
	}
	if err != nil {
		return err
	}
	return c.explainCapture(source, link)
}

func (c console) explainCapture(source gopacket.PacketDataSource, link layers.LinkType) error {
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

// The first bytes of a gzip file and of pcapng, and how long the header of pcap is.
const (
	gzipMagic  = "\x1f\x8b"
	ngMagic    = "\x0a\x0d\x0d\x0a"
	pcapHeader = 24
)

// unpacked is what gzip has packed, and all else as it is.
func unpacked(in *bufio.Reader) (*bufio.Reader, error) {
	if head, _ := in.Peek(len(gzipMagic)); string(head) != gzipMagic {
		return in, nil
	}
	packed, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(packed), nil
}

var errNoCapture = errors.New("neither a pcap or pcapng capture nor hex digits")

// openCapture recognises both forms of capture files by their first bytes.
func openCapture(in *bufio.Reader) (gopacket.PacketDataSource, layers.LinkType, error) {
	head, err := in.Peek(pcapHeader)
	if err != nil && err != io.EOF {
		return nil, 0, err
	}
	if bytes.HasPrefix(head, []byte(ngMagic)) {
		ng, err := pcapgo.NewNgReader(in, pcapgo.DefaultNgReaderOptions)
		if err != nil {
			return nil, 0, fmt.Errorf("the header of the pcapng capture: %w", err)
		}
		return ng, ng.LinkType(), nil
	}
	if _, err := pcapgo.NewReader(bytes.NewReader(head)); err != nil {
		return nil, 0, errNoCapture
	}
	r, err := pcapgo.NewReader(in)
	if err != nil {
		return nil, 0, err
	}
	return r, r.LinkType(), nil
}

// maxText is the longest text that decode takes for the hex digits of one packet.
const maxText = 1 << 20

func (c console) explainText(in io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(in, maxText+1))
	if err != nil {
		return err
	}
	digits := string(withoutComments(text))
	if len(text) > maxText || !isHex(digits) {
		return errNoCapture
	}
	return c.explainHex(digits)
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
