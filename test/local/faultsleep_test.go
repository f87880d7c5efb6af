//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"math"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/shm"
)

// failing makes a system call fail, from its passage first on and so many times,
// until the returned function is called.
func failing(t *testing.T, call string, err error, first, times int64) (mend func()) {
	t.Helper()
	var seen, mended atomic.Int64
	hook := func(made string) error {
		if made != call || mended.Load() != 0 {
			return nil
		}
		if n := seen.Add(1); n < first || n >= first+times {
			return nil
		}
		return err
	}
	previous := shm.Fault.Swap(&hook)
	t.Cleanup(func() { shm.Fault.Store(previous) })
	return func() { mended.Store(1) }
}

const always = math.MaxInt32

// faulty is a slot and a client handle, opened when breaks has been called.
func faulty(t *testing.T, breaks func()) (*local.Slot, *local.Writer) {
	t.Helper()
	dir := computer(t)
	slot, err := local.Listen("faulty", local.Config{})
	must(t, err)
	t.Cleanup(func() { slot.Close() })
	breaks()
	w, err := local.Dial(dir, "faulty")
	must(t, err)
	t.Cleanup(func() { w.Close() })
	return slot, w
}

func notYet() {}

// write writes n messages.
func write(t *testing.T, w *local.Writer, n int) {
	t.Helper()
	for range n {
		must(t, w.Write([]byte("x")))
	}
}

// takeAll reads what is there.
func takeAll(slot *local.Slot) (n int) {
	for buf := make([]byte, 8); ; n++ {
		if _, err := slot.TryRead(buf); err != nil {
			return n
		}
	}
}

// inlineOnes go without a ring, one more makes one.
const inlineOnes = 16

// A write whose bell the system refuses has happened: the bell rings later, by
// itself, and each further write tries it first.
func TestFaultBellIsSentLater(t *testing.T) {
	slot, w := faulty(t, notYet)
	write(t, w, inlineOnes+1)
	if n := takeAll(slot); n != inlineOnes+1 {
		t.Fatalf("read %d messages", n)
	}
	for _, times := range []int64{1, 4} {
		got := make(chan error)
		go func() {
			_, err := slot.Read(make([]byte, 8), local.Wait{Timeout: patience})
			got <- err
		}()
		time.Sleep(200 * time.Millisecond) // it sleeps by now; were it late, it would need no bell
		mend := failing(t, "sendmsg", syscall.ENOBUFS, 1, times)
		write(t, w, 1)
		must(t, <-got)
		mend()
		write(t, w, 1)
		if info, err := slot.Info(); err != nil || info.Count != 1 {
			t.Fatalf("%+v %v", info, err)
		}
		takeAll(slot)
	}
}

// A client that the server cannot keep has all its returned writes read, also
// those that it makes while it is sent away, and learns why.
func TestFaultClientThatCannotBeKeptLosesNothing(t *testing.T) {
	slot, w := faulty(t, func() { failing(t, "epoll_ctl", syscall.ENOSPC, 1, always) })
	read := 0
	for returned := 0; returned < 100_000; returned++ {
		if returned%(2*inlineOnes) == inlineOnes+2 {
			read += takeAll(slot)
		}
		err := w.Write([]byte("x"))
		if err == nil {
			continue
		}
		if errno.Of(err) != errno.NoSystemResources {
			t.Errorf("the reason is not told: %v", err)
		}
		// The write that failed may be read as well.
		if read += takeAll(slot); read < returned || read > returned+1 {
			t.Errorf("%d writes have returned, %d messages are read", returned, read)
		}
		return
	}
	t.Fatal("the client is kept")
}

// Readiness is told again when what could not be taken in comes in after all.
func TestFaultReadyTellsOfWhatComesInLate(t *testing.T) {
	slot, w := faulty(t, notYet)
	ready, err := slot.Ready()
	must(t, err)
	mend := failing(t, "mmap", syscall.ENOMEM, 2, always) // the first is the client's
	write(t, w, inlineOnes+1)
	<-ready
	for read := 0; read < inlineOnes; {
		read += takeAll(slot)
	}
	if _, err := slot.Info(); err == nil {
		t.Fatal("the ring came in")
	}
	select {
	case <-ready: // it came before the last was read
	default:
	}
	mend()
	select {
	case <-ready:
	case <-time.After(patience):
		t.Fatal("it is not told")
	}
	if n := takeAll(slot); n != 1 {
		t.Errorf("read %d messages", n)
	}
}

// A bell that is owed is sent before its handle closes: another process may have
// the connection too, so that its end tells nobody.
func TestFaultBellIsSentBeforeASharedHandleCloses(t *testing.T) {
	slot, w := faulty(t, notYet)
	write(t, w, inlineOnes+1)
	fd, _, err := w.Share()
	must(t, err)
	other, err := syscall.Dup(fd)
	must(t, err)
	defer syscall.Close(other)
	takeAll(slot)
	got := make(chan error)
	go func() {
		_, err := slot.Read(make([]byte, 8), local.Wait{Timeout: patience / 6})
		got <- err
	}()
	time.Sleep(200 * time.Millisecond) // it sleeps by now
	mend := failing(t, "sendmsg", syscall.ENOBUFS, 1, always)
	write(t, w, 1)
	mend()
	must(t, w.Close())
	must(t, <-got)
}
