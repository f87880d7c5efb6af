package ntobj

import (
	"sync"
	"testing"

	"mailslot/internal/errno"
)

type thing struct {
	Base
	destroyed int
}

func (o *thing) Destroy() { o.destroyed++ }

func mustInsert(t *testing.T, table *Table, o Object) Handle {
	t.Helper()
	h, code := table.Insert(o, FileAllAccess, 0)
	if code != errno.Success {
		t.Fatal(code)
	}
	return h
}

func TestHandlesAreSmallMultiplesOfFour(t *testing.T) {
	var table Table
	for i := range 3 {
		if h := mustInsert(t, &table, new(thing)); h != Handle(4*(i+1)) {
			t.Errorf("handle %d is %#x", i, h)
		}
	}
	if e := table.Get(4 + 3); e == nil || e != table.Get(4) {
		t.Error("the two low bits of a handle count")
	}
}

func TestWhatIsNoHandleFindsNothing(t *testing.T) {
	var table Table
	mustInsert(t, &table, new(thing))
	for _, h := range []Handle{0, 3, 8, 4 * MaxHandles, 4*MaxHandles + 4, InvalidHandle, InvalidHandle - 1} {
		if e := table.Get(h); e != nil {
			t.Errorf("%#x finds %v", h, e)
		}
	}
}

func TestLastHandleDestroysObjectOnce(t *testing.T) {
	var table Table
	o := new(thing)
	h := mustInsert(t, &table, o)
	dup, code := table.Duplicate(h, 1, false, Inherit)
	if code != errno.Success {
		t.Fatal(code)
	}
	if e := table.Get(dup); e.Access != 1 || e.Flags() != Inherit || e.Object != Object(o) {
		t.Errorf("duplicate is %+v", e)
	}
	if code := table.Close(h); code != errno.Success || o.destroyed != 0 {
		t.Errorf("first close: %v, destroyed %d times", code, o.destroyed)
	}
	if code := table.Close(h); code != errno.InvalidHandle {
		t.Errorf("second close of one handle: %v", code)
	}
	if code := table.Close(dup); code != errno.Success || o.destroyed != 1 {
		t.Errorf("last close: %v, destroyed %d times", code, o.destroyed)
	}
	if _, code := table.Duplicate(dup, 0, true, 0); code != errno.InvalidHandle {
		t.Errorf("duplicating a closed handle: %v", code)
	}
}

func TestProtectedHandleStaysOpen(t *testing.T) {
	var table Table
	h := mustInsert(t, &table, new(thing))
	table.SetFlags(h, Inherit|ProtectFromClose, ^uint32(0))
	if code := table.Close(h); code != errno.InvalidHandle {
		t.Errorf("close: %v", code)
	}
	table.SetFlags(h, ProtectFromClose, 0)
	if e := table.Get(h); e.Flags() != Inherit {
		t.Errorf("flags are %d", e.Flags())
	}
	if code := table.Close(h); code != errno.Success {
		t.Errorf("close without the flag: %v", code)
	}
}

func TestClosedHandleIsNotReusedSoon(t *testing.T) {
	var table Table
	old := mustInsert(t, &table, new(thing))
	table.Close(old)
	for range chunkSize - 1 {
		if h := mustInsert(t, &table, new(thing)); h == old {
			t.Fatal("a stale handle came to life at once")
		} else {
			table.Close(h)
		}
	}
	if h := mustInsert(t, &table, new(thing)); h != old {
		t.Errorf("handles grow without end: %#x", h)
	}
}

func TestHandleLimit(t *testing.T) {
	var table Table
	o := new(thing)
	for range MaxHandles - 1 {
		mustInsert(t, &table, o)
	}
	last := mustInsert(t, &table, o)
	if _, code := table.Insert(o, 0, 0); code != errno.NoSystemResources {
		t.Errorf("one handle too many: %v", code)
	}
	if table.Get(last) == nil || last != 4*MaxHandles {
		t.Errorf("the last handle %#x is not usable", last)
	}
	table.Close(last)
	if h := mustInsert(t, &table, o); h != last {
		t.Errorf("the freed place is not used: %#x", h)
	}
}

func TestNamedObjectLivesAsLongAsItsHandles(t *testing.T) {
	var table Table
	create := func() (Object, bool, errno.Errno) { return new(thing), false, errno.Success }
	nothing := func() (Object, bool, errno.Errno) { return nil, false, errno.FileNotFound }
	a, existed, code := table.InsertNamed("n", 0, 0, create)
	if existed || code != errno.Success {
		t.Fatal(existed, code)
	}
	b, existed, _ := table.InsertNamed("n", 0, 0, create)
	if !existed || table.Get(a).Object != table.Get(b).Object {
		t.Error("the second creation made another object")
	}
	c, _, code := table.InsertNamed("n", 0, 0, nothing)
	if code != errno.Success {
		t.Fatal(code)
	}
	for _, h := range []Handle{a, b, c} {
		table.Close(h)
	}
	if _, _, code := table.InsertNamed("n", 0, 0, nothing); code != errno.FileNotFound {
		t.Errorf("the name outlives its object: %v", code)
	}
}

func TestLookUpsNeverSeeHalfAHandle(t *testing.T) {
	var table Table
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5000 {
				h, _ := table.Insert(new(thing), FileReadData, 0)
				if e := table.Get(h); e == nil || e.Access != FileReadData {
					t.Error("an open handle is not found")
					return
				}
				table.Close(h)
			}
		})
	}
	wg.Go(func() {
		for range 5000 {
			table.Each(func(h Handle, e *Entry) {
				if e.Object == nil {
					t.Error("an entry without object")
				}
			})
		}
	})
	wg.Wait()
}

func TestForeignNumbersStayApart(t *testing.T) {
	var table Table
	if code := table.InsertAt(Foreign(MaxForeign-1), new(thing), 1, 0); code != errno.Success {
		t.Fatal(code)
	}
	if code := table.InsertAt(Foreign(MaxForeign), new(thing), 1, 0); code != errno.InvalidHandle {
		t.Errorf("one too many: %v", code)
	}
	if code := table.InsertAt(Foreign(0), new(thing), 1, 0); code != errno.Success {
		t.Fatal(code)
	}
	if h := mustInsert(t, &table, new(thing)); h != handleStep {
		t.Errorf("the next handle of the process itself is %#x", h)
	}
	seen := 0
	table.Each(func(Handle, *Entry) { seen++ })
	if seen != 3 || table.Close(Foreign(0)) != errno.Success || table.Get(Foreign(0)) != nil {
		t.Errorf("%d handles seen, or one that does not close", seen)
	}
}

// A number that is taken leaves nothing of the object that was found for it.
func TestNamedObjectWithoutAHandleIsForgotten(t *testing.T) {
	var table Table
	taken := mustInsert(t, &table, new(thing))
	lost := new(thing)
	find := func() (Object, bool, errno.Errno) { return lost, true, errno.Success }
	if code := table.InsertNamedAt(taken, "name", 1, 0, find); code != errno.InvalidHandle || lost.destroyed != 1 {
		t.Errorf("%v, destroyed %d times", code, lost.destroyed)
	}
	fresh := new(thing)
	make := func() (Object, bool, errno.Errno) { return fresh, false, errno.Success }
	h, existed, code := table.InsertNamed("name", 1, 0, make)
	if code != errno.Success || existed || table.Get(h).Object != Object(fresh) {
		t.Errorf("the name leads to what has no handle: existed %v, %v", existed, code)
	}
}
