package lane

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// alone are programs that talk to themselves.
var alone = []struct {
	source string
	builds []build
	input  string
	want   string
	code   int
}{
	{source: "overlapped.c", builds: allBuilds, want: "nothing yet: 258\nevent 1, 1, 4 bytes: now\ncancelled: 1\nresult 0, error 995\nhas completed\n"},
	{source: "alertable.cpp", builds: ansiBuilds, want: "calls before: 0\nerror 0, 6 bytes, hello, key 0000000000001234\nSleepEx: 0xc0\ncalls after: 1\n"},
	{source: "port.c", builds: ansiBuilds, want: "1 completions, end\n1 9 8\n"},
	{source: "parent.cpp", builds: ansiBuilds, want: "1 from the child, child ended with 3\n"},
	{source: "files.c", builds: ansiBuilds, want: "size 10, type 1\n3 one, exists 1\ndeleted 1, then 2\nto the screen\nempty: 121\n"},
	{source: "secure.cpp", builds: withoutClang(ansi, unicode, unicode2, clang), want: "created 0\nsddl 1\nback 1 1 15\nD:NO_ACCESS_CONTROL\nnonsense 0\n"},
	{source: "cstring.cpp", builds: withoutClang(ansi, unicode, unicode2, clangW), want: "\\\\.\\mailslot\\forty 18 MAIL\n8 1\n1\n<one><two><three> 34 ffffff01 0\n0\n"},
	{source: "timers.c", builds: ansiBuilds, want: "3 ticks, stopped 1\ntimer 0\n"},
	{source: "sync.cpp", builds: ansiBuilds, want: "first 0\nsecond 183\nabandoned 0x80\nrelease 1 0\n0 0 258 1 0\n0\n"},
	{source: "native.c", builds: allBuilds, want: "create 0\nopen 0\nwrite 0 7\nread native\nclose 0 0\n"},
	{source: "convert.cpp", builds: allBuilds, want: "21 21 11 0 Привет, 你好\n6 cf\nПривет, 你好 narrow 7\nПривет, 你好 Привет, 你好\n"},
	{source: "winmain.c", builds: ansiBuilds, want: "1 0000000000000000 [] 10\n", code: 5},
	{source: "handles.cpp", builds: ansiBuilds, want: "still there: 1\nevent: 0 6\ngarbage: 0 6\nnull: 0 6\nno name: 0 3\ninfo: 1 0\nall null: 1\nclosed: 1, twice: 0 6\n"},
	{source: "remote.c", builds: ansiBuilds, want: "name 1\nopened\n"},
	{source: "clocks.c", builds: ansiBuilds, want: "1 1 1\n1 1 1\n1 1 1\n1 1\n"},
	{source: "dialect.cpp", builds: []build{ansi, unicode, unicode2}, want: "240 1099511627781 7\n1\n1\n"},
	{source: "lists.cpp", builds: allBuilds, want: "1\n1\n1 1 1\none.two.txt .txt 1 /tmp 1\n1 1\n1 ABC\n"},
	{source: "asked.c", builds: withoutClang(ansi, unicode2, clangW2), want: "no rights c0000022, half a letter c0000033, no name c000003b, below a root c0000033\n" +
		"server: access 0 1 modes 0 name 0 unknown c0000003 standard 1\nclient: access 0 1 modes 0 name 0 unknown c0000003 standard 1\n" +
		"root: access 0 0 modes 0 name c000000d unknown c0000003 standard 1\nevent: access c0000024 0 modes c0000024 name c0000024 unknown c0000003 standard 6\n" +
		"read 0 1, write 0 1 0, text 0 0 1 0 1\n"},
	{source: "shared.c", builds: withoutClang(ansi, unicode2, clangW), want: "42 from the child\nchild 0, there already 1, name gone 1, view lives 42\n" +
		"empty 1, flushed 1, twice 1, offset 1, beyond 1, bytes of 70000\nevent's name 1, no size 1, no mapping 1\n"},
	{source: "leave.c", builds: ansiBuilds, want: "0 2 11 3\n"},
	{source: "leave.cpp", builds: ansiBuilds, want: "0 2 11 3\n"},
	{source: "beside.cpp", builds: withoutClang(ansi, unicode, unicode2, clangW2), input: "42\n", want: "tasks 424 1 none b\nC:\\ 4 1 1\n12011\n01063 2\n111\nC:\\slots\\jobs.out 34 0 41\n042\n"},
	{source: "queue.cpp", builds: withoutClang(ansi, unicode2, clangW), want: "nothing 0, semaphore 0, message 1, other 0, kept 1, taken 1 2\n3o 5t quit 5, nobody 0\n"},
	{source: "launch.cpp", builds: withoutClang(ansi, unicode, clangW), want: "two words set\n7101\n7\nspawned set\nshell set\n1\nopened set\n1\n"},
	{source: "tstring.cpp", builds: withoutClang(ansi, unicode, unicode2, clangW2), want: "zz 2 aa 2 <abcdefghijklmnopqrstuvwxyz!!!> 31 24 29 1\n#--#! 1 1\n"},
	{source: "habits.c", builds: withoutClang(ansi, unicode2, clangW), want: "11111 1\nquiet\nQq -42 0 0\n585d 68a3 29.2.2024 13:5:6 1\n0 9 Everyone 5\n"},
	{source: "threads.c", builds: ansiBuilds, want: "1 1 7 1 37 1\n"},
	{source: "scan.c", builds: allBuilds, input: "123456789😀 123456789😀", want: "111\n1111\n11111\n1\n111111\n111111111\n"},
	{source: "scan.cpp", builds: allBuilds, input: "123456789😀 123456789😀", want: "111\n1111\n11111\n1\n111111\n111111111\n"},
	{source: "short.c", builds: allBuilds, want: "11\n11111\n111111\n0\n"},
	{source: "ends.c", builds: ansiBuilds, want: "8 1 1\n"},
	{source: "outlive.c", builds: ansiBuilds, want: "main has ended\nso has the second\n", code: 4},
	{source: "exits.cpp", builds: ansiBuilds, want: "5\n6\n7\n"},
	{source: "invalid.c", builds: allBuilds, want: "111111\n8 8 1111\n11111\n"},
	{source: "long.c", builds: allBuilds, want: "1111\n1111\n111\n11\n"},
	{source: "words.c", builds: allBuilds, want: "1111111\n|child|dir\\|a\"b|\\\\\"|my dir\\|next| 1\n|the child\\|1 1\n|child|a \"b\" 1\n"},
	{source: "paths.c", builds: ansiBuilds, want: "111111\n111111\n11111\n"},
	{source: "control.c", builds: ansiBuilds, want: "handler 1\nwoken by 1\n"},
}

