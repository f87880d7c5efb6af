package lane

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plainC compiles a program that includes none of our headers.
func plainC(t *testing.T, source string, options ...string) string {
	t.Helper()
	needs(t, "gcc")
	program := filepath.Join(t.TempDir(), "program")
	args := append([]string{"-D_GNU_SOURCE", "-o", program, source}, options...)
	if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", source, err, out)
	}
	return program
}

// docs/porting.md names the signals: a handler for each is installed, and
// nothing else about the process or its children changes.
func TestLoadingChangesFiveSignals(t *testing.T) {
	program := plainC(t, "../life/loading.c")
	library := filepath.Join(libDir, "libmailslot.so.1")
	out, code := newComputer(t).output("", "sh", "-c", `ulimit -Sn 500; exec "$@"`, "sh", program, library)
	if diff := cmp.Diff([]string{"BUS", "FPE", "SEGV", "PIPE", "URG"}, splitLines(out)); diff != "" || code != 0 {
		t.Errorf("exit code %d; changes (-want +got):\n%s", code, diff)
	}
}

// At the end of a process no thread but the one that ends it hears of anything.
func TestEndingProcessTellsItsThreadsNothing(t *testing.T) {
	program := ansi.compile(t, "../life/last.c")
	for _, how := range []string{"return", "exit", "terminate"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			for range 20 {
				if out, code := newComputer(t).output("", program, how); out != "" || code != 5 {
					t.Fatalf("code %d\n%s", code, out)
				}
			}
		})
	}
}

// SIGPIPE has a handler, and still ends a program that has none of its own.
func TestBrokenPipeStillEndsAProgram(t *testing.T) {
	program := plainC(t, "../life/loading.c")
	library := filepath.Join(libDir, "libmailslot.so.1")
	_, code := newComputer(t).output("", "sh", "-c", `"$@"; exit $?`, "sh", program, library, "pipe")
	if want := 128 + 13; code != want {
		t.Errorf("exit code %d, want %d", code, want)
	}
}

// Two Go run-times in one process, in either order.
func TestTwoGoLibraries(t *testing.T) {
	needs(t, "gcc")
	dir := t.TempDir()
	second, ours := filepath.Join(dir, "libsecond.so"), filepath.Join(libDir, "libmailslot.so.1")
	build := exec.Command("go", "build", "-buildmode=c-shared", "-o", second, "../second")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	linked := func(first, then string) string {
		return plainC(t, "../life/two.c", "-Wl,--no-as-needed", first, then, "-Wl,-rpath,"+dir+":"+libDir)
	}
	loaded := plainC(t, "../life/two.c", "-DBY_DLOPEN")
	for name, command := range map[string][]string{
		"linked, ours first": {linked(ours, second)},
		"linked, ours last":  {linked(second, ours)},
		"loaded, ours first": {loaded, ours, second},
		"loaded, ours last":  {loaded, second, ours},
	} {
		t.Run(name, func(t *testing.T) {
			if out, code := newComputer(t).output("", command[0], command[1:]...); code != 0 {
				t.Errorf("exit code %d\n%s", code, out)
			}
		})
	}
}
