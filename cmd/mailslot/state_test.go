package main

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"mailslot/internal/local"
)

// ofWindows is a slot of a system that tells no more than GetMailslotInfo does.
func ofWindows() state {
	return state{
		about: local.About{Name: "x", UID: -1, PID: -1, Alive: true},
		info:  local.Info{Count: 2, NextSize: 3, Writers: -1, UnreadBytes: -1},
	}
}

func TestWhatTheSystemDoesNotTellIsADash(t *testing.T) {
	c := console{out: io.Discard}
	if got, want := c.listRow(ofWindows()), []string{"x", "-", "-", "-", "any", "3", "2", "-"}; !slices.Equal(got, want) {
		t.Errorf("list: %v", got)
	}
	row := watchRow(event{slotObject: ofWindows().object()}, 2)
	if got, want := row[1:7], []string{"", "-", "-", "-", "-", "2"}; !slices.Equal(got, want) {
		t.Errorf("watch: %q", got)
	}
}

func TestWhatTheSystemDoesNotTellIsNull(t *testing.T) {
	b, err := json.Marshal(ofWindows().object())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"created":null`, `"writers":null`, `"uid":-1`, `"count":2`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in %s", want, b)
		}
	}
}

func TestTrafficThatTheSystemDoesNotTellIsNone(t *testing.T) {
	before, now := local.Info{Writers: -1}, local.Info{Writers: -1, Count: 5}
	if messages, bytes := rates(before, now, time.Second); messages != 0 || bytes != 0 {
		t.Errorf("%v messages, %v bytes a second", messages, bytes)
	}
}
