package ring

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"
)

// newShared is a ring in ordinary memory.
func newShared(size int) Shared {
	return Shared{new(atomic.Uint64), new(atomic.Uint64), new(atomic.Uint32), make([]byte, size)}
}

func appendMessage(t *testing.T, p *Producer, stamp uint64, body []byte) {
	t.Helper()
	at, ok := p.Reserve(len(body))
	if !ok {
		t.Fatalf("no room for %d bytes", len(body))
	}
	p.Append(at, stamp, 0, nil, body)
}

func TestRecordsComeOutWholeInOrderOverManyLaps(t *testing.T) {
	shared := newShared(1 << 12)
	p, c := NewProducer(shared), NewConsumer(shared)
	rng := rand.New(rand.NewPCG(1, 2))
	var want [][]byte
	for lap := range 20000 {
		body := make([]byte, rng.IntN(700))
		for i := range body {
			body[i] = byte(lap + i)
		}
		if at, ok := p.Reserve(len(body)); ok {
			p.Append(at, uint64(lap), 0, body[:len(body)/2], body[len(body)/2:])
			want = append(want, body)
			continue
		}
		for range 1 + rng.IntN(len(want)) {
			want = takeOne(t, c, want)
		}
	}
	for len(want) != 0 {
		want = takeOne(t, c, want)
	}
	if ok, err := c.Peek(); ok || err != nil || c.Unread() != 0 {
		t.Fatalf("an empty ring shows a record: %v %v, unread %d", ok, err, c.Unread())
	}
}

func takeOne(t *testing.T, c *Consumer, want [][]byte) [][]byte {
	t.Helper()
	if err := c.Load(); err != nil {
		t.Fatal(err)
	}
	if got := c.Unread(); got != len(want) {
		t.Fatalf("unread %d, want %d", got, len(want))
	}
	if ok, err := c.Peek(); !ok || err != nil {
		t.Fatalf("no record: %v", err)
	}
	if got := c.Record().Payload; !bytes.Equal(got, want[0]) {
		t.Fatalf("got %d bytes, want %d", len(got), len(want[0]))
	}
	c.Take()
	return want[1:]
}

func TestFullRingRefusesUntilConsumerTakes(t *testing.T) {
	shared := newShared(64)
	p, c := NewProducer(shared), NewConsumer(shared)
	appendMessage(t, &p, 1, make([]byte, 16))
	appendMessage(t, &p, 2, make([]byte, 16))
	if _, ok := p.Reserve(0); ok {
		t.Fatal("room in a full ring")
	}
	takeOne(t, c, [][]byte{make([]byte, 16), make([]byte, 16)})
	if _, ok := p.Reserve(16); !ok {
		t.Fatal("no room although a record was taken")
	}
}

// A writer makes sure of the memory before End: nothing may be stored behind it,
// neither of the record nor of what is skipped.
func TestAppendTouchesNothingBehindTheEnd(t *testing.T) {
	shared := newShared(1 << 10)
	p, c := NewProducer(shared), NewConsumer(shared)
	rng := rand.New(rand.NewPCG(3, 4))
	skipped := 0
	for range 1000 {
		body := make([]byte, rng.IntN(500))
		at, ok := p.Reserve(len(body))
		if !ok {
			t.Fatalf("no room for %d bytes in an empty ring", len(body))
		}
		if at.pad != 0 {
			skipped++
		}
		behind := shared.Data[at.End():]
		for i := range behind {
			behind[i] = 0xEE
		}
		p.Append(at, 1, 0, nil, body)
		if bytes.Count(behind, []byte{0xEE}) != len(behind) {
			t.Fatalf("a record of %d bytes at %d, after %d skipped, touches what is behind %d", len(body), at.off, at.pad, at.End())
		}
		takeOne(t, c, [][]byte{body})
	}
	if skipped == 0 {
		t.Error("nothing was ever skipped")
	}
}

func TestBellRingsOnceForAnArmedConsumer(t *testing.T) {
	shared := newShared(4096)
	p, c := NewProducer(shared), NewConsumer(shared)
	for i, want := range []Signal{Quiet, Bell, Quiet} {
		if i == 1 && !c.Arm() {
			t.Fatal("could not arm")
		}
		appendMessage(t, &p, 1, nil)
		if got := p.Signal(nil); got != want {
			t.Errorf("write %d: signal %v, want %v", i, got, want)
		}
	}
	c.Arm()
	c.Close()
	appendMessage(t, &p, 1, nil)
	if got := p.Signal(nil); got != Closed {
		t.Errorf("after close: signal %v", got)
	}
}

