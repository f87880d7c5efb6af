package local

import (
	"testing"
)

// BenchmarkWriteThenRead is one message through the ring at a time, writer
// and reader in one goroutine: the cost of the calls without any waiting.
func BenchmarkWriteThenRead(b *testing.B) {
	s, w := benchPair(b)
	p := make([]byte, 16)
	for b.Loop() {
		if err := w.Write(p); err != nil {
			b.Fatal(err)
		}
		if _, err := s.TryRead(p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBatch is a thousand writes, then a thousand reads.
func BenchmarkBatch(b *testing.B) {
	s, w := benchPair(b)
	p := make([]byte, 16)
	const batch = 1000
	for i := 0; i < b.N; i += batch {
		for range batch {
			if err := w.Write(p); err != nil {
				b.Fatal(err)
			}
		}
		for range batch {
			if _, err := s.TryRead(p); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkInfo is GetMailslotInfo with one active ring.
func BenchmarkInfo(b *testing.B) {
	s, w := benchPair(b)
	w.Write(nil)
	for b.Loop() {
		if _, err := s.Info(); err != nil {
			b.Fatal(err)
		}
	}
}

func benchPair(b *testing.B) (*Slot, *Writer) {
	dir := b.TempDir()
	s, err := Listen("bench", Config{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	w, err := Dial(dir, "bench")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.Close() })
	for range maxInline + 1 {
		w.Write(nil)
		s.TryRead(nil)
	}
	return s, w
}
