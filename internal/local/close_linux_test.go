package local

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
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

// While a slot closes, another may get the number of its directory's descriptor:
// who may write to that one is not changed.
func TestSlotThatClosesLeavesTheDoorsOfOthersAlone(t *testing.T) {
	s := listen(t, Config{})
	s.mu.Lock()
	s.about.Mode = 0o622
	s.barred.users[1234] = struct{}{} // there is room for him again
	lock := s.entry.lock
	s.mu.Unlock()
	dir := otherSlot(t)
	theEngine.Lock() // which Close needs once the name is gone
	goOn := sync.OnceFunc(theEngine.Unlock)
	defer goOn()
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	awaitState(t, s, func() bool { return !isOpen(lock) })
	fd, err := unix.FcntlInt(uintptr(dir), unix.F_DUPFD_CLOEXEC, lock)
	goOn()
	must(t, err)
	defer unix.Close(fd)
	must(t, <-closed)
	if fd != lock {
		t.Skipf("somebody else has got descriptor %d", lock)
	}
	var st unix.Stat_t
	must(t, unix.Fstatat(dir, socketFile, &st, 0))
	if st.Mode&0o777 != 0o600 {
		t.Errorf("the mode of another slot is %o", st.Mode&0o777)
	}
}

// otherSlot is the directory of a private slot.
func otherSlot(t *testing.T) (fd int) {
	t.Helper()
	path := t.TempDir()
	must(t, os.WriteFile(filepath.Join(path, socketFile), nil, 0o600))
	fd, err := shm.OpenDir(path)
	must(t, err)
	t.Cleanup(func() { unix.Close(fd) })
	return fd
}

func isOpen(fd int) bool {
	_, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	return err == nil
}
