//go:build mailslot_hooks

package shm

import "sync/atomic"

// Fault, when set, is asked before every system call of the transport, by the
// call's name; what it returns is the call's error.
var Fault atomic.Pointer[func(call string) error]

func fault(call string) error {
	if f := Fault.Load(); f != nil {
		return (*f)(call)
	}
	return nil
}
