//go:build linux

package local

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// blackboard is memory that a test shares with its helpers, to pass tokens and
// to note progress that survives a SIGKILL. It is a plain file, not a mailslot.
type blackboard struct {
	path  string
	words []atomic.Uint64
}

const blackboardWords = 1 << 16

func newBlackboard(t *testing.T) *blackboard {
	t.Helper()
	path := filepath.Join(t.TempDir(), "blackboard")
	must(t, os.WriteFile(path, make([]byte, blackboardWords*8), 0o666))
	b, err := openBlackboard(path)
	must(t, err)
	t.Cleanup(func() { b.close() })
	return b
}

func openBlackboard(path string) (*blackboard, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	mem, err := unix.Mmap(int(f.Fd()), 0, blackboardWords*8, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	// The mapping is page-aligned and as long as the words it is seen as.
	words := unsafe.Slice((*atomic.Uint64)(unsafe.Pointer(&mem[0])), blackboardWords)
	return &blackboard{path, words}, nil
}

func (b *blackboard) close() {
	unix.Munmap(unsafe.Slice((*byte)(unsafe.Pointer(&b.words[0])), blackboardWords*8))
}

func schedYield() { unix.RawSyscall(unix.SYS_SCHED_YIELD, 0, 0, 0) }
