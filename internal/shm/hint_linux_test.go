package shm

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/ring"
)

// Whoever cannot see the baton retires it before he writes.
func TestBorrowedHintRetiresTheBaton(t *testing.T) {
	dir, err := unix.Open(t.TempDir(), unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(dir)
	if err := MakeHint(dir, "hint"); err != nil {
		t.Fatal(err)
	}
	h, err := OpenHint(dir, "hint")
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	b := ring.NewBaton(h.Baton())
	for range 100 {
		b.Stamp(Now)
	}
	if !b.Held() {
		t.Fatal("a writer that is alone does not hold the baton")
	}
	stirred := h.Value()
	borrowed, err := BorrowHint(dir, "hint", os.Geteuid())
	if err != nil {
		t.Fatal(err)
	}
	defer borrowed.Close()
	if b.Held() || borrowed.Baton() != nil || h.Value() != stirred {
		t.Errorf("held %v, baton %v, stirred from %d to %d", b.Held(), borrowed.Baton(), stirred, h.Value())
	}
}
