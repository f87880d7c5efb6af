package lane

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// tree is a project as Visual Studio saves one: headers in several folders,
// names in another case, backslashes, CRLF, UTF-16 and cp1251.
var tree = []struct{ name, charset, text string }{
	{"src/net/Proto.h", "UTF-16", "#pragma once\r\n#include \"..\\..\\common\\Names.h\"\r\n#define GREETING \"привет, это сервер\"\r\n"},
	{"Common/names.h", "UTF-8", "#pragma once\r\n#include <Windows.H>\r\n#include \"More.h\"\r\n#define SLOT TEXT(\"\\\\\\\\.\\\\mailslot\\\\tree\")\r\n"},
	{"Common/more.h", "UTF-8", "#define MORE 5\n"},
	{"inc/util.h", "UTF-8", "#define HELP 7i64\n"},
	{"src/helper.c", "CP1251", "/* вспомогательные функции для сервера */\r\n#include <STDIO.H>\r\n#include \"Util.h\"\r\nint helper(void) { return HELP; }\r\n"},
	{"src/main.cxx", "UTF-8", "#include \"net\\proto.h\"\n#include <Util.H>\n#include <stdio.h>\nextern \"C\" int helper(void);\n" +
		"int main() { printf(\"%s %d %d\\n\", GREETING, MORE, helper()); return CreateMailslot(SLOT, 0, 0, NULL) == INVALID_HANDLE_VALUE; }\n"},
	{"Makefile", "UTF-8", "CPPFLAGS = -Iinc\nprogram: src/main.o src/helper.o\n\t$(CXX) -o $@ $^\n%.o: %.cxx\n\t$(CXX) $(CPPFLAGS) -c -o $@ $<\n"},
	{"CMakeLists.txt", "UTF-8", "cmake_minimum_required(VERSION 3.10)\nproject(tree C CXX)\ninclude_directories(inc)\nadd_executable(program src/main.cxx src/helper.c)\n"},
}

func writeTree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range tree {
		path := filepath.Join(dir, f.name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		text := encode(t, f.charset, f.text)
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A whole project builds by one command, by make and by cmake.
func TestProjectTree(t *testing.T) {
	for name, command := range map[string]string{
		"command": `"$CC" -I inc src/main.cxx src/helper.c -o program`,
		"make":    `make -s CC="$CC" CXX="$CXX"`,
		"cmake":   `cmake -S . -B . >/dev/null && make -s >/dev/null`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			needs(t, "iconv")
			if name != "command" {
				needs(t, name)
			}
			dir := writeTree(t)
			if name == "cmake" { // it writes a Makefile of its own
				os.Remove(filepath.Join(dir, "Makefile"))
			}
			build := exec.Command("sh", "-c", command)
			build.Dir = dir
			bin := filepath.Join(root, "capi/bin")
			build.Env = append(os.Environ(), "CC="+bin+"/mailslot-cc", "CXX="+bin+"/mailslot-c++")
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if out, code := newComputer(t).output("", filepath.Join(dir, "program")); out != "привет, это сервер 5 7\n" || code != 0 {
				t.Errorf("code %d, %q", code, out)
			}
		})
	}
}

// Folders and files with blanks in their names, on the command line and in a
// response file.
func TestPathsWithBlanks(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"my source/a b.c":        "#include <Windows.h>\n#include \"My Head.h\"\nint main(void) { printf(\"%d\\n\", HEAD); return 0; }\n",
		"my head/my head.h":      "#include <STDIO.H>\n#include \"Sub Dir\\more.h\"\n",
		"my head/sub dir/More.h": "#define HEAD 41i64 + 1\n",
		"words":                  "\"-Imy head\" 'my source/a b.c'\n-o my\\ program\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, command := range []string{`-I "my head" "my source/a b.c" -o "my program"`, "@words"} {
		os.Remove(filepath.Join(dir, "my program"))
		build := exec.Command("sh", "-c", `"$CC" `+command)
		build.Dir = dir
		build.Env = append(os.Environ(), "CC="+filepath.Join(root, "capi/bin/mailslot-cc"), "MAILSLOT_LIB="+libDir)
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
		if out, _ := newComputer(t).output("", filepath.Join(dir, "my program")); out != "42\n" {
			t.Errorf("%s: %q", command, out)
		}
	}
}
