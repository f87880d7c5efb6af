package ring

import (
	"testing"
	"unsafe"
)

// A program that cannot map the words retires the baton by a byte of its file.
func TestBatonIsRetiredByAByte(t *testing.T) {
	var w BatonWords
	b := NewBaton(&w)
	for range firstPause + 1 {
		b.Stamp(func() uint64 { return 1 })
	}
	if !b.Held() {
		t.Fatal("a writer that is alone does not hold the baton")
	}
	if unsafe.Offsetof(w.retired) != BatonRetired {
		t.Error("the byte lies elsewhere")
	}
	w.Retire()
	if b.Held() {
		t.Error("it is held after Retire")
	}
}

// Writers that write in turn stop taking the baton from each other.
func TestWritersInTurnLeaveTheBatonAlone(t *testing.T) {
	var w BatonWords
	a, b := NewBaton(&w), NewBaton(&w)
	var clock, held uint64
	tick := func() uint64 { clock++; return clock }
	for range 10_000 {
		for _, one := range []*Baton{&a, &b} {
			one.Stamp(tick)
			if w.holder[0].Load() != 0 {
				held++
			}
		}
	}
	if held > 100 {
		t.Errorf("taken or held %d times in 20,000 stamps", held)
	}
}
