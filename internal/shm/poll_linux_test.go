package shm

import (
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

func TestPollAgreesWithWhatIsReady(t *testing.T) {
	ep, err := NewEpoll()
	if err != nil {
		t.Fatal(err)
	}
	defer Close(ep.FD)
	bell, err := NewBell()
	if err != nil {
		t.Fatal(err)
	}
	defer Close(bell.FD)
	if err := ep.Add(bell.FD, Readable); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if polls(ep.FD, unix.POLLIN) || !ep.Idle() {
			t.Fatal("something is ready in an empty set")
		}
		bell.Ring()
		if !polls(ep.FD, unix.POLLIN) {
			t.Fatal("a bell that rang is not ready")
		}
		bell.Silence()
	}
}

// What is ready is seen while another thread looks as well: at once, or by
// the second look that Idle asks for.
func TestReadyIsSeenWhileOthersLook(t *testing.T) {
	ep, _ := NewEpoll()
	defer Close(ep.FD)
	bell, _ := NewBell()
	defer Close(bell.FD)
	bell.Ring()
	if err := ep.Add(bell.FD, Readable); err != nil {
		t.Fatal(err)
	}
	var over atomic.Bool
	looked := make(chan struct{})
	go func() {
		defer close(looked)
		for !over.Load() {
			polls(ep.FD, unix.POLLIN)
		}
	}()
	var events Events
	for i := range 200000 {
		if ep.Ready(&events) == 0 && ep.Idle() {
			t.Errorf("look %d found nothing", i)
			break
		}
	}
	over.Store(true)
	<-looked
}
