package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mailslot/internal/errno"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func listen(t *testing.T, c Config) *Slot {
	t.Helper()
	if c.Dir == "" {
		c.Dir = t.TempDir()
	}
	s, err := Listen("Test", c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func dialTo(t *testing.T, s *Slot) *Writer {
	t.Helper()
	w, err := Dial(dirOf(s), "tEST")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func dirOf(s *Slot) string { return s.entry.path[:len(s.entry.path)-hashLength-1] }

func TestMessagesOfAllSizesComeWholeAndInOrder(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	rng := rand.New(rand.NewPCG(3, 4))
	var want [][]byte
	for i := range 3000 {
		n := rng.IntN(3000)
		if i%500 == 499 {
			n = rng.IntN(5 << 20)
		}
		body := bytes.Repeat([]byte{byte(i)}, n)
		if err := w.Write(body); err != nil {
			t.Fatalf("write %d of %d bytes: %v", i, n, err)
		}
		want = append(want, body)
		if info, err := s.Info(); err != nil || info.Count != len(want) || info.NextSize != len(want[0]) {
			t.Fatalf("after write %d: %+v %v, want count %d next %d", i, info, err, len(want), len(want[0]))
		}
		for len(want) > 0 && rng.IntN(100) < 40 {
			want = readOne(t, s, want)
		}
	}
	for len(want) != 0 {
		want = readOne(t, s, want)
	}
	if _, err := s.TryRead(nil); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
}

func readOne(t *testing.T, s *Slot, want [][]byte) [][]byte {
	t.Helper()
	buf := make([]byte, len(want[0]))
	n, err := s.TryRead(buf)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(buf[:n], want[0]) {
		t.Fatalf("read %d bytes, want %d", n, len(want[0]))
	}
	return want[1:]
}

func TestShortBufferKeepsMessage(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	w.Write([]byte("hello"))
	for range 2 {
		if n, err := s.Read(make([]byte, 4), Wait{}); n != 0 || !errors.Is(err, io.ErrShortBuffer) {
			t.Fatal(n, err)
		}
	}
	if n, err := s.Read(make([]byte, 5), Wait{}); n != 5 || err != nil {
		t.Fatal(n, err)
	}
}

func TestMessagesOutliveTheirWriter(t *testing.T) {
	s := listen(t, Config{})
	for i := range 50 {
		w := dialTo(t, s)
		for j := range i {
			if err := w.Write(fmt.Append(nil, i, j)); err != nil {
				t.Fatal(err)
			}
		}
		w.Close()
	}
	if info, err := s.Info(); err != nil || info.Count != 50*49/2 || info.Writers != 0 {
		t.Fatal(info, err)
	}
}

func TestBlockedReaderWakes(t *testing.T) {
	for name, write := range map[string]int{"inline": 1, "ring": maxInline + 1} {
		t.Run(name, func(t *testing.T) {
			s := listen(t, Config{})
			w := dialTo(t, s)
			for range write - 1 {
				w.Write(nil)
				s.Read(nil, Wait{})
			}
			for i := range 200 {
				got := make(chan int)
				go func() {
					n, _ := s.Read(make([]byte, 100), Wait{})
					got <- n
				}()
				if i%2 == 0 {
					time.Sleep(time.Millisecond)
				}
				w.Write([]byte("12345"))
				if n := <-got; n != 5 {
					t.Fatal(n)
				}
			}
		})
	}
}

func TestReadersAreServedInOrderOfArrival(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	var places []*Place
	for range 20 {
		places = append(places, s.Enqueue())
	}
	got := make([]int, len(places))
	var wg sync.WaitGroup
	for i, pl := range places {
		wg.Go(func() {
			p := make([]byte, 1)
			pl.Read(p, Wait{})
			got[i] = int(p[0])
		})
	}
	for i := range places {
		w.Write([]byte{byte(i)})
	}
	wg.Wait()
	for i, n := range got {
		if n != i {
			t.Errorf("reader %d got message %d", i, n)
		}
	}
}

func TestTimeoutCancelAndCloseEndAWait(t *testing.T) {
	s := listen(t, Config{})
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(5*time.Millisecond, cancel)
	for range 2 { // the first sleeps in the kernel, the second is watched
		go s.Read(nil, Wait{})
	}
	if _, err := s.Read(nil, Wait{Context: ctx}); errno.Of(err) != errno.OperationAborted {
		t.Error(err)
	}
	if _, err := s.Read(nil, Wait{Timeout: 5 * time.Millisecond}); errno.Of(err) != errno.SemTimeout {
		t.Error(err)
	}
	time.AfterFunc(5*time.Millisecond, func() { s.Close() })
	if _, err := s.Read(nil, Wait{}); errno.Of(err) != errno.HandleEOF || !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	if _, err := s.Read(nil, Wait{}); errno.Of(err) != errno.InvalidHandle {
		t.Error(err)
	}
}

func TestWriteAfterCloseOfTheSlotFails(t *testing.T) {
	for _, warm := range []int{0, 1, maxInline + 5} {
		s := listen(t, Config{})
		w := dialTo(t, s)
		for range warm {
			w.Write([]byte("x"))
		}
		s.Close()
		if err := w.Write([]byte("x")); errno.Of(err) != errno.HandleEOF {
			t.Errorf("after %d messages: %v", warm, err)
		}
	}
}

func TestQuotaEndsWritesAndReadingFreesIt(t *testing.T) {
	s := listen(t, Config{Quota: 1 << 20})
	w := dialTo(t, s)
	var err error
	n := 0
	for ; err == nil && n < 5000; n++ {
		err = w.Write(make([]byte, 1000))
	}
	if errno.Of(err) != errno.NotEnoughQuota || n < 1000 || n > 1100 {
		t.Fatal(n, err)
	}
	for range 500 {
		if _, err := s.TryRead(make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Write(make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
}

func TestSecondCreatorIsRefusedAndNameIsFreeAfterClose(t *testing.T) {
	dir := t.TempDir()
	for range 20 {
		s := listen(t, Config{Dir: dir})
		if _, err := Listen("TEST", Config{Dir: dir}); !errors.Is(err, fs.ErrExist) {
			t.Fatal(err)
		}
		s.Close()
		if _, err := Dial(dir, "test"); !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	left, _ := os.ReadDir(dir + "/" + tempName(os.Geteuid()))
	if names, _ := os.ReadDir(dir); len(names) != 1 || len(left) != 0 {
		t.Fatal(names, left)
	}
}

func TestClientAsksForInfoWhileNobodyReads(t *testing.T) {
	s := listen(t, Config{MaxSize: 100, ReadTimeout: 7})
	w := dialTo(t, s)
	w.Write([]byte("abc"))
	other := dialTo(t, s)
	info, err := other.Info()
	if err != nil || info.Count != 1 || info.NextSize != 3 || info.MaxSize != 100 || info.ReadTimeout != 7 || info.Writers != 1 {
		t.Fatalf("%+v %v", info, err)
	}
	if err := w.Write(make([]byte, 101)); !errors.Is(err, ErrTooLarge) {
		t.Fatal(err)
	}
}

func TestManyWritersOneReaderLoseNothing(t *testing.T) {
	s := listen(t, Config{})
	const writers, each = 8, 20000
	for i := range writers {
		w := dialTo(t, s)
		go func() {
			for j := range each {
				if err := w.Write([]byte{byte(i), byte(j), byte(j >> 8), byte(j >> 16)}); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	var next [writers]int
	p := make([]byte, 10)
	for range writers * each {
		if _, err := s.Read(p, Wait{Timeout: 10 * time.Second}); err != nil {
			t.Fatal(err)
		}
		if j := int(p[1]) | int(p[2])<<8 | int(p[3])<<16; j != next[p[0]] {
			t.Fatalf("writer %d: message %d, want %d", p[0], j, next[p[0]])
		}
		next[p[0]]++
	}
}

func TestReadinessDescriptorFollowsTheQueue(t *testing.T) {
	s := listen(t, Config{})
	ready, err := s.Ready()
	if err != nil {
		t.Fatal(err)
	}
	w := dialTo(t, s)
	for i := range 100 {
		w.Write([]byte("x"))
		select {
		case <-ready:
		case <-time.After(5 * time.Second):
			t.Fatalf("message %d: not ready", i)
		}
		if _, err := s.TryRead(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.TryRead(make([]byte, 1)); errno.Of(err) != errno.SemTimeout {
			t.Fatal(err)
		}
	}
}