func TestProgramsAlone(t *testing.T) {
	for _, p := range alone {
		for _, b := range p.builds {
			t.Run(p.source+"/"+b.String(), func(t *testing.T) {
				t.Parallel()
				program := b.compile(t, filepath.Join("../programs", p.source))
				out, code := newComputer(t).output(p.input, program)
				if code != p.code {
					t.Errorf("exit code %d, want %d", code, p.code)
				}
				if diff := cmp.Diff(p.want, out); diff != "" {
					t.Error("output (-want +got):\n" + diff)
				}
			})
		}
	}
}

// MoveFile between file systems copies, as on Windows.
func TestMoveBetweenFileSystems(t *testing.T) {
	here := t.TempDir()
	there, err := os.MkdirTemp("/dev/shm", "mailslot-c-test")
	if err != nil {
		t.Skip("not run: ", err)
	}
	t.Cleanup(func() { os.RemoveAll(there) })
	var a, b unix.Stat_t
	if err := errors.Join(unix.Stat(here, &a), unix.Stat(there, &b)); err != nil {
		t.Fatal(err)
	}
	if a.Dev == b.Dev {
		t.Skip("not run: the temporary directory is in memory too")
	}
	out, code := newComputer(t).output("", ansi.compile(t, "../programs/move.c"), here, there)
	if want := "111111\n111\n"; code != 0 || out != want {
		t.Errorf("code %d, got %q, want %q", code, out, want)
	}
}

