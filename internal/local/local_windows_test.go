package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"mailslot/internal/errno"
	"mailslot/internal/winetest"
)

// freshName is one that no orphan of an earlier slot keeps busy.
func freshName(t *testing.T) string {
	return fmt.Sprintf("%s-%d-%d", strings.ReplaceAll(t.Name(), "/", "-"), os.Getpid(), time.Now().UnixNano())
}

// pair is a slot of the test's own with a client.
func pair(t *testing.T, c Config) (*Slot, *Writer) {
	t.Helper()
	name := freshName(t)
	s, err := Listen(name, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w, err := Dial("", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return s, w
}

// onBoth runs a test on a slot that CreateMailslot makes and on one whose handle
// is overlapped under Wine too, as all of them are on Windows.
func onBoth(t *testing.T, test func(t *testing.T, s *Slot, w *Writer)) {
	t.Run("CreateMailslot", func(t *testing.T) {
		s, w := pair(t, Config{ReadTimeout: Forever})
		test(t, s, w)
	})
	t.Run("Overlapped", func(t *testing.T) {
		s := overlapped(t)
		w, err := Dial("", s.about.Name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { w.Close() })
		test(t, s, w)
	})
}

// overlapped makes a slot by the call below CreateMailslot.
func overlapped(t *testing.T) *Slot {
	t.Helper()
	name := freshName(t)
	h, err := winetest.CreateMailslot(root+name, 0, Forever)
	if err != nil {
		t.Fatal(err)
	}
	s := &Slot{handle: handle{h: h}, about: aboutOf(name, 0)}
	t.Cleanup(func() { s.Close() })
	if !pends(t, h) {
		t.Fatal("a read that waits does not answer ERROR_IO_PENDING")
	}
	return s
}

// pends reports whether a read of an empty slot leaves the thread alone.
func pends(t *testing.T, h windows.Handle) bool {
	r, err := new(requests).take()
	if err != nil {
		t.Fatal(err)
	}
	defer windows.CloseHandle(r.ov.HEvent)
	var n uint32
	if windows.ReadFile(h, make([]byte, 1), &n, &r.ov) != windows.ERROR_IO_PENDING {
		return false
	}
	windows.CancelIoEx(h, &r.ov)
	return windows.GetOverlappedResult(h, &r.ov, &n, true) == windows.ERROR_OPERATION_ABORTED
}

// waiting starts readers and returns when all of them are inside.
func waiting(t *testing.T, s *Slot, readers int, w Wait) <-chan error {
	t.Helper()
	ended := make(chan error, readers)
	for range readers {
		go func() {
			_, err := s.Read(make([]byte, 16), w)
			ended <- err
		}()
	}
	awaitInside(s, readers)
	return ended
}

// awaitInside returns when that many calls are under way on the slot.
func awaitInside(s *Slot, calls int) {
	inside := func() int {
		s.handle.mu.Lock()
		defer s.handle.mu.Unlock()
		return s.inside
	}
	for inside() != calls {
		time.Sleep(time.Millisecond)
	}
}

func endWith(t *testing.T, ended <-chan error, readers int, code errno.Errno) {
	t.Helper()
	for range readers {
		select {
		case err := <-ended:
			if errno.Of(err) != code {
				t.Errorf("a read ended with %v, want %v", err, code)
			}
		case <-time.After(time.Minute):
			t.Fatal("a read did not end")
		}
	}
}

const several = 5

func TestCloseEndsEveryRead(t *testing.T) {
	for range 10 {
		onBoth(t, func(t *testing.T, s *Slot, w *Writer) {
			ended := waiting(t, s, several, Wait{})
			s.Close()
			for range several {
				if err := <-ended; errno.Of(err) != errno.HandleEOF || !errors.Is(err, net.ErrClosed) {
					t.Errorf("a read ended with %v", err)
				}
			}
		})
	}
}

func TestCancelEndsOneRead(t *testing.T) { onBoth(t, cancelEndsOneRead) }

func cancelEndsOneRead(t *testing.T, s *Slot, w *Writer) {
	for range 50 {
		ctx, cancel := context.WithCancel(context.Background())
		ended := waiting(t, s, 1, Wait{Context: ctx})
		cancel()
		endWith(t, ended, 1, errno.OperationAborted)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancelled := waiting(t, s, 1, Wait{Context: ctx})
	both := make(chan error, 1)
	go func() { _, err := s.Receive(Wait{}); both <- err }()
	cancel()
	endWith(t, cancelled, 1, errno.OperationAborted)
	w.Write([]byte("for the other"))
	endWith(t, both, 1, errno.Success)
}

func TestCancelledReadTakesNoMessage(t *testing.T) { onBoth(t, cancelledReadTakesNoMessage) }

func cancelledReadTakesNoMessage(t *testing.T, s *Slot, w *Writer) {
	for i := range 100 {
		ctx, cancel := context.WithCancel(context.Background())
		got := make(chan error, 1)
		go func() { _, err := s.Receive(Wait{Context: ctx}); got <- err }()
		go cancel()
		w.Write([]byte{byte(i)})
		if err := <-got; err == nil {
			continue // it was faster
		}
		if m, err := s.Receive(Wait{}); err != nil || !bytes.Equal(m.Data, []byte{byte(i)}) {
			t.Fatalf("message %d: %v, %v", i, m.Data, err)
		}
	}
}

func TestDeadlineEndsEveryReadAndLeavesLaterOnesAlone(t *testing.T) {
	onBoth(t, deadlineEndsEveryReadAndLeavesLaterOnesAlone)
}

func deadlineEndsEveryReadAndLeavesLaterOnesAlone(t *testing.T, s *Slot, w *Writer) {
	for _, left := range []time.Duration{-time.Hour, 5 * time.Millisecond} {
		ended := waiting(t, s, several, Wait{})
		s.SetReadDeadline(time.Now().Add(left))
		endWith(t, ended, several, errno.SemTimeout)
		if _, err := s.Receive(Wait{}); errno.Of(err) != errno.SemTimeout {
			t.Errorf("a read after the deadline: %v", err)
		}
		s.SetReadDeadline(time.Time{})
		ended = waiting(t, s, 1, Wait{})
		w.Write(nil)
		endWith(t, ended, 1, errno.Success)
	}
}

// The timer must not look before the time has come, or it looks for nothing.
func TestEveryDeadlinePasses(t *testing.T) {
	s, _ := pair(t, Config{ReadTimeout: Forever})
	for range 200 {
		s.SetReadDeadline(time.Now().Add(time.Millisecond))
		if _, err := s.Read(nil, Wait{}); errno.Of(err) != errno.SemTimeout {
			t.Fatal(err)
		}
	}
}

func TestDeadlineThatIsMovedEndsNoRead(t *testing.T) { onBoth(t, deadlineThatIsMovedEndsNoRead) }

func deadlineThatIsMovedEndsNoRead(t *testing.T, s *Slot, w *Writer) {
	s.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	ended := waiting(t, s, 1, Wait{})
	s.SetReadDeadline(time.Now().Add(time.Hour))
	select {
	case err := <-ended:
		if !errors.Is(err, os.ErrDeadlineExceeded) { // the machine was slow
			t.Fatal(err)
		}
		t.Skip("not run: the deadline passed before it was moved")
	case <-time.After(50 * time.Millisecond):
	}
	w.Write(nil)
	endWith(t, ended, 1, errno.Success)
}

func TestReceiveTakesMessagesOfAnySize(t *testing.T) { onBoth(t, receiveTakesMessagesOfAnySize) }

func receiveTakesMessagesOfAnySize(t *testing.T, s *Slot, w *Writer) {
	for _, size := range []int{0, 1, usual - 1, usual, usual + 1, 3 << 20} {
		want := bytes.Repeat([]byte{'m'}, size)
		for _, waits := range []bool{false, true} {
			if !waits {
				w.Write(want)
			}
			got := make(chan Message, 1)
			go func() { m, _ := s.Receive(Wait{}); got <- m }()
			if waits {
				w.Write(want)
			}
			if m := <-got; !bytes.Equal(m.Data, want) || m.From != unknown || !m.Time.IsZero() {
				t.Errorf("%d bytes: %d came, from %v at %v", size, len(m.Data), m.From, m.Time)
			}
		}
	}
}

// Two readers hear of one large message. The one that does not get it waits on,
// but no longer than it would have.
func TestReceiveThatReadsAgainKeepsToItsTimeout(t *testing.T) {
	onBoth(t, receiveThatReadsAgainKeepsToItsTimeout)
}

func receiveThatReadsAgainKeepsToItsTimeout(t *testing.T, s *Slot, w *Writer) {
	for range 10 {
		ended := make(chan error, 2)
		for range 2 {
			go func() { _, err := s.Receive(Wait{Timeout: 50 * time.Millisecond}); ended <- err }()
		}
		awaitInside(s, 2)
		w.Write(make([]byte, 2*usual))
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-ended:
			if errno.Of(err) != errno.SemTimeout {
				t.Error(err)
			}
			return
		case <-time.After(2 * time.Second): // it came too late to hear of the message
			w.Write(nil)
			<-ended
		}
	}
	t.Error("the read that had to begin again never ended by its time-out")
}

func TestReadersAndWritersMayShareTheirHandles(t *testing.T) {
	onBoth(t, readersAndWritersMayShareTheirHandles)
}

func readersAndWritersMayShareTheirHandles(t *testing.T, s *Slot, w *Writer) {
	const each = 200
	var all sync.WaitGroup
	var mu sync.Mutex
	got := map[string]int{}
	for i := range several {
		all.Go(func() {
			for j := range each {
				w.Write(fmt.Appendf(nil, "%d %d", i, j))
			}
		})
		all.Go(func() {
			for range each {
				m, err := s.Receive(Wait{Context: t.Context()})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				got[string(m.Data)]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(got) != several*each {
		t.Errorf("%d of %d messages came", len(got), several*each)
	}
	if i, err := s.Info(); err != nil || i.Count != 0 || i.Read != several*each || i.Writers != -1 {
		t.Errorf("%+v, %v", i, err)
	}
}

func TestModeSaysWhoMayWrite(t *testing.T) {
	everyone := "(A;;" + writerRights + ";;;WD)"
	for mode, want := range map[fs.FileMode]bool{0o600: false, 0o660: false, 0o666: true, 0o602: true} {
		text, err := sddl(mode)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text, everyone) != want {
			t.Errorf("%04o is %s", mode, text)
		}
		s, w := pair(t, Config{Mode: mode})
		if err := w.Write([]byte("mine")); err != nil {
			t.Errorf("mode %04o: %v", mode, err)
		}
		w.Close()
		s.Close()
	}
}

func TestSlotThatItsOwnerMayNotWrite(t *testing.T) {
	name := freshName(t)
	s, err := Listen(name, Config{Mode: 0o400})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := Dial("", name)
	if err == nil {
		w.Close()
		t.Skip("not run: an administrator may write to every slot")
	}
	if !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
}

func TestLookupDescribesASlot(t *testing.T) {
	s, _ := pair(t, Config{})
	a, err := Lookup("", s.About().Name)
	if err != nil || a.Name != s.About().Name || a.UID != -1 || !a.Alive {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := Lookup("", "no such slot"); errno.Of(err) != errno.FileNotFound {
		t.Error(err)
	}
}

func TestListNamesTheSlot(t *testing.T) {
	s, _ := pair(t, Config{})
	all, err := List("")
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("not run: " + err.Error())
	}
	for _, a := range all {
		if a.Name == s.About().Name {
			return
		}
	}
	t.Errorf("%v, %v", all, err)
}
