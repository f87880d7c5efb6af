//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/shm"
)

// errorsTried are what each system call is made to fail with.
var errorsTried = []syscall.Errno{
	syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE, syscall.ENOSPC, syscall.EINTR, syscall.EAGAIN,
}

const (
	passagesFull  = 12 // of each call, failed one at a time
	passagesShare = 4  // the last is a large first message coming to the server
	faultMessages = 60
	faultTries    = 20 // of one call before the transport counts as wedged
)

// fault makes one passage of one system call fail.
type fault struct {
	call    string
	passage int64
	err     syscall.Errno
	seen    atomic.Int64
}

func (f *fault) hook(call string) error {
	if call == f.call && f.seen.Add(1) == f.passage {
		return f.err
	}
	return nil
}

// TestFaultEveryCallFailsInTurn makes every system call of the transport fail,
// with every error, at several passages. Whoever sees it gets an error that
// says so and can go on; no returned write is lost or miscounted; nothing
// leaks.
func TestFaultEveryCallFailsInTurn(t *testing.T) {
	dir := computer(t)
	calls := callsMade(t, dir)
	t.Logf("%d calls: %v", len(calls), calls)
	baseline := usageNow(t)
	for _, call := range calls {
		for _, err := range errorsTried {
			for passage := range share(passagesFull, passagesShare) {
				f := &fault{call: call, passage: int64(passage) + 1, err: err}
				what := fmt.Sprintf("%s %d fails with %v", call, passage+1, err)
				if err := exercise(dir, f.hook); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
		}
		eventually(t, call+" to leak nothing", func() bool { return usageNow(t).within(baseline) })
		if left := leftBehind(t, dir); len(left) > 0 {
			t.Errorf("%s: left behind %v", call, left)
		}
	}
}

// callsMade runs the exercise once and lists the calls on its way.
func callsMade(t *testing.T, dir string) []string {
	t.Helper()
	var mu sync.Mutex
	made := map[string]bool{}
	must(t, exercise(dir, func(call string) error {
		mu.Lock()
		defer mu.Unlock()
		made[call] = true
		return nil
	}))
	return slices.Sorted(maps.Keys(made))
}

// exercise goes along every path of the transport with a faulty kernel.
func exercise(dir string, hook func(string) error) error {
	previous := shm.Fault.Swap(&hook)
	defer shm.Fault.Store(previous)
	slot, err := again(func() (*local.Slot, error) { return local.Listen("faulty", local.Config{Dir: dir}) })
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer slot.Close()
	written, doubtful, err := writeDespite(dir)
	if err != nil {
		return err
	}
	info, err := again(slot.Info)
	if err != nil {
		return fmt.Errorf("info: %w", err)
	}
	if info.Count < written || info.Count > written+doubtful {
		return fmt.Errorf("%d writes have returned and %d may have been heard, Info counts %d", written, doubtful, info.Count)
	}
	next := uint64(0)
	for i := range info.Count {
		m, err := again(func() (local.Message, error) { return slot.Receive(local.Wait{Timeout: time.Second}) })
		if err != nil {
			return fmt.Errorf("read %d of %d: %w", i, info.Count, err)
		}
		switch _, seq, err := parsePayload(m.Data); {
		case err != nil:
			return err
		case seq == next:
			next++
		case seq+1 != next || doubtful == 0: // else it was written again
			return fmt.Errorf("message %d was read when %d was due", seq, next)
		default:
			doubtful--
		}
	}
	if next != uint64(written) {
		return fmt.Errorf("%d writes have returned, %d are read", written, next)
	}
	return nil
}

// writeDespite writes small and large messages, with a new handle after each
// third and whenever the server has had to send the client away: what was written
// at that moment may have been heard. A handle's first one is large, small and in
// between.
func writeDespite(dir string) (written, doubtful int, err error) {
	var w *local.Writer
	defer func() { w.Close() }()
	buf := make([]byte, largestMixed)
	for i := range faultMessages {
		if i%(faultMessages/3) == 0 {
			if w, err = redial(dir, w); err != nil {
				return 0, 0, err
			}
		}
		size := []int{70 << 10, 20, 3000}[i%3]
		for tries := 0; ; tries++ {
			_, err := again(func() (int, error) { return 0, w.Write(payload(buf, 0, uint64(i), size)) })
			if err == nil {
				break
			}
			if !sentAway(err) || tries == 3 {
				return 0, 0, fmt.Errorf("write %d: %w", i, err)
			}
			doubtful++
			if w, err = redial(dir, w); err != nil {
				return 0, 0, err
			}
		}
	}
	if _, err := again(w.Info); err != nil && !sentAway(err) {
		return 0, 0, fmt.Errorf("client's info: %w", err)
	}
	return faultMessages, doubtful, nil
}

// redial closes the handle, if there is one, and opens another.
func redial(dir string, old *local.Writer) (*local.Writer, error) {
	if old != nil {
		old.Close()
	}
	w, err := again(func() (*local.Writer, error) { return local.Dial(dir, "faulty") })
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	return w, nil
}

// sentAway reports whether the server could not keep the connection and has
// said so; what was written before is delivered.
func sentAway(err error) bool {
	return slices.Contains([]errno.Errno{errno.NoSystemResources, errno.TooManyOpenFiles}, errno.Of(err))
}

// again repeats a call that failed: the fault was a passing one, so trying
// again must help. An error without a sentence of its own is a fault of ours.
func again[T any](call func() (T, error)) (result T, err error) {
	for range faultTries {
		if result, err = call(); err == nil {
			return result, nil
		}
		var told *errno.Error
		if !errors.As(err, &told) || told.Code == errno.GenFailure {
			return result, fmt.Errorf("an unclear error: %w", err)
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return result, err
		}
	}
	return result, err
}

// TestFaultCloseWakesTheReader closes a slot whose reader sleeps while the
// system refuses every change to a set of descriptors.
func TestFaultCloseWakesTheReader(t *testing.T) {
	dir := computer(t)
	for range 20 {
		slot, err := local.Listen("refused", local.Config{Dir: dir})
		must(t, err)
		place, ended := slot.Enqueue(), make(chan error, 1)
		go func() {
			_, err := place.Read(make([]byte, 1), local.Wait{})
			ended <- err
		}()
		refuse := func(call string) error {
			if call == "epoll_ctl" {
				return syscall.ENOMEM
			}
			return nil
		}
		time.Sleep(time.Millisecond) // asleep or not: both must end
		points := shm.Fault.Swap(&refuse)
		must(t, slot.Close())
		err = <-ended
		shm.Fault.Store(points)
		if errno.Of(err) != errno.HandleEOF {
			t.Fatalf("the read ended with %v", err)
		}
	}
}

// TestFaultThatKeepsOneClientOutStopsNoOther is the exception from the order:
// reads go on while a client that came first cannot be taken in.
func TestFaultThatKeepsOneClientOutStopsNoOther(t *testing.T) {
	slot, err := local.Listen("kept", local.Config{Dir: computer(t)})
	must(t, err)
	defer slot.Close()
	first, err := local.Dial(os.Getenv("MAILSLOT_DIR"), "kept")
	must(t, err)
	defer first.Close()
	_, err = slot.Info() // the first is taken in
	must(t, err)
	refuse := func(call string) error {
		if call == "accept" {
			return syscall.ENOMEM
		}
		return nil
	}
	points := shm.Fault.Swap(&refuse)
	second, err := local.Dial(os.Getenv("MAILSLOT_DIR"), "kept")
	must(t, err)
	defer second.Close()
	must(t, second.Write([]byte("2")))
	must(t, first.Write([]byte("1")))
	_, asked := slot.Info()
	buf := make([]byte, 8)
	n, err := slot.TryRead(buf)
	shm.Fault.Store(points)
	if errno.Of(asked) == errno.Success {
		t.Error("the count is told though a client waits outside")
	}
	if err != nil || string(buf[:n]) != "1" {
		t.Errorf("read %q %v while a client waits outside", buf[:n], err)
	}
	if n, err := slot.TryRead(buf); err != nil || string(buf[:n]) != "2" {
		t.Errorf("then read %q %v", buf[:n], err)
	}
}

// openStub opens a server handle as another process does.
func openStub(t *testing.T, slot *local.Slot) *local.Stub {
	t.Helper()
	fd, about, err := slot.Stub()
	must(t, err)
	stub, err := local.OpenStub(fd, about)
	must(t, err)
	return stub
}

// TestFaultInAnAnswerEndsOnlyThatRead has the system refuse memory for the
// message that the holder sends to another process, and for the word that it
// could not be sent.
func TestFaultInAnAnswerEndsOnlyThatRead(t *testing.T) {
	for _, waits := range []bool{false, true} {
		for failing := range int64(2) {
			slot, err := local.Listen("answers", local.Config{Dir: computer(t)})
			must(t, err)
			stub := openStub(t, slot)
			w, err := local.Dial(os.Getenv("MAILSLOT_DIR"), "answers")
			must(t, err)
			_, err = stub.Info() // both have said hello
			must(t, err)

			var sent atomic.Int64
			refuse := func(call string) error {
				if call != "sendmsg" {
					return nil
				}
				if n := sent.Add(1); n >= 2 && n <= 2+failing {
					return syscall.ENOBUFS
				}
				return nil
			}
			buf, ended := make([]byte, 8), make(chan error, 1)
			if waits { // the write is the first packet, the message the second
				turn := stub.Queue(buf, local.Wait{})
				time.Sleep(20 * time.Millisecond)
				points := shm.Fault.Swap(&refuse)
				must(t, w.Write([]byte("x")))
				go func() { _, err := turn.Await(t.Context()); ended <- err }()
				err = endOf(t, ended)
				shm.Fault.Store(points)
			} else { // the request is
				must(t, w.Write([]byte("x")))
				points := shm.Fault.Swap(&refuse)
				go func() { _, err := stub.TryRead(buf); ended <- err }()
				err = endOf(t, ended)
				shm.Fault.Store(points)
			}
			want, next := errno.NoSystemResources, local.Server(stub)
			if failing == 1 { // nothing could be told: the handle ends
				want, next = errno.HandleEOF, slot
			}
			if errno.Of(err) != want {
				t.Errorf("waits %v, %d packets fail: the read ended with %v", waits, failing+1, err)
			}
			if n, err := next.TryRead(buf); err != nil || string(buf[:n]) != "x" {
				t.Errorf("waits %v, %d packets fail: then %q %v", waits, failing+1, buf[:n], err)
			}
			w.Close()
			stub.Close()
			slot.Close()
		}
	}
}

// TestFaultOnAStubsWayIsAnErrorOfThatCall has the system refuse memory for one
// packet after the other of each question that a stub asks.
func TestFaultOnAStubsWayIsAnErrorOfThatCall(t *testing.T) {
	slot, err := local.Listen("asked", local.Config{Dir: computer(t)})
	must(t, err)
	defer slot.Close()
	stub := openStub(t, slot)
	defer stub.Close()
	_, err = stub.Info() // both have said hello
	must(t, err)
	for name, ask := range map[string]func() error{
		"question":  func() error { _, err := stub.Info(); return err },
		"readiness": func() error { _, err := stub.ReadyFD(); return err },
		"share": func() error {
			fd, _, err := stub.Stub()
			if err == nil {
				shm.Close(fd)
			}
			return err
		},
	} {
		f := &fault{call: "sendmsg", passage: 1, err: syscall.ENOBUFS}
		if name == "readiness" {
			f.passage = 2 // the answer, which has a descriptor
		}
		hook := f.hook
		points := shm.Fault.Swap(&hook)
		err := ask()
		shm.Fault.Store(points)
		if errno.Of(err) != errno.NoSystemResources {
			t.Errorf("%s: %v", name, err)
		}
		if err := ask(); err != nil {
			t.Errorf("%s: then %v", name, err)
		}
	}
}

// TestFaultOfAStubsReadinessClosesNothingElse has each call fail that makes a
// stub's descriptor of readiness. Standard input is a descriptor like others.
func TestFaultOfAStubsReadinessClosesNothingElse(t *testing.T) {
	slot, err := local.Listen("ready", local.Config{Dir: computer(t)})
	must(t, err)
	defer slot.Close()
	_, err = slot.ReadyFD() // the holder has its own
	must(t, err)
	var before, after syscall.Stat_t
	must(t, syscall.Fstat(0, &before))
	for _, f := range []*fault{{call: "eventfd", passage: 1}, {call: "epoll_create", passage: 1}, {call: "epoll_ctl", passage: 1}, {call: "epoll_ctl", passage: 2}} {
		f.err = syscall.EMFILE
		stub := openStub(t, slot)
		hook := f.hook
		points := shm.Fault.Swap(&hook)
		_, err := stub.ReadyFD()
		shm.Fault.Store(points)
		if errno.Of(err) != errno.TooManyOpenFiles && errno.Of(err) != errno.NoSystemResources {
			t.Errorf("%s %d: %v", f.call, f.passage, err)
		}
		if err := syscall.Fstat(0, &after); err != nil || after.Ino != before.Ino {
			t.Fatalf("%s %d: standard input is another: %v", f.call, f.passage, err)
		}
		if _, err := stub.ReadyFD(); err != nil {
			t.Errorf("%s %d: then %v", f.call, f.passage, err)
		}
		stub.Close()
	}
}

// TestFaultWhileASlotIsHandedOver has the system refuse memory for one packet
// of the hand-over after the other.
func TestFaultWhileASlotIsHandedOver(t *testing.T) {
	const packets = 11 // one more than there are
	for passage := range int64(packets) {
		slot, err := local.Listen("passed", local.Config{Dir: computer(t), Inheritable: true})
		must(t, err)
		stub := openStub(t, slot)
		w, err := local.Dial(os.Getenv("MAILSLOT_DIR"), "passed")
		must(t, err)
		must(t, w.Write([]byte("x")))
		_, err = stub.Info()
		must(t, err)
		f := &fault{call: "sendmsg", passage: passage + 1, err: syscall.ENOBUFS}
		hook := f.hook
		points := shm.Fault.Swap(&hook)
		must(t, slot.Close())
		shm.Fault.Store(points)
		buf := make([]byte, 8)
		if n, err := stub.TryRead(buf); err != nil || string(buf[:n]) != "x" {
			t.Errorf("packet %d of %d fails: read %q %v", passage+1, f.seen.Load(), buf[:n], err)
		}
		w.Close()
		stub.Close()
	}
}

func endOf(t *testing.T, ended <-chan error) error {
	t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(5 * time.Second):
		t.Fatal("the read goes on")
		return nil
	}
}
