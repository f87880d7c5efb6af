package mailslottest

import (
	"runtime"
	"sync/atomic"
	"testing"
)

// Difference is a case in which a system is known not to do as Windows does.
type Difference struct {
	Case   string
	Number string // of docs/win32-rules.md: of its table of differences, or a rule
	Does   string // instead
}

// differs expects the case to fail.
func differs(t *testing.T, d Difference, c Case, sys System) {
	judge := &dissent{TB: t}
	done := make(chan struct{})
	go func() { // which Fatalf can end
		defer close(done)
		c.test(&run{judge, sys})
	}()
	<-done
	if !judge.failed.Load() {
		t.Errorf("is as on Windows, and in the list of known differences as %s: %s", d.Number, d.Does)
		return
	}
	t.Logf("expected difference %s: %s", d.Number, d.Does)
}

// dissent notes a failure instead of failing.
type dissent struct {
	testing.TB
	failed atomic.Bool
}

func (d *dissent) Errorf(format string, args ...any) {
	d.TB.Helper()
	d.failed.Store(true)
	d.TB.Logf("differs: "+format, args...)
}

func (d *dissent) Fatalf(format string, args ...any) {
	d.TB.Helper()
	d.Errorf(format, args...)
	runtime.Goexit()
}
