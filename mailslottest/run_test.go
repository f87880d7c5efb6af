package mailslottest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A call that waits for a lock has not come to its wait for a message yet.
func TestALockIsNotTakenForAWait(t *testing.T) {
	var lock sync.Mutex
	var passed atomic.Bool
	end := make(chan struct{})
	defer close(end)
	lock.Lock()
	time.AfterFunc(50*time.Millisecond, lock.Unlock)
	new(run).blocked(func() {
		lock.Lock()
		passed.Store(true)
		<-end
	})
	if !passed.Load() {
		t.Error("the call is taken for one that waits")
	}
}
