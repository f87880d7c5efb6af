package local

import (
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// openStub is a server handle as another process would have it.
func openStub(t *testing.T, of Server) *Stub {
	t.Helper()
	fd, about, err := of.Stub()
	if err != nil {
		t.Fatal(err)
	}
	st, err := OpenStub(fd, about)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func mustWrite(t *testing.T, w *Writer, body string) {
	t.Helper()
	if err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
}

func wantRead(t *testing.T, from Server, want string) {
	t.Helper()
	p := make([]byte, 100)
	n, err := from.TryRead(p)
	if err != nil || string(p[:n]) != want {
		t.Fatalf("read %q %v, want %q", p[:n], err, want)
	}
}

func TestStubReadsTheHoldersQueue(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	grandchild := openStub(t, st)
	w := dialTo(t, s)
	for i, from := range []Server{s, st, grandchild, st, s} {
		mustWrite(t, w, string(rune('a'+i)))
		if info, err := from.Info(); err != nil || info.Count != 1 || info.NextSize != 1 || info.Writers != 1 {
			t.Fatalf("%+v %v", info, err)
		}
		wantRead(t, from, string(rune('a'+i)))
	}
	for _, from := range []Server{s, st, grandchild} {
		if _, err := from.TryRead(nil); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal(err)
		}
	}
}

func TestStubReadsMessagesOfAllSizes(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	w := dialTo(t, s)
	for _, n := range []int{0, 1, maxBody - 1, maxBody, maxBody + 1, 40 << 10, 3 << 20} {
		body := bytes.Repeat([]byte{byte(n), 'x'}, n)[:n]
		if err := w.Write(body); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			if _, err := st.TryRead(make([]byte, n-1)); errno.Of(err) != errno.InsufficientBuffer {
				t.Fatalf("short buffer for %d bytes: %v", n, err)
			}
		}
		m, err := st.Receive(Wait{})
		if err != nil || !bytes.Equal(m.Data, body) || m.From.PID != os.Getpid() || time.Since(m.Time) > time.Minute {
			t.Fatalf("%d bytes: %d %v %+v", n, len(m.Data), err, m.From)
		}
	}
}

func TestStubSharesTheReadTimeout(t *testing.T) {
	s := listen(t, Config{ReadTimeout: 7})
	st := openStub(t, s)
	wantTimeout := func(of Server, want uint32) {
		t.Helper()
		if got, err := of.ReadTimeout(); err != nil || got != want {
			t.Fatalf("%d %v, want %d", got, err, want)
		}
	}
	wantTimeout(st, 7)
	if err := st.SetReadTimeout(Forever); err != nil {
		t.Fatal(err)
	}
	wantTimeout(s, Forever)
	wantTimeout(st, Forever)
	st.end(gone()) // as when the holder is killed
	_, err := st.ReadTimeout()
	for _, err := range []error{err, st.SetReadTimeout(1)} {
		if errno.Of(err) != errno.HandleEOF {
			t.Errorf("of a slot that is gone: %v", err)
		}
	}
}

// waiting waits until so many reads wait in the slot.
func waiting(t *testing.T, s *Slot, want int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		s.mu.Lock()
		n := len(s.readers.queue)
		s.mu.Unlock()
		if n == want {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d reads wait, want %d", n, want)
		}
	}
}

func TestWaitingReadsAreServedInOrderAcrossProcesses(t *testing.T) {
	s := listen(t, Config{})
	one := openStub(t, s)
	two := openStub(t, one)
	w := dialTo(t, s)
	servers := []Server{one, s, two, two, one, s}
	bufs := make([][]byte, len(servers))
	var turns []Turn
	for i, from := range servers {
		bufs[i] = make([]byte, 1)
		turns = append(turns, from.Queue(bufs[i], Wait{}))
		waiting(t, s, i+1)
	}
	got := make(chan error, len(turns))
	for _, turn := range turns {
		go func() { _, err := turn.Await(context.Background()); got <- err }()
	}
	for i := range turns {
		mustWrite(t, w, string(rune('a'+i)))
	}
	for range turns {
		if err := <-got; err != nil {
			t.Fatal(err)
		}
	}
	for i := range turns {
		if bufs[i][0] != byte('a'+i) {
			t.Fatalf("read %d got %q", i, bufs[i])
		}
	}
}

func TestStubReadEndsByTimeoutAndCancel(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	if _, err := st.Read(nil, Wait{Timeout: time.Millisecond}); errno.Of(err) != errno.SemTimeout {
		t.Fatal(err)
	}
	for range 3 * maxForwarded { // each gives its credit back
		ctx, cancel := context.WithCancel(context.Background())
		turn := st.Queue(nil, Wait{})
		cancel()
		if _, err := turn.Await(ctx); errno.Of(err) != errno.OperationAborted {
			t.Fatal(err)
		}
	}
	waiting(t, s, 0)
}