func TestCorruptWordsEndTheRing(t *testing.T) {
	for name, spoil := range map[string]func(Shared){
		"tail beyond the ring":   func(s Shared) { s.Publish.Store(publishWord(8192, 1)) },
		"tail moves backwards":   func(s Shared) { s.Publish.Store(publishWord(0, 0)) },
		"length beyond the tail": func(s Shared) { putHeader(s.Data[64:], 17, 0, 0) },
		"length of 2^32-1":       func(s Shared) { putHeader(s.Data[64:], 0xFFFFFFFF, 0, 0) },
		"pad without a record":   func(s Shared) { putHeader(s.Data[64:], 0, flagPad, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			shared := newShared(4096)
			p, c := NewProducer(shared), NewConsumer(shared)
			appendMessage(t, &p, 1, make([]byte, 40))
			if err := c.Load(); err != nil {
				t.Fatal(err)
			}
			appendMessage(t, &p, 1, make([]byte, 16))
			takeOne(t, c, [][]byte{make([]byte, 40), nil})
			spoil(shared)
			err := c.Load()
			if err == nil {
				_, err = c.Peek()
			}
			if !errors.Is(err, ErrCorrupt) {
				t.Fatalf("err %v", err)
			}
		})
	}
}

func TestHostileCountIsBoundedByBytes(t *testing.T) {
	shared := newShared(4096)
	p, c := NewProducer(shared), NewConsumer(shared)
	appendMessage(t, &p, 1, make([]byte, 16))
	for count, want := range map[uint32]int{0: 1, 1: 1, 2: 2, 3: 2, 0xFFFFFFFF: 2} {
		shared.Publish.Store(publishWord(32, count))
		if err := c.Load(); err != nil {
			t.Fatal(err)
		}
		if got := c.Unread(); got != want {
			t.Errorf("count %d: unread %d, want %d", count, got, want)
		}
	}
}

// FuzzRingImage lets a hostile producer own every byte that it shares.
func FuzzRingImage(f *testing.F) {
	f.Add([]byte{}, uint64(0), uint64(0))
	f.Add(bytes.Repeat([]byte{1}, 64), publishWord(64, 2), publishWord(128, 9))
	f.Fuzz(func(t *testing.T, image []byte, first, second uint64) {
		shared := newShared(256)
		copy(shared.Data, image)
		c := NewConsumer(shared)
		for _, word := range []uint64{first, second} {
			shared.Publish.Store(word)
			if c.Load() != nil {
				return
			}
			for range 64 {
				ok, err := c.Peek()
				if !ok || err != nil {
					break
				}
				if len(c.Record().Payload) > 256 {
					t.Fatal("record larger than the ring")
				}
				c.Take()
			}
			if c.Unread() > 16 {
				t.Fatal("more messages than bytes")
			}
		}
	})
}

// belfry is an Announcer. While it counts a bell, something happens.
type belfry struct {
	count     int
	meanwhile func()
}

func (b *belfry) Announce() { b.count++; b.meanwhile() }
func (b *belfry) Recall()   { b.count-- }

// A bell is announced before it is taken on, and recalled where the consumer
// has changed its mind.
func TestBellIsAnnouncedOrRecalled(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*Consumer)
		want      Signal
		heard     bool
	}{
		"rings":             {func(c *Consumer) {}, Bell, true},
		"consumer disarms":  {func(c *Consumer) { c.Disarm() }, Quiet, false},
		"consumer closes":   {(*Consumer).Close, Closed, false},
		"not announced yet": {func(c *Consumer) { c.Heed() }, Bell, true},
	} {
		shared := newShared(64)
		in, p := NewConsumer(shared), NewProducer(shared)
		in.Arm()
		b := &belfry{meanwhile: func() { c.meanwhile(in) }}
		if got := p.Signal(b); got != c.want {
			t.Errorf("%s: signal %v, want %v", name, got, c.want)
		}
		if heard := in.Heed(); heard != c.heard || b.count == 0 == heard || in.Heed() {
			t.Errorf("%s: heard %v, announced %d", name, heard, b.count)
		}
	}
}
