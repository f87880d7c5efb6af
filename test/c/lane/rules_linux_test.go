package lane

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// rulesSources are the files of one program: main.c first, as its name.
func rulesSources(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("../rules/*.c")
	if err != nil || len(all) < 2 {
		t.Fatalf("no rules: %v %v", all, err)
	}
	sources := []string{"../rules/main.c"}
	for _, s := range all {
		if filepath.Base(s) != "main.c" {
			sources = append(sources, s)
		}
	}
	return sources
}

// Sections 1 to 9 of the rules, said in C, in every mode.
func TestRulesInC(t *testing.T) {
	for _, b := range allBuilds {
		t.Run(b.String(), func(t *testing.T) {
			sources := rulesSources(t)
			program := b.compile(t, sources[0], append(sources[1:], "-Wall", "-Wextra", "-Werror")...)
			hold(t, program)
		})
	}
}

// hold expects every check of the rules to hold, and none to be left out.
func hold(t *testing.T, program string, args ...string) {
	t.Helper()
	out, code := newComputer(t).output("", program, args...)
	if code != 0 || !strings.Contains(out, "\n1..") {
		t.Errorf("exit code %d", code)
	}
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "not ok") || strings.HasPrefix(line, "#") {
			t.Error(strings.TrimSpace(line))
		}
	}
}

// Rule 3.7 holds when it is asked for.
func TestRulesOfStrictSharingInC(t *testing.T) {
	t.Setenv("MAILSLOT_STRICT_SHARING", "1")
	sources := rulesSources(t)
	hold(t, ansi.compile(t, sources[0], sources[1:]...), "strict")
}

// The same source is a Windows program. The lane wine runs it, where there is a Wine.
func TestRulesBuildForWindows(t *testing.T) {
	const compiler = "x86_64-w64-mingw32-gcc"
	needs(t, compiler)
	exe := filepath.Join(t.TempDir(), "rules.exe")
	args := append([]string{"-Wall", "-Wextra", "-Werror", "-o", exe}, rulesSources(t)...)
	if out, err := exec.Command(compiler, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// Each area of the library beside mailslots.
func TestObjectsInC(t *testing.T) {
	for _, b := range ansiBuilds {
		t.Run(b.String(), func(t *testing.T) {
			program := b.compile(t, "../objects/objects.c")
			if out, code := newComputer(t).output("", program); code != 0 {
				t.Errorf("exit code %d\n%s", code, out)
			}
		})
	}
}

func TestForkedChildFailsAtOnce(t *testing.T) {
	program := ansi.compile(t, "../life/fork.c")
	if out, code := newComputer(t).output("", program); code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestDeepHandlersUnderLoad(t *testing.T) {
	program := ansi.compile(t, "../life/signals.c")
	for _, when := range []string{"", "late"} {
		if out, code := newComputer(t).output("", program, strings.Fields(when)...); code != 0 {
			t.Errorf("%q: exit code %d\n%s", when, code, out)
		}
	}
}

// From version 2.41 on, glibc ends threads by a signal. Wine's packages bring such
// a version, with a loader that runs a program with it.
func TestTerminatedInsideGo(t *testing.T) {
	program := ansi.compile(t, "../life/terminate.c")
	newer := filepath.Join(root, "build/deps/wine/usr/lib/x86_64-linux-gnu")
	loader := filepath.Join(newer, "ld-linux-x86-64.so.2")
	for name, command := range map[string][]string{
		"own": {program}, "newer": {loader, "--library-path", newer + ":" + libDir, program},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat(command[0]); err != nil {
				t.Skip("not run: there is no newer C library; make deps unpacks one")
			}
			if out, code := newComputer(t).output("", command[0], command[1:]...); code != 0 {
				t.Errorf("exit code %d\n%s", code, out)
			}
		})
	}
}

// A program whose only thread is inside ReadFile still gets its signals.
func TestInterruptBlockedRead(t *testing.T) {
	program := ansi.compile(t, "../life/signals.c")
	cmd := newComputer(t).command(program, "wait")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 16)); err != nil {
		t.Fatal(err)
	}
	interrupted := time.AfterFunc(50*time.Millisecond, func() { cmd.Process.Signal(syscall.SIGINT) })
	defer interrupted.Stop()
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 7 {
		t.Errorf("exit code %d, want the handler's 7", code)
	}
}

func TestDescriptorsLeaveSelectAlone(t *testing.T) {
	program := ansi.compile(t, "../life/descriptors.c")
	var own unix.Rlimit
	if err := unix.Prlimit(os.Getpid(), unix.RLIMIT_NOFILE, nil, &own); err != nil {
		t.Fatal(err)
	}
	limit := strconv.FormatUint(own.Max, 10)
	out, code := newComputer(t).output("", "sh", "-c",
		`ulimit -Sn "$2" && exec "$1" "$2" "$3"`, "sh", program, "1100", limit)
	if code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestDlopen(t *testing.T) {
	needs(t, "gcc")
	program := filepath.Join(t.TempDir(), "dlopen")
	if out, err := exec.Command("gcc", "-o", program, "../life/dlopen.c").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	library := filepath.Join(root, "build/capi/libmailslot.so.1")
	if out, code := newComputer(t).output("", program, library); code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// Named events, mutexes and semaphores of several processes. Nothing of them
// is left, not even by the killed one.
func TestNamedObjectsOfSeveralProcesses(t *testing.T) {
	for _, b := range ansiBuilds {
		t.Run(b.String(), func(t *testing.T) {
			c := newComputer(t)
			program := b.compile(t, "../objects/named.c")
			if out, code := c.output("", program); code != 0 {
				t.Errorf("exit code %d\n%s", code, out)
			}
			left, err := filepath.Glob(filepath.Join(c.dir, ".objects-*", "[^l]*"))
			if err != nil || len(left) > 0 {
				t.Errorf("left over: %v %v", left, err)
			}
		})
	}
}

// Rules 7.3, 7.4 and 8.1 between processes, and processes that begin suspended.
func TestHandlesInChildren(t *testing.T) {
	for _, b := range ansiBuilds {
		t.Run(b.String(), func(t *testing.T) {
			program := b.compile(t, "../objects/children.c")
			if out, code := newComputer(t).output("", program); code != 0 {
				t.Errorf("exit code %d\n%s", code, out)
			}
		})
	}
}
