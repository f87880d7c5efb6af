//go:build linux

package load

import (
	"os"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

// now is the monotonic clock in nanoseconds, the same in all processes. It is
// the transport's own: time.Now has another base, unix.ClockGettime is a
// system call.
func now() int64 { return int64(shm.Now()) }

// percentiles prints the 50th and the 99th percentile of v.
func (c *call) percentiles(key string, v []float64) {
	if len(v) == 0 {
		return
	}
	slices.Sort(v)
	c.result(key+"_p50", v[len(v)/2])
	c.result(key+"_p99", v[len(v)*99/100])
}

// pin moves every thread of this process to one core; a negative one leaves
// them to the scheduler.
func pin(cpu int) error {
	if cpu < 0 {
		return nil
	}
	var set unix.CPUSet
	set.Set(cpu)
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, t := range tasks {
		tid, err := strconv.Atoi(t.Name())
		if err != nil {
			return err
		}
		if err := unix.SchedSetaffinity(tid, &set); err != nil && err != unix.ESRCH {
			return err
		}
	}
	return nil
}
