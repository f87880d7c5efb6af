//go:build !mailslot_hooks

package shm

// fault lets a test make a system call fail. Without the build tag
// mailslot_hooks it is nothing.
func fault(string) error { return nil }
