package local

import "testing"

func TestAReaderYieldsOnlyWhereThatBringsMoreMessages(t *testing.T) {
	for _, c := range []struct {
		plain, yielding uint64
		want            bool
	}{{0, 0, false}, {1000, 1000, false}, {1000, 1250, false}, {1000, 1251, true}, {1000, 10, false}} {
		f := flow{plain: c.plain}
		if f.keep(c.yielding); f.yield != c.want {
			t.Errorf("%d messages without and %d with yielding: yields %v", c.plain, c.yielding, f.yield)
		}
	}
}

func TestTrialsThatFailBecomeRare(t *testing.T) {
	f := flow{plain: 1}
	for want := firstPause; want < lastPause; want *= 2 {
		if f.keep(0); f.left != want {
			t.Fatalf("the next trial comes after %d looks, want %d", f.left, want)
		}
	}
	f.keep(0)
	if f.keep(0); f.left != lastPause {
		t.Errorf("the next trial comes after %d looks, at most %d were expected", f.left, lastPause)
	}
	if f.keep(2); !f.yield || f.left != firstPause {
		t.Errorf("after a success the next trial comes after %d looks, want %d", f.left, firstPause)
	}
}

func TestALongYieldEndsItsStage(t *testing.T) {
	f := flow{stage: yielding, yield: true, left: trialLooks, plain: 1 << 60}
	if f.hold(0) || f.stage != keeping { // it began at time 0: long ago
		t.Error("yielding went on, although it brought nothing for long")
	}
}
