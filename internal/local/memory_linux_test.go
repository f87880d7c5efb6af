package local

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"mailslot/internal/cgroup"
	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// inGroup lets this process believe, for the length of a test, that it is in a
// control group of 64 MiB. use sets how much of that is used.
func inGroup(t *testing.T) (use func(bytes int)) {
	t.Helper()
	root := t.TempDir()
	put := func(name, text string) {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("proc/self/cgroup", "0::/g\n")
	put("sys/fs/cgroup/g/memory.max", "67108864\n")
	put("sys/fs/cgroup/g/memory.swap.max", "0\n")
	before := theGroups.Load()
	t.Cleanup(func() { theGroups.Store(before) })
	theGroups.Store(&groups{cgroup.Find(root), shm.Now() + 3600e9})
	return func(bytes int) { put("sys/fs/cgroup/g/memory.current", fmt.Sprintln(bytes)) }
}

// fill writes until the slot refuses, and answers how much it took.
func fill(t *testing.T, w *Writer, p []byte, most int) (bytes int) {
	t.Helper()
	for bytes < most {
		err := w.Write(p)
		if errno.Of(err) == errno.NotEnoughQuota {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		bytes += len(p)
	}
	return bytes
}

// drain reads all that is unread.
func drain(t *testing.T, s *Slot, want int) {
	t.Helper()
	for want > 0 {
		m, err := s.Receive(Wait{Timeout: -1})
		if err != nil {
			t.Fatal(err)
		}
		want -= len(m.Data)
	}
}

// The kernel kills who asks for more than the control group has. A writer
// hears 1816 before, and goes on when its messages have been read.
func TestFullControlGroupIsAnError(t *testing.T) {
	use := inGroup(t)
	s := listen(t, Config{})
	w := dialTo(t, s)
	p := make([]byte, 8<<10)

	use(0)
	if n := fill(t, w, p, 8<<20); n != 8<<20 {
		t.Fatalf("an empty group took %d bytes", n)
	}
	use(64 << 20) // in the middle of a ring
	unread := 8<<20 + fill(t, w, p, 32<<20)
	if unread > 9<<20 {
		t.Errorf("a full group took %d bytes more", unread-8<<20)
	}
	if err := w.Write(p); errno.Of(err) != errno.NotEnoughQuota {
		t.Errorf("a write to a full group answers %v", err)
	}

	drain(t, s, unread)
	unread = 0
	for range 100 { // although the group stays full
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
		drain(t, s, len(p))
	}
	if unread = fill(t, w, p, 32<<20); unread > 2*smallRing {
		t.Errorf("a full group took %d bytes of a writer that began anew", unread)
	}
	use(0)
	if n := fill(t, w, p, 8<<20); n != 8<<20 {
		t.Errorf("a group with room again took %d bytes", n)
	}
}

func TestFullControlGroupTakesSmallMessages(t *testing.T) {
	use := inGroup(t)
	use(64 << 20)
	s := listen(t, Config{})
	w := dialTo(t, s)
	if err := w.Write(make([]byte, smallRing/2)); err != nil {
		t.Errorf("a message for a small ring: %v", err)
	}
	if err := dialTo(t, s).Write(make([]byte, smallRing+1)); errno.Of(err) != errno.NotEnoughQuota {
		t.Errorf("a message for a large ring: %v", err)
	}
	use(40 << 20) // enough for the message, not for twice
	if err := dialTo(t, s).Write(make([]byte, 15<<20)); err != nil {
		t.Errorf("a message that just fits: %v", err)
	}
}
