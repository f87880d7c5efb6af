//go:build unix

package main

import (
	"strings"
	"testing"
)

// TestLongNamesLeaveRoomForTheFigures in the live table.
func TestLongNamesLeaveRoomForTheFigures(t *testing.T) {
	unread, writers := 7, 3
	e := event{MessagesPerSecond: 42}
	e.Slot, e.Count, e.Writers = "plant/"+strings.Repeat("x", 200)+"/alarms", &unread, &writers
	v := watchView{width: 80, rows: []event{e}}
	var row string
	for _, line := range v.draw() {
		if strings.HasPrefix(line, "plant/") {
			row = line
		}
	}
	for _, want := range []string{"…", "alarms", "42.0", " 7"} {
		if !strings.Contains(row, want) {
			t.Errorf("no %q in %q", want, row)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"exact", "exact"}, {"öläüß6", "öl…ß6"}, {"", ""},
	} {
		if got := shorten(c.name, 5); got != c.want {
			t.Errorf("shorten(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}
