package control

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
)

// serve answers requests at a socket of its own by f, until the test ends. A
// nil reply ends the connection instead.
func serve(t *testing.T, f func(Request) *Reply) (path string, stop func()) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "control")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var conns []net.Conn
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, c)
			mu.Unlock()
			go answer(c, f)
		}
	}()
	stop = func() {
		l.Close()
		mu.Lock()
		defer mu.Unlock()
		for _, c := range conns {
			c.Close()
		}
	}
	t.Cleanup(stop)
	return path, stop
}

func answer(c net.Conn, f func(Request) *Reply) {
	defer c.Close()
	for lines := bufio.NewScanner(c); lines.Scan(); {
		var r Request
		json.Unmarshal(lines.Bytes(), &r)
		reply := f(r)
		if reply == nil {
			return
		}
		b, _ := json.Marshal(reply)
		c.Write(append(b, '\n'))
	}
}

func TestRefusalKeepsItsNumber(t *testing.T) {
	path, _ := serve(t, func(r Request) *Reply {
		return &Reply{Error: &Failure{Code: 53, Text: r.Name + ": nobody"}}
	})
	c := New(path)
	defer c.Close()
	err := c.Send(context.Background(), `\\X\mailslot\y`, nil)
	if errno.Of(err) != errno.BadNetPath || err.Error() != `\\X\mailslot\y: nobody` {
		t.Errorf("%v", err)
	}
}

func TestDataTravelsUnchanged(t *testing.T) {
	sent := make(chan []byte, 1)
	path, _ := serve(t, func(r Request) *Reply { sent <- r.Data; return &Reply{} })
	c := New(path)
	defer c.Close()
	if err := c.Send(context.Background(), "x", []byte("\x00\xff\n")); err != nil {
		t.Fatal(err)
	}
	if got := <-sent; string(got) != "\x00\xff\n" {
		t.Errorf("%q", got)
	}
}

func TestNobodyThereIsNoDaemon(t *testing.T) {
	path, stop := serve(t, func(Request) *Reply { return &Reply{} })
	stop()
	for _, p := range []string{path, filepath.Join(t.TempDir(), "none")} {
		if err := New(p).Send(context.Background(), "x", nil); !errors.Is(err, ErrNoDaemon) {
			t.Errorf("%s: %v", p, err)
		}
	}
}

// TestRequestIsNeverSentTwice: after the daemon may have seen it, a broken
// connection is an error and no second message, whether it has served before or
// not.
func TestRequestIsNeverSentTwice(t *testing.T) {
	for before := range int32(2) {
		var seen atomic.Int32
		path, _ := serve(t, func(Request) *Reply {
			if seen.Add(1) <= before {
				return &Reply{}
			}
			return nil
		})
		c := New(path)
		defer c.Close()
		for range before {
			if err := c.Send(context.Background(), "x", nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.Send(context.Background(), "x", nil); err == nil {
			t.Error("no reply is taken for success")
		}
		if n := seen.Load() - before; n != 1 {
			t.Errorf("after %d others sent %d times", before, n)
		}
	}
}

// TestConnectionThatHadToMakeRoomOpensAgain: the daemon may need the place of one
// that has not asked anything yet.
func TestConnectionThatHadToMakeRoomOpensAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "control")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var seen atomic.Int32
	go func() {
		first, err := l.Accept()
		if err != nil {
			return
		}
		first.Close()
		if second, err := l.Accept(); err == nil {
			answer(second, func(Request) *Reply { seen.Add(1); return &Reply{} })
		}
	}()
	c := New(path)
	defer c.Close()
	if err := c.Send(context.Background(), "x", nil); err != nil || seen.Load() != 1 {
		t.Errorf("%v, sent %d times", err, seen.Load())
	}
}

func TestConnectionOpensAgainAfterARestart(t *testing.T) {
	path, stop := serve(t, func(Request) *Reply { return &Reply{} })
	c := New(path)
	defer c.Close()
	if err := c.Send(context.Background(), "x", nil); err != nil {
		t.Fatal(err)
	}
	stop()
	os.Remove(path)
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		if conn, err := l.Accept(); err == nil {
			answer(conn, func(Request) *Reply { return &Reply{} })
		}
	}()
	if err := c.Send(context.Background(), "x", nil); err != nil {
		t.Errorf("after the restart: %v", err)
	}
}

func TestRequestEndsWithItsContext(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	path, _ := serve(t, func(Request) *Reply { <-hold; return nil })
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	c := New(path)
	defer c.Close()
	if err := c.Send(ctx, "x", nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

// TestCloseEndsWhatIsUnderWay at a daemon that never answers, and what waits for
// its turn behind it.
func TestCloseEndsWhatIsUnderWay(t *testing.T) {
	begun, hold := make(chan struct{}, 1), make(chan struct{})
	defer close(hold)
	path, _ := serve(t, func(Request) *Reply { begun <- struct{}{}; <-hold; return nil })
	c := New(path)
	ended := make(chan error)
	for range 2 {
		go func() { ended <- c.Send(context.Background(), "x", nil) }()
	}
	<-begun
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := <-ended; !errors.Is(err, net.ErrClosed) {
			t.Errorf("%v", err)
		}
	}
	if err := c.Send(context.Background(), "x", nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("after that: %v", err)
	}
}

// TestCloseWhileAConnectionOpens, at any moment of it: nothing stays open, nor
// is anything answered by another error.
func TestCloseWhileAConnectionOpens(t *testing.T) {
	path, _ := serve(t, func(Request) *Reply { return &Reply{} })
	for i := range 200 {
		c := New(path)
		ended := make(chan error)
		go func() { ended <- c.Send(context.Background(), "x", nil) }()
		for range i {
			runtime.Gosched()
		}
		c.Close()
		if err := <-ended; err != nil && !errors.Is(err, net.ErrClosed) {
			t.Fatalf("%v", err)
		}
		if c.conn != nil {
			t.Fatal("the connection is open")
		}
	}
}

func TestSocketThatOthersMayReplaceIsNotTrusted(t *testing.T) {
	path, _ := serve(t, func(Request) *Reply { return &Reply{} })
	for _, mode := range []os.FileMode{0o777, 0o775, 0o757} {
		if err := os.Chmod(filepath.Dir(path), mode); err != nil {
			t.Fatal(err)
		}
		if err := New(path).Send(context.Background(), "x", nil); errno.Of(err) != errno.AccessDenied {
			t.Errorf("%o: %v", mode, err)
		}
	}
}

// TestServerThatDoesNotOwnItsDirectoryIsNotTrusted: whom the kernel names as
// the server is who called listen.
func TestServerThatDoesNotOwnItsDirectoryIsNotTrusted(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not run: needs root to be another")
	}
	path := filepath.Join(t.TempDir(), "control")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	raw, err := l.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and ends with it
		const same = ^uintptr(0)
		if _, _, e := unix.RawSyscall(unix.SYS_SETRESUID, same, 12345, same); e != 0 {
			t.Error(e)
		}
		done <- raw.Control(func(fd uintptr) { err = unix.Listen(int(fd), 8) })
	}()
	if err := errors.Join(<-done, err); err != nil {
		t.Fatal(err)
	}
	c := New(path)
	defer c.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // nobody answers
	defer cancel()
	if err := c.Send(ctx, "x", nil); errno.Of(err) != errno.AccessDenied {
		t.Errorf("%v", err)
	}
}
