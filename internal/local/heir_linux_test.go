package local

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

// estranged is an heir of a slot for which a client waits. Its word to the
// holder finds no room, as if it came after the holder had gone on to the next.
func estranged(t *testing.T) *heir {
	t.Helper()
	from, other, err := newPair()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { from.close(); shm.Close(other) })
	for from.send(bellPacket, -1) != unix.EAGAIN {
	}
	dir, about, err := Config{Dir: t.TempDir()}.resolve("test")
	if err != nil {
		t.Fatal(err)
	}
	e, ls, err := createEntry(dir, &about)
	if err != nil {
		t.Fatal(err)
	}
	about.Hint = false
	s := newSlot(about)
	s.entry, s.ls = e, ls
	client, err := shm.Connect(shm.In(e.lock, socketFile), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shm.Close(client) })
	stranger, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shm.Close(stranger[1]) })
	s.conns[stranger[0]] = &conn{fd: stranger[0], cred: shm.Cred{UID: about.UID + 1}}
	return &heir{from: from, slot: s}
}

func TestHeirWhoseWordComesTooLateLetsGo(t *testing.T) {
	h := estranged(t)
	ended := make(chan error, 1)
	go func() { ended <- h.begin() }()
	select {
	case err := <-ended:
		if err == nil {
			t.Fatal("the slot has two holders")
		}
		if n := h.slot.engine.foreign.Load(); n != 0 {
			t.Errorf("%d clients of other users are counted still", n)
		}
		h.discard()
	case <-time.After(10 * time.Second):
		t.Fatal("the heir waits for its engine, which waits for the slot")
	}
}
