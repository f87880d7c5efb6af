package cgroup

import (
	"math"
	"path"
	"strings"
)

// Unlimited is the limit of a process whose groups have none.
const Unlimited = math.MaxUint64

// maxDepth is how many groups above each other are looked at, from the
// process's own upwards.
const maxDepth = 32

// Memory is the control groups of this process that bound its memory, the
// innermost first. The zero value has none. It does not follow a process that
// is moved to another group.
type Memory struct {
	version *version
	groups  []group
	swap    func() uint64 // free bytes of swap
}

// group is one directory with a limit, in bytes.
type group struct {
	dir   string
	limit uint64
}

// version is how one version of control groups calls its files.
type version struct {
	mount    string   // where the system mounts it, below the root
	limits   []string // the least of them counts
	usage    string
	reclaim  []string // lines of memory.stat: what the kernel takes back before it kills
	swapUsed string
	swapMost string
	together bool // the limit of swap is one of memory and swap
}

var (
	v1 = &version{
		mount: "sys/fs/cgroup/memory", limits: []string{"memory.limit_in_bytes"}, usage: "memory.usage_in_bytes",
		reclaim:  []string{"total_inactive_file", "total_active_file"},
		swapUsed: "memory.memsw.usage_in_bytes", swapMost: "memory.memsw.limit_in_bytes", together: true,
	}
	v2 = &version{
		mount: "sys/fs/cgroup", limits: []string{"memory.max", "memory.high"}, usage: "memory.current",
		reclaim:  []string{"inactive_file", "active_file", "slab_reclaimable"},
		swapUsed: "memory.swap.current", swapMost: "memory.swap.max",
	}
)

// Find looks for the groups of this process in the file system at root, which
// is "/" except in tests.
func Find(root string) Memory {
	text, _ := read(path.Join(root, "proc/self/cgroup"))
	v, own := place(text)
	if v == nil {
		return Memory{}
	}
	m := Memory{version: v, swap: freeSwap}
	for range maxDepth {
		// A container without a view of its own is told names that it does not
		// see: what it does see is its own group, at the mount.
		dir := path.Join(root, v.mount, own)
		if limit := v.limit(dir); limit < Unlimited {
			m.groups = append(m.groups, group{dir, limit})
		}
		if own == "/" {
			break
		}
		own = path.Dir(own)
	}
	return m
}

// limit is what one group may use, itself and with all below it.
func (v *version) limit(dir string) uint64 {
	least := uint64(Unlimited)
	for _, name := range v.limits {
		least = min(least, amount(path.Join(dir, name), Unlimited))
	}
	return least
}

// Limit is the least of the limits, in bytes, or Unlimited.
func (m Memory) Limit() uint64 {
	least := uint64(Unlimited)
	for _, g := range m.groups {
		least = min(least, g.limit)
	}
	return least
}

// place finds the group of a process in its /proc/PID/cgroup: the version that
// manages memory, and the path from there, which is absolute and clean.
func place(text string) (v *version, own string) {
	for line := range strings.Lines(text) {
		_, line, _ = strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		controllers, where, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		if controllers == "" && v == nil {
			v, own = v2, path.Clean("/"+where)
		}
		for c := range strings.SplitSeq(controllers, ",") {
			if c == "memory" {
				return v1, path.Clean("/" + where)
			}
		}
	}
	return v, own
}
