//go:build linux

package load

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const floorLoops = 200000

// noTransport is for cells that need none.
type noTransport struct{ Transport }

// floor is what elementary operations cost in Go; bench/peers/floor.c has
// those of C.
func floor(c *call) error {
	start := time.Now()
	each := func(key string, do func()) {
		t := now()
		for range floorLoops {
			do()
		}
		c.result(key, float64(now()-t)/floorLoops)
	}
	each("go_empty_loop", func() {})
	each("go_monotonic", func() { _ = time.Since(start) })
	each("go_time_now", func() { _ = time.Now() })
	each("go_raw_syscall", func() { syscall.RawSyscall(unix.SYS_GETPPID, 0, 0, 0) })
	each("go_syscall", func() { syscall.Syscall(unix.SYS_GETPPID, 0, 0, 0) })
	a, b := make([]byte, largeSize), make([]byte, largeSize)
	each("go_copy_256", func() { copy(a[:256], b) })
	each("go_copy_4k", func() { copy(a[:4096], b) })
	return nil
}
