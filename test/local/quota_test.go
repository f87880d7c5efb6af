//go:build linux

package local

import (
	"testing"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// TestLongLivedHandleIsNoOffender fills and empties a slot with a small quota
// again and again: however many rings a handle has handed over in its life,
// only those that are unread count.
func TestLongLivedHandleIsNoOffender(t *testing.T) {
	dir := computer(t)
	r := random(t)
	slot, err := local.Listen("worn", local.Config{Dir: dir, Quota: local.MinQuota})
	must(t, err)
	defer slot.Close()
	w, err := local.Dial(dir, "worn")
	must(t, err)
	defer w.Close()
	buf := make([]byte, 4<<10)
	for range share(20_000, 1_000) {
		written := 0
		for err = nil; err == nil; written++ {
			err = w.Write(buf[:r.IntN(len(buf))])
		}
		if errno.Of(err) != errno.NotEnoughQuota {
			t.Fatalf("write: %v", err)
		}
		for range written - 1 {
			if _, err := slot.Read(buf, local.Wait{Timeout: -1}); err != nil {
				t.Fatalf("read: %v", err)
			}
		}
	}
	if info, err := slot.Info(); err != nil || info.Offenders != 0 || info.Count != 0 {
		t.Errorf("at the end: %+v, %v", info, err)
	}
}
