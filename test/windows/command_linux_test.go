package windows

import (
	"strings"
	"testing"
)

// talks has the command talk with itself through the system's slots.
func (c computer) talks(t *testing.T) {
	mailslot := build(t, "build", "mailslot/cmd/mailslot")

	listening := c.start(t, ".", mailslot, "listen", "talk", "--json", "--count", "2", "--timeout", "60s")
	for _, message := range []string{"one", "two"} {
		if out := c.run(t, ".", mailslot, "send", "talk", message, "--wait", "60s"); out.code != 0 {
			t.Errorf("send: %+v", out)
		}
	}
	out := listening()
	for _, want := range []string{`"slot":"talk","size":3,"text":"one"`, `"text":"two"`, `"time":null`, `"uid":-1`} {
		if out.code != 0 || !strings.Contains(out.text, want) {
			t.Errorf("listen: code %d, no %s in %s", out.code, want, out.text)
		}
	}

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
