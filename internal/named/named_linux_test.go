package named

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// TestMain gives the test a computer of its own: the registry is opened once.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "mailslot-named")
	if err != nil {
		panic(err)
	}
	os.Setenv("MAILSLOT_DIR", dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// Two objects of one name in one process are as those of two processes: each
// has a file, a mapping and locks of its own.
func event(t *testing.T, name string, manual, wantExisted bool) *ntobj.Event {
	t.Helper()
	o, existed, code := Event(name, manual, false)
	if code != errno.Success || existed != wantExisted {
		t.Fatalf("event %s: existed %v, %v", name, existed, code)
	}
	t.Cleanup(o.Destroy)
	return o.(*ntobj.Event)
}

func TestEventWakesTheOtherProcess(t *testing.T) {
	a, b := event(t, "bell", false, false), event(t, "bell", false, true)
	woken := make(chan uint32)
	go func() {
		woken <- ntobj.Wait(nil, []ntobj.Waitable{ntobj.NewEvent(false, false), b}, false, false, ntobj.Infinite)
	}()
	a.Set()
	if got := <-woken; got != ntobj.WaitObject0+1 {
		t.Errorf("wait: %d", got)
	}
	if ntobj.Wait(nil, []ntobj.Waitable{a}, false, false, 0) != ntobj.WaitTimeout {
		t.Error("the signal was not taken")
	}
}

func TestFirstCreatorDecidesTheKind(t *testing.T) {
	event(t, "kind", true, false)
	if _, _, code := Mutex("kind", nil); code != errno.InvalidHandle {
		t.Errorf("mutex by the name of an event: %v", code)
	}
	if _, _, code := Semaphore("kind", 0, 1); code != errno.InvalidHandle {
		t.Errorf("semaphore by the name of an event: %v", code)
	}
	event(t, "kind", false, true)
}

func TestNameEndsWithTheLastHandle(t *testing.T) {
	a, _, _ := Event("short", true, true)
	b, _, code := Open("short")
	if code != errno.Success {
		t.Fatal(code)
	}
	a.Destroy()
	if c, _, code := Open("short"); code != errno.Success {
		t.Errorf("gone while a handle is open: %v", code)
	} else {
		c.Destroy()
	}
	b.Destroy()
	if _, _, code := Open("short"); code != errno.FileNotFound {
		t.Errorf("open after the last close: %v", code)
	}
	if ntobj.Wait(nil, []ntobj.Waitable{event(t, "short", true, false)}, false, false, 0) != ntobj.WaitTimeout {
		t.Error("the new object has the state of the old one")
	}
}

// die ends a process's part in an object as a kill does: its locks are gone and
// nothing else is done.
func die(o ntobj.Commoner) { o.Common().(*common).release() }

func TestOwnersDeathAbandonsTheMutex(t *testing.T) {
	var dead, next ntobj.Thread
	a, _, _ := Mutex("lock", &dead)
	b, existed, code := Mutex("lock", &next)
	if code != errno.Success || !existed {
		t.Fatal(existed, code)
	}
	t.Cleanup(b.Destroy)
	m := b.(*ntobj.Mutex)
	if got := ntobj.Wait(&next, []ntobj.Waitable{m}, false, false, 0); got != ntobj.WaitTimeout {
		t.Fatalf("wait for an owned mutex: %d", got)
	}
	ended := make(chan uint32)
	go func() { ended <- ntobj.Wait(&next, []ntobj.Waitable{m}, false, false, ntobj.Infinite) }()
	die(a.(*ntobj.Mutex))
	if got := <-ended; got != ntobj.WaitAbandoned0 {
		t.Errorf("wait: %#x", got)
	}
	if code := m.Release(&next); code != errno.Success {
		t.Error(code)
	}
	if got := ntobj.Wait(&next, []ntobj.Waitable{m}, false, false, 0); got != ntobj.WaitObject0 {
		t.Errorf("wait for the mended mutex: %#x", got)
	}
}

// A wait may outlive the last handle, and the descriptor's number is another
// file's then: nobody has locked that, and yet the mutex has its owner.
func TestMutexIsNotJudgedByTheFileOfAnother(t *testing.T) {
	var owner ntobj.Thread
	a, _, _ := Mutex("judged", &owner)
	defer a.Destroy()
	b, _, code := Mutex("judged", nil)
	if code != errno.Success {
		t.Fatal(code)
	}
	c := b.(*ntobj.Mutex).Common().(*common)
	number := c.fd
	if c.Orphaned() {
		t.Fatal("the owner is taken for dead")
	}
	b.Destroy()
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := unix.Dup3(int(file.Fd()), number, unix.O_CLOEXEC); err != nil && err != unix.EINVAL { // it is the number already
		t.Fatal(err)
	}
	if c.Orphaned() {
		t.Error("the owner is taken for dead by the file of another")
	}
	if int(file.Fd()) != number {
		unix.Close(number)
	}
}

func TestLeftOverFileIsANewObject(t *testing.T) {
	a, _, _ := Event("left", true, true)
	die(a.(*ntobj.Event))
	if _, _, code := Open("left"); code != errno.FileNotFound {
		t.Errorf("open: %v", code)
	}
	b, _, _ := Semaphore("left", 1, 2)
	die(b.(*ntobj.Semaphore))
	event(t, "left", true, false)
	r, _ := home()
	os.WriteFile(filepath.Join(r.dir, "stray"), nil, 0o600)
	r.Lock()
	r.sweep()
	r.Unlock()
	if _, err := os.Stat(filepath.Join(r.dir, "stray")); err == nil {
		t.Error("a file that nobody uses was not swept")
	}
	event(t, "left", true, true)
}

// Directories for temporary files are cleaned while programs run.
func TestRegistryThatIsRemovedIsMadeAnew(t *testing.T) {
	o, _, code := Event("removed", true, false)
	if code != errno.Success {
		t.Fatal(code)
	}
	old := o.(*ntobj.Event)
	r, err := home()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(r.dir); err != nil {
		t.Fatal(err)
	}
	if _, _, code := Open("removed"); code != errno.FileNotFound {
		t.Errorf("what nobody can find any more is opened: %v", code)
	}
	fresh, _, code := Event("removed", true, true)
	if code != errno.Success {
		t.Fatal(code)
	}
	defer fresh.Destroy()
	if _, err := Hand(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old object is handed over as the new one: %v", err)
	}
	old.Set()
	if !isSet(old) {
		t.Error("the old object has no lock any more")
	}
	again, _, _ := Event("other", true, false) // of the new registry
	defer again.Destroy()
	old.Destroy()
	if found := other[*ntobj.Event](t, "removed"); !isSet(found) {
		t.Error("the end of the old object took the name of the new one")
	}
}

func TestDirectoryOfAnotherIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "objects")
	if err := os.Mkdir(dir, 0o777); err != nil || os.Chmod(dir, 0o777) != nil {
		t.Fatal(err)
	}
	if err := private(dir); errno.Of(err) != errno.AccessDenied {
		t.Errorf("open to others: %v", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil || os.Geteuid() == 0 && os.Chown(dir, 12345, 12345) != nil {
		t.Fatal(err)
	}
	if err := private(dir); os.Geteuid() == 0 && errno.Of(err) != errno.AccessDenied {
		t.Errorf("another user's: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(t.TempDir(), link); err != nil || private(link) == nil {
		t.Errorf("a symbolic link was taken: %v", err)
	}
}

// other is what another process finds by the name.
func other[T ntobj.Object](t *testing.T, name string) (o T) {
	t.Helper()
	found, _, code := Open(name)
	if code != errno.Success {
		t.Fatalf("%s: %v", name, code)
	}
	t.Cleanup(found.Destroy)
	return found.(T)
}

func publish(t *testing.T, name string, o ntobj.Object) {
	t.Helper()
	if code := Publish(name, o); code != errno.Success {
		t.Fatalf("%s: %v", name, code)
	}
	t.Cleanup(o.Destroy)
	if code := Publish(name+" again", o); code != errno.NotSupported {
		t.Errorf("%s, published again: %v", name, code)
	}
	if _, _, code := Open(name + " again"); code != errno.FileNotFound {
		t.Errorf("the second name of %s leads to something: %v", name, code)
	}
}

func TestPublishedEventWakesWhoWaitedBefore(t *testing.T) {
	var waiter ntobj.Thread
	a, waits := ntobj.NewEvent(false, false), ntobj.NewEvent(false, false)
	woken := make(chan uint32)
	go func() {
		got, _ := ntobj.SignalAndWait(&waiter, waits, a, false, ntobj.Infinite)
		woken <- got
	}()
	ntobj.Wait(nil, []ntobj.Waitable{waits}, false, false, ntobj.Infinite)
	publish(t, "published", a)
	b := other[*ntobj.Event](t, "published")
	b.Set()
	if got := <-woken; got != ntobj.WaitObject0 {
		t.Errorf("wait: %d", got)
	}
	a.Set()
	if ntobj.Wait(nil, []ntobj.Waitable{b}, false, false, 0) != ntobj.WaitObject0 {
		t.Error("the other process does not see it set")
	}
}

func timer(t *testing.T, name string, manual bool) *ntobj.Timer {
	t.Helper()
	o, _, code := Timer(name, manual)
	if code != errno.Success {
		t.Fatalf("timer %s: %v", name, code)
	}
	t.Cleanup(o.Destroy)
	return o.(*ntobj.Timer)
}

const soon = 20 * time.Millisecond

func await(o ntobj.Waitable) uint32 {
	return ntobj.Wait(nil, []ntobj.Waitable{o}, false, false, 20_000)
}

func isSet(o ntobj.Waitable) bool {
	return ntobj.Wait(nil, []ntobj.Waitable{o}, false, false, 0) == ntobj.WaitObject0
}

func TestTimerRunsForTheOtherProcess(t *testing.T) {
	a, b := timer(t, "clock", false), timer(t, "clock", false)
	woken := make(chan uint32)
	go func() { woken <- await(b) }()
	a.Set(soon, 0, nil, nil)
	if got := <-woken; got != ntobj.WaitObject0 {
		t.Errorf("wait: %d", got)
	}
	if isSet(a) || isSet(b) {
		t.Error("the signal was not taken")
	}
	a.Set(0, soon, nil, nil)
	for range 3 {
		if got := await(b); got != ntobj.WaitObject0 {
			t.Errorf("wait for the next time: %d", got)
		}
	}
	b.Cancel()
	for isSet(a) { // by the last time before that
	}
	if got := ntobj.Wait(nil, []ntobj.Waitable{a}, false, false, 3*uint32(soon.Milliseconds())); got != ntobj.WaitTimeout {
		t.Errorf("wait for a timer that the other process has stopped: %d", got)
	}
}

func TestTimerOutlivesWhoSetIt(t *testing.T) {
	a, _, _ := Timer("legacy", true)
	b := timer(t, "legacy", true)
	a.(*ntobj.Timer).Set(soon, 0, nil, nil)
	a.Destroy()
	if got := await(b); got != ntobj.WaitObject0 || !isSet(b) {
		t.Errorf("wait: %d; a manual timer stays set", got)
	}
	b.Set(time.Hour, 0, nil, nil)
	if isSet(b) {
		t.Error("Set does not take the signal back")
	}
}

// routine is what timers have threads call.
func routine() any { return nil }

// called waits for the thread's next APC.
func called(t *testing.T, thread *ntobj.Thread) {
	t.Helper()
	if got := ntobj.Wait(thread, nil, false, true, 20_000); got != ntobj.WaitIOCompletion {
		t.Errorf("wait for a routine: %d", got)
	}
	thread.TakeAPC()
}

func TestOtherProcessStopsTheRoutines(t *testing.T) {
	a, b := timer(t, "routines", false), timer(t, "routines", false)
	mine, others := new(ntobj.Thread), new(ntobj.Thread)
	a.Set(0, time.Millisecond, mine, routine)
	for range 3 {
		called(t, mine)
	}
	time.Sleep(5 * time.Millisecond) // one more is queued
	b.Set(0, time.Millisecond, others, routine)
	if _, ok := mine.TakeAPC(); ok {
		t.Error("a routine that had not been called when another process set the timer anew")
	}
	for range 20 {
		called(t, others)
	}
	if _, ok := mine.TakeAPC(); ok {
		t.Error("a routine of a timer that has been set anew")
	}
}

func TestPublishedTimerRunsOn(t *testing.T) {
	a, thread := ntobj.NewTimer(false), new(ntobj.Thread)
	a.Set(soon, soon, thread, routine)
	publish(t, "running", a)
	b := other[*ntobj.Timer](t, "running")
	for range 3 {
		if got := await(b); got != ntobj.WaitObject0 {
			t.Errorf("wait: %d", got)
		}
		called(t, thread)
	}
}

func TestFarthestTimeIsNeverForOthersToo(t *testing.T) {
	a := ntobj.NewTimer(false)
	a.Set(math.MaxInt64, 0, nil, nil)
	publish(t, "never", a)
	b := other[*ntobj.Timer](t, "never")
	if got := ntobj.Wait(nil, []ntobj.Waitable{b}, false, false, 20); got != ntobj.WaitTimeout {
		t.Errorf("wait: %d", got)
	}
}

func TestPublishedObjectsKeepTheirState(t *testing.T) {
	publish(t, "set", ntobj.NewEvent(true, true))
	set := other[*ntobj.Event](t, "set")
	for range 2 {
		if ntobj.Wait(nil, []ntobj.Waitable{set}, false, false, 0) != ntobj.WaitObject0 {
			t.Error("a manual event is not set")
		}
	}
	publish(t, "counted", ntobj.NewSemaphore(2, 3))
	counted := other[*ntobj.Semaphore](t, "counted")
	if before, code := counted.Release(1); before != 2 || code != errno.Success {
		t.Errorf("the semaphore was at %d, %v", before, code)
	}
	if _, code := counted.Release(1); code != ntobj.TooManyPosts {
		t.Errorf("over its most: %v", code)
	}
	var owner, next ntobj.Thread
	mine := ntobj.NewMutex(&owner)
	publish(t, "owned", mine)
	owned := other[*ntobj.Mutex](t, "owned")
	if ntobj.Wait(&next, []ntobj.Waitable{owned}, false, false, 0) != ntobj.WaitTimeout {
		t.Error("an owned mutex was taken")
	}
	if code := mine.Release(&owner); code != errno.Success {
		t.Error(code)
	}
	if ntobj.Wait(&next, []ntobj.Waitable{owned}, false, false, 0) != ntobj.WaitObject0 {
		t.Error("a mutex that was given back was not taken")
	}
	if Publish("nothing", ntobj.NewThreadObject(&owner, 1)) != errno.NotSupported {
		t.Error("a thread was published")
	}
}
