//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"math/rand/v2"
	"os"
	"time"

	"mailslot/internal/crashpoint"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

const delayVariable = "MAILSLOT_DELAY_READER"

// installPoints makes every access to shared memory and every system call of the
// transport a crash point of this process, and delays it there when the order
// lane asks for that. It must be in place before the first slot.
func installPoints() {
	access := crashpoint.Here
	if os.Getenv(delayVariable) == "1" && os.Getenv(helperVariable) == "" {
		access = delay
	}
	call := func(name string) error {
		crashpoint.Here("call " + name)
		return nil
	}
	ring.Hook.Store(&access)
	shm.Fault.Store(&call)
}

// delay now and then hands the processor to a writer for a while, between any
// two accesses of the reader.
func delay(string) {
	switch n := rand.IntN(200); {
	case n == 0:
		time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
	case n < 20:
		schedYield()
	}
}
