package lane

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const examples = "../../../examples/c/"

func TestExampleNotes(t *testing.T) {
	for _, b := range allBuilds {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			c := newComputer(t)
			s := c.server(`examples\notes`, b.compile(t, examples+"notes_server.c"))
			if out, code := c.output("", b.compile(t, examples+"notes_client.c"), "один", "two words", "bye"); code != 0 {
				t.Errorf("client: code %d\n%s", code, out)
			}
			contains(t, s.wait(), "note: один\n", "note: two words\n", "note: bye\n")
		})
	}
}

func TestExampleQueue(t *testing.T) {
	for _, b := range ansiBuilds {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			c := newComputer(t)
			s := c.server(`examples\queue`, b.compile(t, examples+"queue_server.c"))
			out, _ := c.output("", b.compile(t, examples+"queue_client.cpp"))
			contains(t, out, "four written")
			text := s.wait()
			for _, word := range []string{"spade", "heart", "club", "gem", "done: nothing more"} {
				contains(t, text, word)
			}
		})
	}
}

func TestExampleWatch(t *testing.T) {
	c := newComputer(t)
	s := c.server(`examples\watch`, ansi.compile(t, examples+"watch_server.cpp"))
	if out, err := c.command(filepath.Join(binDir, "mailslot"), "send", `examples\watch`, "look").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s.poll("message: look")
	s.cmd.Process.Signal(os.Interrupt)
	contains(t, s.wait(), "message: look", "stopped")
}

// The examples are one source: they compile for Windows as they are.
func TestExamplesForWindows(t *testing.T) {
	sources, err := filepath.Glob(examples + "*.c*")
	if err != nil || len(sources) == 0 {
		t.Fatal("no examples", err)
	}
	for _, source := range sources {
		compiler := "x86_64-w64-mingw32-gcc"
		if strings.HasSuffix(source, ".cpp") {
			compiler = "x86_64-w64-mingw32-g++"
		}
		needs(t, compiler)
		for _, mode := range [][]string{nil, {"-DUNICODE", "-D_UNICODE", "-municode"}} {
			args := append([]string{"-Wall", "-fsyntax-only", source}, mode...)
			if out, err := exec.Command(compiler, args...).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%s %v: %v\n%s", source, mode, err, out)
			}
		}
	}
}
