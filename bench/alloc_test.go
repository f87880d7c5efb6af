//go:build linux

package main

import (
	"fmt"
	"io/fs"
	"os"
	"testing"

	"mailslot"
)

// In steady state a write and a read into the caller's buffer allocate
// nothing, whatever the size of the message and whoever may write.
func TestWriteAndReadAllocateNothing(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o666} {
		for _, size := range []int{0, 16, 256, 4096, 65536} {
			t.Run(fmt.Sprintf("%o %d bytes", mode, size), func(t *testing.T) {
				slot, w := openPair(t, mode)
				buf := make([]byte, max(size, 1))
				once := func() {
					if err := w.WriteMessage(buf[:size]); err != nil {
						t.Fatal(err)
					}
					if n, err := slot.ReadMessage(buf); n != size || err != nil {
						t.Fatal(n, err)
					}
				}
				for range 1000 { // past the inline messages and the first growth
					once()
				}
				if n := testing.AllocsPerRun(1000, once); n != 0 {
					t.Errorf("%v allocations for one write and one read", n)
				}
			})
		}
	}
}

// The same holds while the reader falls behind and catches up.
func TestBatchesAllocateNothing(t *testing.T) {
	slot, w := openPair(t, 0o600)
	buf := make([]byte, 64)
	batch := func() {
		for range 100 {
			if err := w.WriteMessage(buf); err != nil {
				t.Fatal(err)
			}
		}
		for range 100 {
			if _, err := slot.ReadMessage(buf); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 20 {
		batch()
	}
	if n := testing.AllocsPerRun(100, batch); n != 0 {
		t.Errorf("%v allocations for a hundred messages", n)
	}
}

// openPair opens a slot and a handle on it in a namespace of this test.
func openPair(t *testing.T, mode fs.FileMode) (*mailslot.Slot, *mailslot.Writer) {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MAILSLOT_DIR", dir)
	c := mailslot.ListenConfig{Mode: mode}
	slot, err := c.Listen("allocations")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { slot.Close() })
	w, err := mailslot.Dial("allocations")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return slot, w
}
