package mailslot_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot"
)

// TestSharedHandleIsWrittenByParentAndChild plays both processes: the child's
// descriptor is a duplicate, as one that was passed to it is.
func TestSharedHandleIsWrittenByParentAndChild(t *testing.T) {
	slot := unread(t, "x")
	parent, err := mailslot.Dial("x")
	if err != nil {
		t.Fatal(err)
	}
	defer parent.Close()
	fd, about, err := parent.Share()
	if err != nil {
		t.Fatal(err)
	}
	passed, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	child, err := mailslot.Inherit(passed, about)
	if err != nil {
		t.Fatal(err)
	}
	defer child.Close()
	for _, w := range []*mailslot.Writer{child, parent, child} {
		if err := w.WriteMessage([]byte(w.Addr().String())); err != nil {
			t.Error(err)
		}
	}
	for range 3 {
		m, err := slot.Receive(context.Background())
		if err != nil || string(m.Data) != `\\.\mailslot\x` || m.From.PID != os.Getpid() || m.From.Origin != nil {
			t.Errorf("%s from %+v, %v", m.Data, m.From, err)
		}
	}
}

func TestWhatCannotBeSharedSaysSo(t *testing.T) {
	offWire(t)
	if _, _, err := dial(t, `\\OTHER\mailslot\x`).Share(); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("a remote handle: %v", err)
	}
	if _, err := mailslot.Inherit(0, []byte("no description")); err == nil {
		t.Error("inherited from nothing")
	}
}
