//go:build mailslot_hooks

package ring

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
)

// FuzzSchedules reads plan, schedule and mischief of a random run out of the
// input, so that coverage can lead to rare ones.
func FuzzSchedules(f *testing.F) {
	for seed := range uint64(8) {
		data := make([]byte, 512)
		rng := rand.NewPCG(seed, 3)
		for i := 0; i < len(data); i += 8 {
			binary.LittleEndian.PutUint64(data[i:], rng.Uint64())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if violation, _ := play(rand.New(newBytesSource(data)), false); violation != "" {
			_, trace := play(rand.New(newBytesSource(data)), true)
			t.Fatalf("%s\n  %s", violation, strings.Join(trace, "\n  "))
		}
	})
}

// bytesSource draws numbers from bytes, and then from a fixed sequence.
type bytesSource struct {
	data []byte
	rest *rand.PCG
}

func newBytesSource(data []byte) *bytesSource {
	return &bytesSource{data, rand.NewPCG(1, 4)}
}

func (s *bytesSource) Uint64() uint64 {
	if len(s.data) < 8 {
		return s.rest.Uint64()
	}
	v := binary.LittleEndian.Uint64(s.data)
	s.data = s.data[8:]
	return v
}
