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

// eachExample runs a test in every build that an example has.
func eachExample(t *testing.T, builds []build, test func(t *testing.T, b build, c computer)) {
	for _, b := range builds {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			test(t, b, newComputer(t))
		})
	}
}

// To the own computer a message goes by the rules of the network.
func TestExampleShout(t *testing.T) {
	eachExample(t, allBuilds, func(t *testing.T, b build, c computer) {
		s := c.server(`examples\shout`, b.compile(t, examples+"shout_server.c"))
		host, err := os.Hostname()
		if err != nil {
			t.Fatal(err)
		}
		client := b.compile(t, examples+"shout_client.c")
		if out, code := c.output("", client, host, "привет"); code != 0 || out != "12 bytes shouted\n" {
			t.Errorf("client: code %d, %q", code, out)
		}
		if out, code := c.output("", client, host, strings.Repeat("x", 425)); code != 1 {
			t.Errorf("425 bytes: code %d, %q", code, out)
		}
		contains(t, s.wait(), "heard: привет\n", "silence\n")
	})
}

func TestExampleInherit(t *testing.T) {
	eachExample(t, allBuilds, func(t *testing.T, b build, c computer) {
		out, code := c.output("", b.compile(t, examples+"inherit_server.c"), ansi.compile(t, examples+"inherit_client.c"))
		if want := "child says: good morning\nchild says: good night\nchild ended with 3\n"; out != want || code != 0 {
			t.Errorf("code %d, %q", code, out)
		}
	})
}

// A user may usually open 1024 files, and the library's descriptors lie above.
func TestChildrenInheritUnderTheUsualLimit(t *testing.T) {
	server, client := ansi.compile(t, examples+"inherit_server.c"), ansi.compile(t, examples+"inherit_client.c")
	out, code := newComputer(t).output("", "sh", "-c", `ulimit -Sn 1024 && exec "$@"`, "sh", server, client)
	if want := "child says: good morning\nchild says: good night\nchild ended with 3\n"; out != want || code != 0 {
		t.Errorf("code %d, %q", code, out)
	}
}

func TestExampleSecure(t *testing.T) {
	eachExample(t, ansiBuilds, func(t *testing.T, b build, c computer) {
		if err := os.Chmod(c.dir, 0o1777); err != nil { // a place for all users
			t.Fatal(err)
		}
		client := b.compile(t, examples+"secure_client.cpp")
		if out, _ := c.output("", client); out != "no server\n" {
			t.Errorf("without a server: %q", out)
		}
		s := c.server(`examples\secure`, b.compile(t, examples+"secure_server.c"))
		if out, code := c.output("", client); code != 0 {
			t.Errorf("client: code %d, %q", code, out)
		}
		contains(t, s.wait(), "somebody says: hello\n")
	})
}

func TestExampleBell(t *testing.T) {
	eachExample(t, ansiBuilds, func(t *testing.T, b build, c computer) {
		s := c.server(`examples\bell`, b.compile(t, examples+"bell_server.c"))
		if out, code := c.output("", b.compile(t, examples+"bell_client.c")); code != 0 {
			t.Errorf("client: code %d, %q", code, out)
		}
		contains(t, s.wait(), "ring 1", "ring 2", "ring 3", "3 rings, then: open the door")
	})
}

// The servers take messages from the Go program, and the clients write to it.
func TestExamplesMeetTheCommandLine(t *testing.T) {
	mailslot := filepath.Join(binDir, "mailslot")
	c := newComputer(t)
	s := c.server(`examples\bell`, ansi.compile(t, examples+"bell_server.c"))
	for _, text := range []string{"", "", "from Go"} {
		if out, err := c.command(mailslot, "send", `examples\bell`, text).CombinedOutput(); err != nil {
			t.Fatalf("send: %v\n%s", err, out)
		}
	}
	contains(t, s.wait(), "2 rings, then: from Go")

	for client, want := range map[string]string{"bell": "open the door", "secure": "hello"} {
		source, count := examples+client+"_client.c", "4"
		if client == "secure" {
			source, count = source+"pp", "1"
		}
		listener := c.server(`examples\`+client, mailslot, "listen", `examples\`+client, "--count", count)
		if out, code := c.output("", ansi.compile(t, source)); code != 0 {
			t.Errorf("%s: code %d, %q", client, code, out)
		}
		contains(t, listener.wait(), want)
	}
}

// The sources in C are C++ as well.
func TestExamplesAsCxx(t *testing.T) {
	sources, _ := filepath.Glob(examples + "*.c")
	for _, source := range sources {
		for _, compiler := range []string{"g++", "clang++"} {
			needs(t, compiler)
			for _, mode := range [][]string{nil, {"-DUNICODE"}, {"-DUNICODE", "-fshort-wchar"}} {
				args := append([]string{"-x", "c++", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", filepath.Join(root, "capi/win32/include"), source}, mode...)
				if out, err := exec.Command(compiler, args...).CombinedOutput(); err != nil {
					t.Errorf("%s %s %v: %v\n%s", compiler, source, mode, err, out)
				}
			}
		}
	}
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