// An event is a line where OutputDebugString goes.
func TestReportedEventsAreLines(t *testing.T) {
	for _, b := range withoutClang(ansi, unicode, unicode2) {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			cmd := newComputer(t).command(b.compile(t, "../programs/beside.cpp"))
			cmd.Env = append(cmd.Env, "MAILSLOT_DEBUG_OUTPUT=1")
			var errs strings.Builder
			cmd.Stderr = &errs
			if err := cmd.Run(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff("Mail: error 256: Mail, no slot\n1Mail: information 1\n11000\n", errs.String()); diff != "" {
				t.Error("standard error (-want +got):\n" + diff)
			}
		})
	}
}

// A structure with WCHARs in it has the size of the mode.
func TestPackedStructure(t *testing.T) {
	for _, b := range allBuilds {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			width := 4
			if b.mode == "--unicode2" {
				width = 2
			}
			out, _ := newComputer(t).output("", b.compile(t, "../programs/pool.cpp"))
			if want := fmt.Sprintf("15 work %d\n", width); out != want {
				t.Errorf("got %q, want %q", out, want)
			}
		})
	}
}

// Every error has its Windows number and a sentence.
func TestErrorsHaveTheirNumbers(t *testing.T) {
	for _, b := range allBuilds {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			out, _ := newComputer(t).output("", b.compile(t, "../programs/names.c"))
			var got []int
			for _, line := range splitLines(out) {
				var code int
				for i := range line {
					if n, _ := fmt.Sscanf(line[i:], ": %d ", &code); n == 1 {
						got = append(got, code)
						if len(line) < i+10 {
							t.Errorf("no sentence: %q", line)
						}
						break
					}
				}
			}
			if diff := cmp.Diff([]int{2, 183, 123, 121, 87, 38, 6, 5}, got); diff != "" {
				t.Errorf("codes (-want +got):\n%s\n%s", diff, out)
			}
		})
	}
}

// FormatMessage has a sentence for every error that the library can give.
func TestEveryErrorHasASentence(t *testing.T) {
	program := "#include <windows.h>\n#include <stdio.h>\nint main(void)\n{\n\tchar text[600];\n"
	for _, code := range codesOf(t) {
		program += fmt.Sprintf("\tif (!FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, %[1]s, 0, text, sizeof text, NULL))\n\t\tputs(\"%[1]s\");\n", code)
	}
	source := filepath.Join(t.TempDir(), "sentences.c")
	if err := os.WriteFile(source, []byte(program+"\treturn 0;\n}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, code := newComputer(t).output("", ansi.compile(t, source)); code != 0 || out != "" {
		t.Errorf("code %d, without a sentence:\n%s", code, out)
	}
}

// codesOf are the codes that the library's sources name, in C and in Go.
func codesOf(t *testing.T) (codes []string) {
	t.Helper()
	for pattern, code := range map[string]string{
		"capi/c/*.c":                  `\bERROR_[A-Z0-9_]+\b`,
		"capi/win32/include/winsvc.h": `\bERROR_[A-Z0-9_]+\b`,
		"internal/errno/errno.go":     `Errno = (\d+)`,
		"internal/ntobj/*.go":         `Errno = (\d+)`,
		"capi/*.go":                   `Errno = (\d+)`,
	} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(code).FindAllStringSubmatch(string(text), -1) {
				codes = append(codes, m[len(m)-1])
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// A DWORD printed by %lu is right here, and no error under -Wall -Werror either.
func TestWarningsThatStayOff(t *testing.T) {
	for _, b := range allBuilds {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			b.compile(t, "../programs/overlapped.c", "-Wall", "-Werror")
		})
	}
}

// What an optimising and a hardening build replace still goes to the library.
func TestPrintfByList(t *testing.T) {
	for _, b := range allBuilds {
		for _, options := range [][]string{{"-O0"}, {"-O2", "-DWINDOWS_FIRST"}, {"-O2", "-D_FORTIFY_SOURCE=2"}} {
			t.Run(b.String()+strings.Join(options, ""), func(t *testing.T) {
				t.Parallel()
				out, _ := newComputer(t).output("", b.compile(t, "../programs/variadic.cpp", options...))
				if want := "5000000000 -1\n5000000000 narrow\n5000000000 5000000000\n"; out != want {
					t.Errorf("got %q, want %q", out, want)
				}
			})
		}
	}
}
