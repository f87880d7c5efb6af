//go:build linux

package local

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// sharedMemory is how many bytes of memfd pages these processes map, each
// page counted once however often it is mapped. Root sees the files behind the
// mappings; everybody else must take the pages that each process has touched.
func sharedMemory(t *testing.T, pids ...int) int {
	t.Helper()
	blocks := map[uint64]int{}
	for _, pid := range pids {
		for _, m := range memfdMappings(t, pid) {
			var st syscall.Stat_t
			if err := syscall.Stat(fmt.Sprintf("/proc/%d/map_files/%s", pid, m.span), &st); err == nil {
				blocks[m.inode] = int(st.Blocks) * 512
			} else {
				blocks[m.inode] = max(blocks[m.inode], m.resident)
			}
		}
	}
	sum := 0
	for _, n := range blocks {
		sum += n
	}
	return sum
}

// mapping is one mapped memfd of /proc/PID/smaps.
type mapping struct {
	span     string // as map_files names it
	inode    uint64
	resident int // bytes
}

func memfdMappings(t *testing.T, pid int) []mapping {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps", pid))
	must(t, err)
	defer f.Close()
	var all []mapping
	memfd := false
	for s := bufio.NewScanner(f); s.Scan(); {
		fields := strings.Fields(s.Text())
		switch {
		case strings.Contains(fields[0], "-") && len(fields) >= 5:
			memfd = len(fields) > 5 && strings.HasPrefix(fields[5], "/memfd:")
			if memfd {
				all = append(all, mapping{span: fields[0], inode: number(fields[4])})
			}
		case memfd && fields[0] == "Rss:":
			all[len(all)-1].resident += int(number(fields[1])) << 10
		}
	}
	return all
}
