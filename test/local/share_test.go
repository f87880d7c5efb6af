//go:build linux

package local

import (
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"mailslot"
)

// share is how much of a long lane this run takes.
func share(full, part int) int {
	if os.Getenv("MAILSLOT_LONG") == "1" {
		return full
	}
	return part
}

// random is the test's own stream of choices. The seed is printed; setting
// MAILSLOT_SEED replays it.
func random(t *testing.T) *rand.Rand {
	t.Helper()
	seed, err := strconv.ParseUint(os.Getenv("MAILSLOT_SEED"), 10, 64)
	if err != nil {
		seed = uint64(rand.Uint32())
	}
	t.Logf("replay with MAILSLOT_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// computer makes a namespace of the test's own, for it and its helpers.
func computer(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("MAILSLOT_DIR", dir)
	return dir
}

// listen creates a slot that is closed at the end of the test.
func listen(t *testing.T, name string, c mailslot.ListenConfig) *mailslot.Slot {
	t.Helper()
	s, err := c.Listen(name)
	must(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// dial opens a client handle that is closed at the end of the test.
func dial(t *testing.T, name string) *mailslot.Writer {
	t.Helper()
	w, err := mailslot.Dial(name)
	must(t, err)
	t.Cleanup(func() { w.Close() })
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually polls a condition that another process brings about.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); {
		if time.Now().After(deadline) {
			t.Fatalf("in vain waited for %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

// needRoot skips a test that changes users or namespaces.
func needRoot(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("not run: needs root")
	}
}

// yield gives the core to another process; a spinning test must.
func yield() { runtime.Gosched(); schedYield() }

// medianOf is the median of one value of each element.
func medianOf[T any](all []T, of func(T) int) int {
	values := make([]int, len(all))
	for i, v := range all {
		values[i] = of(v)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
