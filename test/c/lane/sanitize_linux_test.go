package lane

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sanitized makes the library's C side and every program run under the
// AddressSanitizer, with its search for leaks, and the UndefinedBehaviorSanitizer.
// Lane c-san sets it and runs the tests of lane c. The Go side stays as it is:
// it is another language with checks of its own.
var sanitized = os.Getenv("MAILSLOT_SANITIZE") == "1"

// sanitizers are the compiler's options. Programs pass members of packed
// structures, text among them, as Windows lets them: the processors this
// library is for read at any address, so alignment alone is not judged.
var sanitizers = []string{
	"-O1", "-g", "-fno-omit-frame-pointer",
	"-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-sanitize=alignment",
}

// withoutClang leaves gcc's builds when the sanitizers are on: both compilers
// bring their own run-time, and one process can have one.
func withoutClang(builds ...build) []build {
	return slices.DeleteFunc(builds, func(b build) bool { return sanitized && b.compiler == "clang" })
}

// The sanitizers are really on: a wrong size given to the library is found
// inside it, and memory that nobody frees at the end.
func TestSanitizersFindWhatIsWrong(t *testing.T) {
	if !sanitized {
		t.Skip("not run: lane c-san runs it")
	}
	program := ansi.compile(t, "../sanitize/wrong.c")
	for _, c := range []struct{ how, report string }{
		{"overflow", "heap-buffer-overflow"}, {"leak", "detected memory leaks"}, {"undefined", "runtime error"},
	} {
		out, err := newComputer(t).command(program, c.how).CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.report) {
			t.Errorf("%s was not found: %v\n%s", c.how, err, out)
		}
	}
	if out, code := newComputer(t).output("", program); code != 0 {
		t.Errorf("nothing wrong, but code %d\n%s", code, out)
	}
}

// memcheck are valgrind's options. Only blocks that nothing points to any more
// are leaks: what the threads of the Go run-time use lives until the end.
func memcheck(t *testing.T) []string {
	t.Helper()
	suppressions, err := filepath.Abs("../sanitize/valgrind.supp")
	if err != nil {
		t.Fatal(err)
	}
	return []string{
		"--quiet", "--error-exitcode=99", "--error-limit=no", "--suppressions=" + suppressions,
		"--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite",
	}
}

// valgrindLibrary builds the library so that valgrind can read it: with the
// tag by which Go tells it of stacks and heap, and with debug information of a
// version that it knows.
func valgrindLibrary(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(root, "build/capi-valgrind")
	make := exec.Command("make", "-C", filepath.Join(root, "capi"), "OUT="+dir, "CFLAGS=-O1 -g -gdwarf-4")
	make.Env = append(os.Environ(), "GOFLAGS=-ldflags=-w -tags=valgrind")
	if out, err := make.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// The library is clean under valgrind, and valgrind sees what is wrong.
func TestValgrind(t *testing.T) {
	needs(t, "valgrind")
	needs(t, "gcc")
	// A goroutine that a signal preempts saves its registers below the stack
	// pointer that valgrind knows. Nor does it know blocks that a collection has
	// made one of two others: its search for leaks ends with "impossible".
	environment := []string{"LD_LIBRARY_PATH=" + valgrindLibrary(t), "GODEBUG=asyncpreemptoff=1", "GOGC=off"}
	run := func(program string, args ...string) (string, error) {
		c := newComputer(t).command("valgrind", slices.Concat(memcheck(t), []string{program}, args)...)
		c.Env = append(c.Env, environment...)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	sources := rulesSources(t)
	clean := map[string]string{
		"rules":   ansi.compile(t, sources[0], append(sources[1:], "-g", "-gdwarf-4")...),
		"objects": ansi.compile(t, "../objects/objects.c", "-g", "-gdwarf-4"),
		"named":   ansi.compile(t, "../objects/named.c", "-g", "-gdwarf-4"),
		"fork":    ansi.compile(t, "../life/fork.c", "-g", "-gdwarf-4"),
	}
	for name, program := range clean {
		if out, err := run(program); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	wrong := ansi.compile(t, "../sanitize/wrong.c", "-g", "-gdwarf-4")
	for _, c := range []struct{ how, report string }{{"overflow", "Invalid write"}, {"leak", "definitely lost"}} {
		if out, err := run(wrong, c.how); err == nil || !strings.Contains(out, c.report) {
			t.Errorf("%s was not found: %v\n%s", c.how, err, out)
		}
	}
}
