//go:build linux

package load

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// memory tells what one idle slot or handle costs, in kilobytes: the shares
// of the processes that hold it and what the kernel keeps for it: the median of
// several batches of n.
func memory(c *call) error {
	kind, n := c.args[1], c.number(2)
	hold := map[string]func(int) error{"slots": c.holdSlots(), "handles": c.holdHandles(1), "rings": c.holdHandles(ringMessages)}[kind]
	if hold == nil {
		return fmt.Errorf("no memory of %q is known", kind)
	}
	var users, kernels, sums [memoryBatches]float64
	for i := range sums {
		oneUser, oneKernel, err := c.growth(func() error { return hold(1) })
		if err != nil {
			return err
		}
		user, kernel, err := c.growth(func() error { return hold(n) })
		if err != nil {
			return err
		}
		users[i], kernels[i] = (user-oneUser)/float64(n-1), (kernel-oneKernel)/float64(n-1)
		sums[i] = users[i] + kernels[i]
	}
	c.percentiles("user_kb", users[:])
	c.percentiles("kernel_kb", kernels[:])
	c.percentiles("kb", sums[:])
	return nil
}

// memoryBatches is how many times n more are opened: the kernel's counters are
// the whole computer's, and what is freed for others fills up first.
const memoryBatches = 5

// growth is how much memory do takes. Whenever it is called it starts the same
// process or none, so the difference of two is that of their handles.
func (c *call) growth(do func() error) (user, kernel float64, err error) {
	user0, kernel0, err := c.footprint()
	if err != nil {
		return 0, 0, err
	}
	if err := do(); err != nil {
		return 0, 0, err
	}
	user1, kernel1, err := c.footprint()
	return float64(user1 - user0), float64(kernel1 - kernel0), err
}

// holdSlots opens n more idle slots, which live as long as this process.
func (c *call) holdSlots() func(int) error {
	held := 0
	return func(n int) error {
		for range n {
			held++
			if _, err := c.Listen(fmt.Sprintf("%s.%d", c.name(), held), Shape{Size: hotSize}); err != nil {
				return err
			}
		}
		return nil
	}
}

// holdHandles opens n handles in another process on one slot of this one.
func (c *call) holdHandles(messages int) func(int) error {
	var r Reader
	return func(n int) (err error) {
		if r == nil {
			if r, err = c.Listen(c.name(), Shape{Size: hotSize}); err != nil {
				return err
			}
		}
		return c.holdIdle(r, n, messages)
	}
}

// footprint is the memory of this process and its children, and what the whole
// kernel holds, files in memory included, in kilobytes.
func (c *call) footprint() (user, kernel int, err error) {
	debug.FreeOSMemory()
	for _, pid := range c.family() {
		kb, err := sum("/proc/"+pid+"/smaps_rollup", "Pss_Anon:", "Pss_File:")
		if err != nil {
			return 0, 0, err
		}
		user += kb
	}
	slab, err := slabs()
	if err != nil {
		return 0, 0, err
	}
	kernel, err = sum("/proc/meminfo", "PageTables:", "KernelStack:", "Percpu:", "Shmem:")
	return user, kernel + slab, err
}

// slabs is what the kernel's objects take up, in kilobytes. Root is told of each
// kind; everybody else hears only of whole pages of them, which may be half
// empty.
func slabs() (int, error) {
	text, err := os.ReadFile("/proc/slabinfo")
	if err != nil {
		return sum("/proc/meminfo", "Slab:")
	}
	bytes := 0
	for line := range strings.Lines(string(text)) {
		var name string
		var active, total, size int
		if n, _ := fmt.Sscan(line, &name, &active, &total, &size); n == 4 {
			bytes += active * size
		}
	}
	return bytes >> 10, nil
}

// sharedMemory prints how much shared memory this cell's processes hold, in
// kilobytes, each page counted once.
func (c *call) sharedMemory() error {
	total := 0
	for _, pid := range c.family() {
		kb, err := sum("/proc/"+pid+"/smaps_rollup", "Pss_Shmem:")
		if err != nil {
			return err
		}
		total += kb
	}
	c.result("shared_kb", float64(total))
	return nil
}

// family is this process and its children.
func (c *call) family() []string {
	pids := []string{"self"}
	for _, k := range c.kids {
		pids = append(pids, strconv.Itoa(k.cmd.Process.Pid))
	}
	return pids
}

// sum adds the named lines of a file that reads "Key:  number kB".
func sum(path string, keys ...string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	total := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		for _, key := range keys {
			if fields := strings.Fields(s.Text()); len(fields) >= 2 && fields[0] == key {
				n, err := strconv.Atoi(fields[1])
				if err != nil {
					return 0, err
				}
				total += n
			}
		}
	}
	return total, nil
}
