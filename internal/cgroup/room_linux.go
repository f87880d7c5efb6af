package cgroup

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// maxReserve is the most that Has leaves to everybody else, in bytes; it is a
// 32nd of the limit where that is less.
const maxReserve = 32 << 20

// Has reports whether every group has n bytes left, and a little for whatever
// else happens in it. Others may take what it has seen.
func (m Memory) Has(n uint64) bool {
	for _, g := range m.groups {
		used := amount(path.Join(g.dir, m.version.usage), 0)
		room := less(g.limit-min(g.limit/32, maxReserve), used)
		if n > room && n > room+m.spare(g, used) {
			return false
		}
	}
	return true
}

// spare is what the kernel takes back from a group, or moves to swap, before
// it kills: a group that has read files is always full.
func (m Memory) spare(g group, used uint64) uint64 {
	v, swap := m.version, m.swap()
	text, _ := read(path.Join(g.dir, "memory.stat"))
	if most := amount(path.Join(g.dir, v.swapMost), Unlimited); most != Unlimited {
		left := less(most, amount(path.Join(g.dir, v.swapUsed), 0))
		if v.together {
			left = less(left, less(g.limit, used))
		}
		swap = min(swap, left)
	}
	return sum(text, v.reclaim) + swap
}

// sum adds up the lines of that name, each a name, a space and a number.
func sum(text string, names []string) (n uint64) {
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(line, " "); ok && slices.Contains(names, name) {
			n += number(value, 0)
		}
	}
	return n
}

// freeSwap is the computer's.
func freeSwap() uint64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 0
	}
	return uint64(info.Freeswap) * uint64(info.Unit)
}

// less is a minus b, and 0 where b is more.
func less(a, b uint64) uint64 { return a - min(a, b) }
