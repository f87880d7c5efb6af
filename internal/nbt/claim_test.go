package nbt

import (
	"testing"
	"time"
)

func TestNodeClaimsItsNames(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.2/24", Config{Computer: "alpha", Workgroup: "mslot", Domains: []string{"other"}})
	w.run(500 * time.Millisecond)
	if a.owns("ALPHA") {
		t.Error("owned before anybody could object")
	}
	w.settle()
	for _, name := range []string{"ALPHA", "MSLOT", "OTHER"} {
		if !a.owns(name) {
			t.Errorf("%s is not owned", name)
		}
	}
}

func TestSecondClaimantIsRefused(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.9/24", Config{Computer: "same"})
	w.settle()
	b := w.add("10.77.0.2/24", Config{Computer: "same"})
	w.settle()
	if !a.owns("SAME") || b.state(mustName("SAME")) != Conflict {
		t.Errorf("states %v and %v", a.state(mustName("SAME")), b.state(mustName("SAME")))
	}
	if s := b.node.Names()[0]; s.Owner != a.addr {
		t.Errorf("conflict with %v, want %v", s.Owner, a.addr)
	}
	if a.count(NamesDefended) == 0 {
		t.Error("nothing was defended")
	}
}

func TestGroupIsSharedButNotGivenAway(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.2/24", Config{Computer: "a", Workgroup: "team"})
	b := w.add("10.77.0.3/24", Config{Computer: "b", Workgroup: "team"})
	w.settle()
	c := w.add("10.77.0.4/24", Config{Computer: "team", Workgroup: "x"})
	w.settle()
	if !a.owns("TEAM") || !b.owns("TEAM") || c.state(mustName("TEAM")) != Conflict {
		t.Errorf("states %v, %v, %v", a.state(mustName("TEAM")), b.state(mustName("TEAM")), c.state(mustName("TEAM")))
	}
}
