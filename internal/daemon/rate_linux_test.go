package daemon

import (
	"testing"
	"time"
)

func TestUserGetsItsRateAndNoMore(t *testing.T) {
	r, now := newUserRate(10), time.Unix(1000, 0)
	allowed := 0
	for range 100 {
		if r.allow(1000, now) {
			allowed++
		}
	}
	if allowed != 10 {
		t.Errorf("a burst of %d, want 10", allowed)
	}
	if !r.allow(2000, now) {
		t.Error("another user pays for it")
	}
	if r.allow(1000, now.Add(99*time.Millisecond)) || !r.allow(1000, now.Add(101*time.Millisecond)) {
		t.Error("the rate is not ten a second")
	}
	if r.allow(1000, now.Add(-time.Hour)) {
		t.Error("a clock that jumps back gives tokens")
	}
}

func TestRateOfZeroIsNoLimit(t *testing.T) {
	r := newUserRate(0)
	for range 10_000 {
		if !r.allow(1, time.Unix(1, 0)) {
			t.Fatal("refused")
		}
	}
}

func TestRememberedUsersAreBounded(t *testing.T) {
	r, now := newUserRate(1), time.Unix(1000, 0)
	for uid := range uint32(maxUsers + 1) {
		r.allow(uid, now.Add(time.Duration(uid)*time.Millisecond))
	}
	if len(r.users) != maxUsers {
		t.Errorf("%d users are remembered, want %d", len(r.users), maxUsers)
	}
	if _, ok := r.users[0]; ok {
		t.Error("the one that was quiet longest is remembered")
	}
}
