package local

import (
	"runtime"
	"testing"
	"time"
)

// Info adopts what waits on the connections. When that was the wake-up of a
// blocked reader, the reader must learn of it.
func TestInfoLeavesABlockedReaderItsWakeUp(t *testing.T) {
	s := listen(t, Config{})
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				s.Info()
			}
		}
	}()
	defer func() { close(stop); <-stopped }()
	w := dialTo(t, s)
	for i := range 1500 {
		got := make(chan error, 1)
		go func() {
			_, err := s.Read(make([]byte, 16), Wait{Timeout: 5 * time.Second})
			got <- err
		}()
		for range 100 * (i % 20) { // let it fall asleep more or less deeply
			runtime.Gosched()
		}
		if err := w.Write([]byte("hello")); err != nil {
			t.Fatal(err)
		}
		if err := <-got; err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
	}
}
