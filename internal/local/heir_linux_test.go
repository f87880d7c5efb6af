package local

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// estranged is an heir of a slot for which a client waits, and the other end of
// a connection that it has inherited. Its word to the
// holder finds no room, as if it came after the holder had gone on to the next.
func estranged(t *testing.T) (h *heir, other int) {
	t.Helper()
	from, holder, err := newPair()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { from.close(); shm.Close(holder) })
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
	return &heir{from: from, slot: s}, stranger[1]
}

func TestHeirWhoseWordComesTooLateLetsGo(t *testing.T) {
	h, client := estranged(t)
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
		if h.discard(); !shm.HungUp(client) {
			t.Error("it keeps a client's connection, who will never learn of the holder's end")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the heir waits for its engine, which waits for the slot")
	}
}

// Who hears that the slot is gone may create it again: an heir to whom the dead
// holder gave only a part has let go of the name.
func TestEndIsToldAfterAnHeirHasLetGo(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	st := openStub(t, s)
	to, fd, err := newPair()
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	for _, h := range s.stubs { // as when the holder is killed
		if err := h.link.send(appendFrame(nil, stubHeir, 0, 0), fd); err != nil {
			t.Error(err)
		}
		shm.HangUp(h.link.fd)
	}
	s.mu.Unlock()
	shm.Close(fd)
	told := make(chan error, 1)
	go func() {
		_, err := st.Info()
		told <- err
	}()
	select {
	case err := <-told:
		t.Fatalf("told %v while an heir is at work", err)
	case <-time.After(50 * time.Millisecond):
	}
	to.close()
	if err := <-told; errno.Of(err) != errno.HandleEOF {
		t.Error(err)
	}
}
