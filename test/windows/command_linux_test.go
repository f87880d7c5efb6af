package windows

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// speaks has the command talk with itself through the system's slots.
func (c computer) speaks(t *testing.T) {
	mailslot := build(t, "build", "mailslot/cmd/mailslot")
	t.Run("Talk", func(t *testing.T) { c.talks(t, mailslot) })
	t.Run("Answers", func(t *testing.T) { c.answers(t, mailslot) })
	t.Run("ManyWriters", func(t *testing.T) { c.manyWriters(t, mailslot) })
	t.Run("KilledOwner", func(t *testing.T) { c.killedOwner(t, mailslot) })
}

func (c computer) send(t *testing.T, mailslot, slot, message string) {
	t.Helper()
	if out := c.run(t, ".", mailslot, "send", slot, message, "--wait", "60s"); out.code != 0 {
		t.Errorf("send: %+v", out)
	}
}

func (c computer) talks(t *testing.T, mailslot string) {
	listening := c.start(t, ".", "", mailslot, "listen", "talk", "--json", "--count", "2", "--timeout", "60s")
	c.send(t, mailslot, "talk", "one")
	c.send(t, mailslot, "talk", "two")
	out := listening.wait(t)
	for _, want := range []string{`"slot":"talk","size":3,"text":"one"`, `"text":"two"`, `"time":null`, `"uid":-1`} {
		if out.code != 0 || !strings.Contains(out.text, want) {
			t.Errorf("listen: code %d, no %s in %s", out.code, want, out.text)
		}
	}
}

func (c computer) answers(t *testing.T, mailslot string) {
	for _, run := range []struct {
		args string
		code int
		says string
	}{
		{"version --json", 0, `"os":"windows"`},
		{"send nobody x", 3, "win32 2"},
		{"wait nobody --timeout 50ms", 124, "win32 121"},
		{"listen quiet --timeout 50ms", 124, "win32 121"},
		{"doctor", 0, "round trip"},
		{"daemon --check", 1, "runs on Linux"},
		{"bench --rounds 1", 1, "Unix datagrams"},
		{"completion bash", 0, "mailslot"},
	} {
		if out := c.run(t, ".", mailslot, strings.Fields(run.args)...); out.code != run.code || !strings.Contains(out.text, run.says) {
			t.Errorf("%s: code %d, want %d and %q in %s", run.args, out.code, run.code, run.says, out.text)
		}
	}
}

// manyWriters is the order of each process's writes, and that nothing is lost.
func (c computer) manyWriters(t *testing.T, mailslot string) {
	const writers, each = 4, 250
	listening := c.start(t, ".", "", mailslot, "listen", "many", "--count", fmt.Sprint(writers*each), "--timeout", "60s")
	var sending []running
	for w := range writers {
		var lines strings.Builder
		for i := range each {
			fmt.Fprintln(&lines, w, i)
		}
		sending = append(sending, c.start(t, ".", lines.String(), mailslot, "send", "many", "--lines", "--wait", "60s"))
	}
	for _, s := range sending {
		if out := s.wait(t); out.code != 0 {
			t.Errorf("send: %+v", out)
		}
	}
	out := listening.wait(t)
	var next [writers]int
	for line := range strings.Lines(out.text) {
		var w, i int
		if n, _ := fmt.Sscan(line, &w, &i); n != 2 || w >= writers || next[w] != i {
			t.Fatalf("%q when of the writers %v were due", line, next)
		}
		next[w]++
	}
	if out.code != 0 || next != [writers]int{each, each, each, each} {
		t.Errorf("code %d, %v messages came", out.code, next)
	}
}

// killedOwner leaves its name free.
func (c computer) killedOwner(t *testing.T, mailslot string) {
	for range 3 {
		listening := c.start(t, ".", "", mailslot, "listen", "killed")
		c.send(t, mailslot, "killed", "are you there?")
		if out := c.run(t, ".", mailslot, "listen", "killed"); out.code != 4 {
			t.Errorf("a second listener: %+v", out)
		}
		listening.kill(t)
		c.awaitGone(t, mailslot, "killed")
	}
}

// awaitGone returns when nobody has the slot: Wine hears of a death a little later.
func (c computer) awaitGone(t *testing.T, mailslot, slot string) {
	t.Helper()
	const noSlot = 3
	for end := time.Now().Add(deadline); time.Now().Before(end); {
		if c.run(t, ".", mailslot, "send", slot, "and now?").code == noSlot {
			return
		}
	}
	t.Error("the slot of a killed owner can still be opened")
}
