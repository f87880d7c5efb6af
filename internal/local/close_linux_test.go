package local

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

// A descriptor that a program left to those that it starts would keep a name or a
// connection alive when it has ended.
func TestNoDescriptorIsLeftToStartedPrograms(t *testing.T) {
	before := leftToPrograms(t)
	s := listen(t, Config{Inheritable: true})
	w := dialTo(t, s)
	for range maxInline + 1 {
		mustWrite(t, w, "x")
	}
	_, err := s.ReadyFD()
	must(t, err)
	st := openStub(t, s)
	_, err = st.ReadyFD()
	must(t, err)
	for range 2 { // also of who has inherited them
		if after := leftToPrograms(t); !slices.Equal(before, after) {
			t.Errorf("started programs have %q, before %q", after, before)
		}
		if s.Close(); hosts(st) == nil {
			t.Fatal("not handed over")
		}
	}
}

// leftToPrograms are the descriptors that stay open in an exec.
func leftToPrograms(t *testing.T) (open []string) {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	for _, e := range all {
		fd, _ := strconv.Atoi(e.Name())
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			to, _ := os.Readlink("/proc/self/fd/" + e.Name())
			open = append(open, e.Name()+" "+to)
		}
	}
	return open
}
