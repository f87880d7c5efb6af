package local

import (
	"bytes"
	"testing"
	"time"

	"mailslot/internal/ring"
)

// FuzzFrames feeds packets to everything that parses what one process sends
// another: none panics, and what is understood is written again as it was.
func FuzzFrames(f *testing.F) {
	origin := Origin{Host: "H1", Address: "10.0.0.1", Destination: "W<00>", Via: "netbios"}
	message := Message{Data: []byte("body"), From: Sender{UID: 1, PID: 2, Origin: &origin}, Time: time.Unix(1, 2)}
	about := appendAbout(nil, About{Name: "x", Mode: 0o600})
	for _, seed := range [][]byte{
		appendForwarded(nil, forwarded{number: 7, size: anySize, timeout: time.Second}),
		appendMessage(nil, 7, &message, message.Data),
		appendFrame(nil, frameReply, 0, 1, appendReply(nil, 1, Info{Count: 3})),
		appendFrame(nil, frameRefuse, 0, 1, appendRefusal(nil, gone())),
		appendFrame(nil, frameSegment, 0, 0, []byte{1, 2, 3, 4}),
		appendFrame(nil, frameOver, 0, 0, []byte{1, 2, 3, 4}),
		appendFrame(nil, estateSlot, 0, 0, estate{path: "/run", about: About{Name: "x"}}.append(nil)),
		appendFrame(nil, estateClient, 0, 0, clientState{uid: 1, greeted: true}.append(nil)),
		appendFrame(nil, estateStream, 0, 0, appendStream(nil, 1, -1, ring.StreamState{Ended: true, Bells: -1})),
		appendFrame(nil, estateRing, 0, 0, appendPosition(nil, ring.Position{Head: 1, Tail: 2})),
		appendFrame(nil, estateRead, 0, 9, appendWaiting(nil, 1, forwarded{size: 1})),
		appendFrame(nil, estateSlot, 0, 0, about), appendHello(nil, -1), bellPacket, nil,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		if offset, rest, err := parseHello(packet); err == nil {
			sameBytes(t, "hello", append(appendHello(nil, offset)[8:], rest...), packet[8:])
		}
		fr, err := parseFrame(packet)
		if err != nil {
			return
		}
		checkForwarding(t, fr)
		checkEstate(t, fr.payload)
		parseRefusal(fr.payload)
		parseAnswer(fr)
	})
}

// checkForwarding parses what goes between a stub and the holder of a queue.
func checkForwarding(t *testing.T, fr frame) {
	if r, err := parseForwarded(fr); err == nil {
		sameBytes(t, "read", appendForwarded(nil, r)[frameHeader:], fr.payload)
	}
	if stub, r, err := parseWaiting(fr); err == nil {
		sameBytes(t, "waiting read", appendWaiting(nil, stub, r), fr.payload)
	}
	if m, _, rest, err := parseMessage(fr.payload); err == nil && len(rest) > len(fr.payload) {
		t.Errorf("a body of %d bytes in %d of %v", len(rest), len(fr.payload), m.From)
	}
}

// checkEstate parses what a slot is handed over by.
func checkEstate(t *testing.T, b []byte) {
	parseAbout(b)
	parseEstate(b)
	if s, err := parseClient(b); err == nil {
		if again, err := parseClient(s.append(nil)); err != nil || again != s {
			t.Errorf("client %+v, then %+v, %v", s, again, err)
		}
	}
	if number, skew, st, err := parseStream(b); err == nil {
		n, k, again, err := parseStream(appendStream(nil, number, skew, st))
		if err != nil || n != number || k != skew || again != st {
			t.Errorf("stream %+v, then %+v, %v", st, again, err)
		}
	}
	if p, err := parsePosition(b); err == nil {
		sameBytes(t, "position", appendPosition(nil, p), b)
	}
}

func sameBytes(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("%s: %x was written again as %x", what, want, got)
	}
}
