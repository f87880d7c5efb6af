// Package wiretest holds the annotated test vectors of the network protocols
// and the checks that every codec test makes with them. Only tests import it.
package wiretest

import (
	"embed"
	"encoding/hex"
	"encoding/json"
	"runtime"
	"testing"
)

//go:embed testdata/vectors/index.json
var files embed.FS

// Vector is one packet and what it says.
type Vector struct {
	Name   string
	Kind   string // ns (UDP 137), dgm (UDP 138) or smb
	Len    int
	Hex    string
	Decode Decoded
}

// Decoded is what a datagram and the SMB in it say, as far as they go.
type Decoded struct {
	Type, Flags, ID, Port, Off int
	IP                         string
	Src, Dst                   []any // text, suffix, scope
	Opcode, Prio, Class        int
	Slot                       string // with \MAILSLOT\; empty: no mailslot write
	Data                       string // hexadecimal
	Err                        int
}

// Vectors are all vectors of a kind; "" is all.
func Vectors(t testing.TB, kind string) []Vector {
	t.Helper()
	raw, err := files.ReadFile("testdata/vectors/index.json")
	if err != nil {
		t.Fatal(err)
	}
	var all, chosen []Vector
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		if kind == "" || v.Kind == kind {
			chosen = append(chosen, v)
		}
	}
	if len(chosen) == 0 {
		t.Fatalf("no vectors of kind %q", kind)
	}
	return chosen
}

// Bytes is the packet.
func (v Vector) Bytes(t testing.TB) []byte { return Unhex(t, v.Hex) }

// Unhex decodes hexadecimal digits.
func Unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// RefusesPrefixes checks that parse refuses every proper prefix of b.
func RefusesPrefixes(t *testing.T, b []byte, parse func([]byte) error) {
	t.Helper()
	if err := parse(b); err != nil {
		t.Fatalf("the whole packet is refused: %v", err)
	}
	for n := range b {
		if parse(b[:n:n]) == nil {
			t.Errorf("the first %d of %d bytes are accepted", n, len(b))
		}
	}
}

// Allocated is how many bytes a call of f allocates: the least of a few
// calls, because other goroutines of the test binary allocate too.
func Allocated(f func()) uint64 {
	least := ^uint64(0)
	for range 4 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}
