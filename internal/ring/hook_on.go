//go:build mailslot_hooks

package ring

import "sync/atomic"

// Hook, when set, is called before every access to shared memory with its
// name. Model checkers and the order lane schedule and delay in it.
var Hook atomic.Pointer[func(point string)]

func step(point string) {
	if h := Hook.Load(); h != nil {
		(*h)(point)
	}
}