func TestCancelReachesAHolderThatWasStopped(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	turn := st.Queue(nil, Wait{})
	waiting(t, s, 1)
	s.mu.Lock() // as a stopped holder, it takes nothing from the socket
	info := func(number uint64) []byte { return appendFrame(nil, stubInfo, 0, number) }
	for err := error(nil); err == nil; {
		_, _, err = st.begin(-1, info)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { _, err := turn.Await(ctx); ended <- err }()
	cancel()
	time.Sleep(20 * time.Millisecond)
	s.mu.Unlock()
	wantEnd(t, ended, errno.OperationAborted)
}

// wantEnd waits for a read to end with that code.
func wantEnd(t *testing.T, ended <-chan error, want errno.Errno) {
	t.Helper()
	select {
	case err := <-ended:
		if errno.Of(err) != want {
			t.Fatalf("the read ended with %v, want code %d", err, want)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the read does not end")
	}
}

func TestCancelAfterCloseSendsNothing(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	turns := make([]Turn, maxForwarded)
	for i := range turns {
		turns[i] = st.Queue(nil, Wait{})
	}
	waiting(t, s, len(turns))
	number := st.link.fd
	st.Close()
	next, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(next[0])
	defer unix.Close(next[1])
	if _, err := unix.FcntlInt(uintptr(number), unix.F_GETFD, 0); err == unix.EBADF {
		unix.Dup3(next[0], number, unix.O_CLOEXEC) // whoever opens next may get it
		defer unix.Close(number)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, turn := range turns { // their end and the cancellation come together
		turn.Await(ctx)
	}
	if readable(next[0], 0) || readable(next[1], 0) {
		t.Error("a descriptor that is another's now got a packet")
	}
}

func TestMoreReadsThanTheHolderTakesWaitAtHome(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	w := dialTo(t, s)
	const reads = 2*maxForwarded + 1
	got := make(chan error, reads)
	for range reads {
		turn := st.Queue(make([]byte, 4), Wait{})
		go func() { _, err := turn.Await(context.Background()); got <- err }()
	}
	waiting(t, s, maxForwarded)
	for range reads {
		mustWrite(t, w, "x")
	}
	for range reads {
		if err := <-got; err != nil {
			t.Fatal(err)
		}
	}
}

func TestReadsBeyondTheHoldersLimitKeepToTheirTime(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	for range maxForwarded {
		st.Queue(make([]byte, 1), Wait{})
	}
	waiting(t, s, maxForwarded)
	for _, timeout := range []time.Duration{-1, 10 * time.Millisecond} {
		ended := make(chan error, 1)
		go func() { _, err := st.Read(nil, Wait{Timeout: timeout}); ended <- err }()
		select {
		case err := <-ended:
			if errno.Of(err) != errno.SemTimeout {
				t.Errorf("time-out %v: %v", timeout, err)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("a read with a time-out of %v goes on", timeout)
		}
	}
	// The reads have their messages and nobody has asked for them yet: one more
	// message is there for a read that does not wait.
	w := dialTo(t, s)
	for range maxForwarded {
		mustWrite(t, w, "x")
	}
	waiting(t, s, 0)
	mustWrite(t, w, "y")
	wantRead(t, st, "y")
}

func TestDeadStubGivesUpItsPlaces(t *testing.T) {
	s := listen(t, Config{})
	fd, _, err := s.Stub()
	if err != nil {
		t.Fatal(err)
	}
	shm.Send(fd, appendHello(nil, 0))
	for number := range uint64(3) {
		shm.Send(fd, appendForwarded(nil, forwarded{number: number, size: 10}))
	}
	waiting(t, s, 3)
	// Its process takes nothing any more, and a message comes before its death
	// is noticed: whoever reads next must get it.
	unix.Shutdown(fd, unix.SHUT_RD)
	mustWrite(t, dialTo(t, s), "kept")
	p := make([]byte, 10)
	if n, err := s.Read(p, Wait{Timeout: 5 * time.Second}); err != nil || string(p[:n]) != "kept" {
		t.Fatalf("%q %v", p[:n], err)
	}
	shm.Close(fd)
	waiting(t, s, 0)
}

func TestStubOfAClosedSlotAnswersEOF(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	got := make(chan error)
	turn := st.Queue(nil, Wait{})
	go func() { _, err := turn.Await(context.Background()); got <- err }()
	waiting(t, s, 1)
	s.mu.Lock() // as if it were killed: nobody inherits
	for _, h := range s.stubs {
		unix.Shutdown(h.link.fd, unix.SHUT_RDWR)
	}
	s.mu.Unlock()
	if err := <-got; errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
	if _, err := st.Info(); errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); errno.Of(err) != errno.InvalidHandle {
		t.Fatal(err)
	}
}

func TestStubReadinessIsTheHolders(t *testing.T) {
	s := listen(t, Config{})
	st := openStub(t, s)
	fd, err := st.ReadyFD()
	if err != nil {
		t.Fatal(err)
	}
	w := dialTo(t, s)
	mustWrite(t, w, "x")
	if ok, err := shm.WaitReadable(fd, shm.Now()+uint64(5*time.Second)); !ok {
		t.Fatal("not ready", err)
	}
	wantRead(t, st, "x")
	// The holder silences it just after its answer.
	for end := time.Now().Add(5 * time.Second); ; runtime.Gosched() {
		if ok, _ := shm.WaitReadable(fd, shm.Now()); !ok {
			return
		} else if time.Now().After(end) {
			t.Fatal("still ready")
		}
	}
}

// Who polls the readiness of a slot wakes when it ends, in its own process and in
// those that have a stub: there is no other news then. Nothing is told where the
// slot goes on in one of them.
func TestEndIsNewsForPollLoops(t *testing.T) {
	s := listen(t, Config{Inheritable: true})
	st := openStub(t, s)
	other := openStub(t, s)
	mine := polled(t, s)
	heirs, others := polled(t, st), polled(t, other)
	s.Close()
	for who, fd := range map[string]int{"holder": mine, "heir": heirs, "other stub": others} {
		if readable(fd, 0) {
			t.Error(who, "hears of a slot that goes on")
		}
	}
	taken := hosts(st)
	taken.mu.Lock()
	taken.stubs[1].link.interrupt() // the heir has the other end of its own, too
	taken.mu.Unlock()
	if !readable(others, 5*time.Second) {
		t.Error("a stub that has ended does not wake who polls it")
	}
	if _, err := other.TryRead(nil); errno.Of(err) != errno.HandleEOF {
		t.Error(err)
	}
	if readable(heirs, 0) {
		t.Error("the end of one stub is news for another")
	}
	st.Close()
	if !readable(mine, 5*time.Second) || !readable(heirs, 5*time.Second) {
		t.Error("the end of the slot is no news")
	}
}

// polled is another descriptor of a server's readiness, which stays when the
// server closes its own.
func polled(t *testing.T, s Server) int {
	t.Helper()
	fd, err := s.ReadyFD()
	must(t, err)
	fd, err = unix.Dup(fd)
	must(t, err)
	t.Cleanup(func() { unix.Close(fd) })
	return fd
}

func TestClosedStubHasNoReadiness(t *testing.T) {
	s := listen(t, Config{})
	for _, asked := range []bool{false, true} {
		st := openStub(t, s)
		if asked {
			if _, err := st.ReadyFD(); err != nil {
				t.Fatal(err)
			}
		}
		st.Close()
		if fd, err := st.ReadyFD(); errno.Of(err) != errno.InvalidHandle {
			t.Errorf("asked before %v: %d %v", asked, fd, err)
		}
	}
}

func TestStubOfAnotherVersionIsRefused(t *testing.T) {
	s := listen(t, Config{})
	fd, _, err := s.Stub()
	if err != nil {
		t.Fatal(err)
	}
	defer shm.Close(fd)
	hello := appendHello(nil, 0)
	hello[4]++
	shm.Send(fd, hello)
	var buf [1024]byte
	n, err := shm.Receive(fd, buf[:], shm.Now()+uint64(5*time.Second))
	if err != nil || n <= 0 {
		t.Fatal(n, err)
	}
	f, err := parseFrame(buf[:n])
	if err != nil || f.kind != frameRefuse || errno.Of(parseRefusal(f.payload)) != errno.RevisionMismatch {
		t.Fatalf("%+v %v", f, err)
	}
}

// Close ends reads that wait; a message that the holder has sent to one of them
// by then is read by it.
func TestStubThatClosesTakesNoMessageWithIt(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	for range 20 {
		st := openStub(t, s)
		read := make(chan error, maxForwarded)
		for range maxForwarded {
			turn := st.Queue(make([]byte, 8), Wait{})
			go func() { _, err := turn.Await(context.Background()); read <- err }()
		}
		if _, err := st.Info(); err != nil { // all of them wait in the holder now
			t.Fatal(err)
		}
		st.mu.Lock() // the answers stay in the socket, but for the first
		for range maxForwarded {
			mustWrite(t, w, "m")
		}
		closed := make(chan error)
		go func() { closed <- st.Close() }()
		st.mu.Unlock()
		if err := <-closed; err != nil {
			t.Fatal(err)
		}
		count := 0
		for range maxForwarded {
			if err := <-read; err == nil {
				count++
			} else if errno.Of(err) != errno.HandleEOF {
				t.Fatal(err)
			}
		}
		for ; count < maxForwarded; count++ { // the places of the others are given up soon
			if n, err := s.Read(make([]byte, 8), Wait{Timeout: 10 * time.Second}); err != nil || n != 1 {
				t.Fatalf("message %d of %d: %v", count, maxForwarded, err)
			}
		}
	}
}
