//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// TestDecodeHearsItsNeighbourOutAfterCtrlC, whom it ends as well: tcpdump writes
// its last packets then. One that goes on is not waited for.
func TestDecodeHearsItsNeighbourOutAfterCtrlC(t *testing.T) {
	for name, ends := range map[string]bool{"ends": true, "goes on": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				in, neighbour := io.Pipe()
				defer neighbour.Close()
				var out bytes.Buffer
				done := make(chan error)
				go func() { done <- console{out: &out}.explainInput(ctx, in, "-") }()
				synctest.Wait()
				cancel(interrupted{syscall.SIGINT})
				time.Sleep(inputGrace / 2)
				io.WriteString(neighbour, onePacket)
				if ends {
					neighbour.Close()
				}
				if err := <-done; !errors.As(err, new(interrupted)) {
					t.Errorf("%v", err)
				}
				if !strings.Contains(out.String(), "10.0.0.1:138") {
					t.Errorf("it explained %q", out.String())
				}
			})
		})
	}
}

func TestDecodeReadsPcapng(t *testing.T) {
	var capture, out bytes.Buffer
	w, err := pcapgo.NewNgWriter(&capture, layers.LinkTypeRaw)
	if err != nil {
		t.Fatal(err)
	}
	frame := []byte(onePacket[pcapHeader+16:])
	err = w.WritePacket(gopacket.CaptureInfo{CaptureLength: len(frame), Length: len(frame)}, frame)
	if err = errors.Join(err, w.Flush()); err != nil {
		t.Fatal(err)
	}
	err = console{out: &out}.explainStream(bufio.NewReader(&capture))
	if !errors.Is(err, errMalformed) || !strings.Contains(out.String(), "10.0.0.1:138") {
		t.Errorf("%v of %q", err, out.String())
	}
	err = console{out: &out}.explainStream(bufio.NewReader(strings.NewReader(ngMagic)))
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("of its first bytes alone: %v", err)
	}
}

func TestHexTextLimit(t *testing.T) {
	for size, ok := range map[int]bool{maxText - 1: true, maxText: true, maxText + 1: false} {
		text := "1102" + strings.Repeat(" ", size-4)
		err := console{out: io.Discard}.explainText(strings.NewReader(text))
		if ok != errors.Is(err, errMalformed) || ok == errors.Is(err, errNoCapture) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}
