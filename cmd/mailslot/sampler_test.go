package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// slotState is a slot of messages of 10 bytes, which take up 32 while they are
// unread.
func slotState(name string, pid, count int, read uint64) state {
	return state{
		about: local.About{Name: name, PID: pid, Alive: true},
		info:  local.Info{Count: count, Read: read, UnreadBytes: int64(count) * 32, ReadBytes: read * 10},
	}
}

func kinds(events []event) string {
	var s []string
	for _, e := range events {
		s = append(s, fmt.Sprintf("%s %s %v %v", e.Event, e.Slot, e.MessagesPerSecond, e.BytesPerSecond))
	}
	return strings.Join(s, "\n")
}

func TestSamplerTellsWhatHappenedBetweenLooks(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	looks := []struct {
		states []state
		want   string
	}{
		{[]state{slotState("a", 1, 5, 0), slotState("b", 1, 0, 0)}, "present a 0 0\npresent b 0 0"},
		{[]state{slotState("a", 1, 2, 7), slotState("c", 1, 9, 9)}, "closed b 0 0\nstats a 2 0\ncreated c 0 0"},
		{[]state{slotState("a", 1, 3, 9), slotState("c", 1, 9, 9)}, "stats a 1.5 26\nstats c 0 0"},
		{[]state{slotState("a", 2, 0, 0), slotState("c", 1, 0, 18)}, "closed a 0 0\ncreated a 0 0\nstats c 0 0"},
		{nil, "closed a 0 0\nclosed c 0 0"},
		{nil, ""},
	}
	var p sampler
	for i, l := range looks {
		got := kinds(p.next(start.Add(time.Duration(i)*2*time.Second), l.states, true))
		if diff := cmp.Diff(l.want, got); diff != "" {
			t.Errorf("look %d: %s", i, diff)
		}
	}
}

func TestRatesAreThoseOfWholeIntervals(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var p sampler
	p.next(start, []state{slotState("a", 1, 0, 0)}, true)
	between := p.next(start.Add(time.Second), []state{slotState("a", 1, 5, 0), slotState("b", 1, 0, 0)}, false)
	if diff := cmp.Diff("created b 0 0", kinds(between)); diff != "" {
		t.Errorf("between ticks: %s", diff)
	}
	whole := p.next(start.Add(2*time.Second), []state{slotState("a", 1, 6, 0)}, true)
	if diff := cmp.Diff("closed b 0 0\nstats a 3 96", kinds(whole)); diff != "" {
		t.Errorf("at the tick: %s", diff)
	}
}

// A stopped server answers nothing: what it says afterwards has not all come in
// since.
func TestASlotThatDidNotAnswerHadNoTraffic(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	stopped := slotState("a", 1, 0, 0)
	stopped.denied = errno.SemTimeout
	var p sampler
	for i, l := range []struct {
		state state
		want  string
	}{
		{slotState("a", 1, 5, 100), "present a 0 0"},
		{stopped, "stats a 0 0"},
		{slotState("a", 1, 6, 100), "stats a 0 0"},
		{slotState("a", 1, 7, 100), "stats a 1 32"},
	} {
		got := kinds(p.next(start.Add(time.Duration(i)*time.Second), []state{l.state}, true))
		if diff := cmp.Diff(l.want, got); diff != "" {
			t.Errorf("look %d: %s", i, diff)
		}
	}
}

func TestCountsThatMayNotBeSeenAreNull(t *testing.T) {
	s := slotState("a", 1, 5, 0)
	s.denied = errno.AccessDenied
	var b strings.Builder
	if err := (console{out: &b}).printJSON(s.object()); err != nil {
		t.Fatal(err)
	}
	if want := `"next_size":null,"count":null,"read_timeout_ms":null,"writers":null}`; !strings.HasSuffix(b.String(), want+"\n") {
		t.Errorf("got %s", b.String())
	}
}

// view feeds messages to a new view.
func view(messages ...tea.Msg) (watchView, tea.Cmd) {
	m, cmd := tea.Model(watchView{}), tea.Cmd(nil)
	for _, msg := range messages {
		m, cmd = m.Update(msg)
	}
	return m.(watchView), cmd
}

func TestViewShowsSlotsAndHistory(t *testing.T) {
	start := time.Now()
	v, _ := view(
		look{tick: true, time: start, states: []state{slotState("alpha", 7, 1, 0), slotState("gone\x1b", 1, 0, 0)}},
		look{tick: true, time: start.Add(time.Second), states: []state{slotState("alpha", 7, 4, 0), slotState("net\\b", 1, 40, 0)}},
	)
	text := strings.Join(v.draw(), "\n")
	for _, want := range []string{"2 slots  3.0 messages/s  96 B/s  44 unread", "alpha ", "net/b ", "closed  gone\\x1b", "created net/b", "▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(text, "\x1b") {
		t.Errorf("a slot's name reaches the terminal unescaped:\n%q", text)
	}
}

func TestViewFitsTheWindow(t *testing.T) {
	var many []state
	for i := range 50 {
		many = append(many, slotState(fmt.Sprintf("slot%02d", i), 1, i, 0))
	}
	now := time.Now()
	for _, height := range []int{1, 5, 20, 200} {
		v, _ := view(tea.WindowSizeMsg{Width: 30, Height: height}, look{time: now, states: many})
		lines := v.draw()
		if height >= 5 && len(lines) > height {
			t.Errorf("%d lines in a window of %d", len(lines), height)
		}
		for _, line := range lines {
			if n := len([]rune(line)); n > 30 {
				t.Errorf("a line of %d characters: %q", n, line)
			}
		}
	}
}

func TestHistoryIsBounded(t *testing.T) {
	v, _ := view(look{time: time.Now()})
	for i := range 2 * historySize {
		v.take(look{time: time.Now(), states: []state{slotState(fmt.Sprint("s", i), 1, 0, 0)}})
		if len(v.history) > historySize {
			t.Fatalf("%d lines of history", len(v.history))
		}
	}
	if len(v.history) != historySize {
		t.Errorf("%d lines of history, want %d", len(v.history), historySize)
	}
}

func TestViewEndsByKeyAndByError(t *testing.T) {
	quits := func(cmd tea.Cmd) bool {
		if cmd == nil {
			return false
		}
		_, ok := cmd().(tea.QuitMsg)
		return ok
	}
	if v, cmd := view(tea.KeyPressMsg{Code: 'q', Text: "q"}); !quits(cmd) || v.err != nil {
		t.Errorf("q: %v", v.err)
	}
	v, cmd := view(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	if code, ok := interruption(t.Context(), v.err); !quits(cmd) || !ok || code != 130 {
		t.Errorf("Ctrl-C: %v", v.err)
	}
	if v, cmd := view(look{err: errno.AccessDenied}); !quits(cmd) || exitCode(v.err) != exitDenied {
		t.Errorf("a failed look: %v", v.err)
	}
	if _, cmd := view(tea.KeyPressMsg{Code: 'x', Text: "x"}); cmd != nil {
		t.Error("x does something")
	}
}
