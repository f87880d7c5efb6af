package shm

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// sleepOnce sleeps as a reader does, on a thread that the test has for itself
// and throws away, and answers what is set for that thread before and after.
func sleepOnce(t *testing.T, prepare func(*unix.SchedAttr)) (before, after unix.SchedAttr) {
	t.Helper()
	ep, err := NewEpoll()
	if err != nil {
		t.Fatal(err)
	}
	defer Close(ep.FD)
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and ends with it
		done <- func() error {
			own, err := unix.SchedGetAttr(0, 0)
			if err != nil {
				return err
			}
			if prepare != nil {
				prepare(own)
				if err := unix.SchedSetAttr(0, own, 0); err != nil {
					return err
				}
			}
			was, err := unix.SchedGetAttr(0, 0)
			if err != nil {
				return err
			}
			var s Sleep
			if n, err := s.On(ep, Now()+uint64(time.Millisecond)); n != 0 || err != nil {
				t.Errorf("the sleep ended with %d events, error %v", n, err)
			}
			is, err := unix.SchedGetAttr(0, 0)
			if err != nil {
				return err
			}
			before, after = *was, *is
			return nil
		}()
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return before, after
}

func TestSleeperHasHalfTheCommonSlice(t *testing.T) {
	before, after := sleepOnce(t, func(a *unix.SchedAttr) { a.Runtime = 0 }) // whoever started us may have set one
	if before.Runtime == 0 {
		t.Skip("this kernel knows no slices of one's own (Linux 6.12)")
	}
	before.Runtime /= 2
	if before != after {
		t.Errorf("%+v after a sleep, want %+v", after, before)
	}
}

func TestSleeperKeepsWhatWasSetForIt(t *testing.T) {
	for name, prepare := range map[string]func(*unix.SchedAttr){
		"slice":  func(a *unix.SchedAttr) { a.Runtime = 2 * uint64(time.Millisecond) },
		"short":  func(a *unix.SchedAttr) { a.Runtime = 100 * uint64(time.Microsecond) },
		"policy": func(a *unix.SchedAttr) { a.Policy = unix.SCHED_BATCH },
		"nice":   func(a *unix.SchedAttr) { a.Nice, a.Runtime = 7, 3*uint64(time.Millisecond) },
	} {
		t.Run(name, func(t *testing.T) {
			if before, after := sleepOnce(t, prepare); before != after {
				t.Errorf("%+v after a sleep, want %+v", after, before)
			}
		})
	}
	before, after := sleepOnce(t, func(a *unix.SchedAttr) { a.Nice = 5 })
	if before.Nice != 5 || after.Nice != 5 {
		t.Errorf("nice %d before and %d after a sleep, want 5", before.Nice, after.Nice)
	}
}

// A program that is started by a thread which has slept inherits its slice, and
// must not halve it again.
func TestChildrenDoNotHalveTheSliceAgain(t *testing.T) {
	if os.Getenv("MAILSLOT_TEST_CHILD") != "" {
		if before, after := sleepOnce(t, nil); before != after {
			t.Errorf("%+v after a sleep, want %+v", after, before)
		}
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	own, err := unix.SchedGetAttr(0, 0)
	if err != nil || own.Runtime == 0 {
		t.Skip("this kernel knows no slices of one's own (Linux 6.12)")
	}
	common := *own
	common.Runtime = 0
	if err := unix.SchedSetAttr(0, &common, 0); err != nil {
		t.Fatal(err)
	}
	var h haste
	h.ask()
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "MAILSLOT_TEST_CHILD=1")
	if out, err := child.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if err := unix.SchedSetAttr(0, own, 0); err != nil {
		t.Fatal(err)
	}
}
