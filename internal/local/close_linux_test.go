package local

import (
	"sync"
	"sync/atomic"
	"testing"
)

// A ring that is handed over while the slot closes is marked closed too: no
// write that begins after Close has returned succeeds.
func TestNoWriteSucceedsThatBeganAfterClose(t *testing.T) {
	for range 60 {
		s := listen(t, Config{})
		var closed atomic.Bool
		var wg sync.WaitGroup
		for range 2 {
			w := dialTo(t, s)
			wg.Go(func() {
				for body := make([]byte, 20<<10); ; {
					late := closed.Load()
					err := w.Write(body)
					if late && err == nil {
						t.Error("a write that began after Close succeeded")
					}
					if late || err != nil {
						return
					}
				}
			})
		}
		for {
			if i, err := s.Info(); err != nil || i.Count > 5 {
				break
			}
		}
		s.Close()
		closed.Store(true)
		wg.Wait()
	}
}
