package ring

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// FuzzChainOfImages gives a hostile producer a chain of three rings, every
// byte and word of them, twice, next to an honest one. The honest messages
// come out whole and in order, and the reader goes to sleep.
func FuzzChainOfImages(f *testing.F) {
	for n := range 4 {
		image, words := chainImage(n)
		f.Add(image, words)
	}
	f.Fuzz(func(t *testing.T, image, words []byte) {
		honest := newShared(1024)
		p := NewProducer(honest)
		chain := []Shared{newShared(64), newShared(64), newShared(128)}
		m, streams, _ := merged([]*Consumer{NewConsumer(honest)},
			[]*Consumer{NewConsumer(chain[0]), NewConsumer(chain[1]), NewConsumer(chain[2])})
		next, got := uint64(100), uint64(100)
		for range 2 {
			for range 5 {
				appendMessage(t, &p, next, binary.LittleEndian.AppendUint64(nil, next))
				next++
			}
			for _, ring := range chain {
				image = image[copy(ring.Data, image):]
				words = setWords(ring, words)
			}
			got = drainHonest(t, m, streams[0], got)
		}
		for tries := 0; !m.Rest(); tries++ {
			if got = drainHonest(t, m, streams[0], got); tries > 10 {
				t.Fatal("the reader never sleeps")
			}
		}
		if got != next {
			t.Fatalf("honest messages up to %d, want %d", got, next)
		}
	})
}

// setWords takes a publish and an armed word from words.
func setWords(s Shared, words []byte) []byte {
	if len(words) < 12 {
		return nil
	}
	s.Publish.Store(binary.LittleEndian.Uint64(words))
	s.Armed.Store(binary.LittleEndian.Uint32(words[8:]))
	return words[12:]
}

// drainHonest takes everything and checks the honest stream's part of it.
func drainHonest(t *testing.T, m *Merge, honest *Stream, got uint64) uint64 {
	t.Helper()
	for n := 0; ; n++ {
		rec, s, ok := m.Next()
		if !ok {
			return got
		}
		if n > 100 {
			t.Fatal("more messages than the rings can hold")
		}
		if s == honest {
			if v := binary.LittleEndian.Uint64(rec.Payload); v != got {
				t.Fatalf("honest message %d, want %d", v, got)
			}
			got++
		} else if len(bytes.Clone(rec.Payload)) > 128 {
			t.Fatal("a record larger than its ring")
		}
		m.Take()
	}
}

// chainImage is what an honest producer would leave in the three rings after n
// messages in each.
func chainImage(n int) (image, words []byte) {
	for _, size := range []int{64, 64, 128} {
		ring := newShared(size)
		p := NewProducer(ring)
		for i := range n {
			if at, ok := p.Reserve(i); ok {
				p.Append(at, uint64(i), 0, nil, make([]byte, i))
			}
		}
		image = append(image, ring.Data...)
		words = binary.LittleEndian.AppendUint64(words, ring.Publish.Load())
		words = binary.LittleEndian.AppendUint32(words, ring.Armed.Load())
	}
	return image, words
}
