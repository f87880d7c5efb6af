//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"mailslot/internal/crashpoint"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

const delayVariable = "MAILSLOT_DELAY_READER"

// lingers says whether this process now lingers between any two accesses: the
// order lane's reader does, and victims and who reads from them, for so they
// come to what is rare.
var lingers atomic.Bool

// installPoints makes every access to shared memory and every system call of the
// transport a crash point of this process. It must be in place before the first
// slot.
func installPoints() {
	helper := os.Getenv(helperVariable)
	lingers.Store(strings.HasPrefix(helper, "victim-") || helper == "" && os.Getenv(delayVariable) == "1")
	access := func(name string) {
		if lingers.Load() {
			delay()
		}
		crashpoint.Here(name)
	}
	call := func(name string) error {
		crashpoint.Here("call " + name)
		return nil
	}
	ring.Hook.Store(&access)
	shm.Fault.Store(&call)
}

// delay now and then hands the processor to another process for a while.
func delay() {
	switch n := rand.IntN(200); {
	case n == 0:
		time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
	case n < 20:
		schedYield()
	}
}
