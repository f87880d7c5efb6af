package lane

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// forCPlusPlus are headers that C does not have.
var forCPlusPlus = regexp.MustCompile(`^(iostream|ostream|istream|iomanip|fstream|strstrea|cstringt|(?i:atl(str|base|conv|time))|afx\w*)\.h$`)

// headers are the names of all headers for programs, sorted.
func headers(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(root, "capi/win32/include"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(strings.ToLower(e.Name()), ".h") {
			names = append(names, e.Name())
		}
	}
	return names
}

// checkUnit compiles a unit that includes some headers, without one warning.
func checkUnit(t *testing.T, compiler, language, std string, names []string, flags ...string) {
	t.Helper()
	needs(t, compiler)
	var unit strings.Builder
	for _, name := range names {
		unit.WriteString("#include <" + name + ">\n")
	}
	unit.WriteString("int unit_is_not_empty;\n")
	args := append([]string{"-x", language, "-std=" + std, "-I", filepath.Join(root, "capi/win32/include"),
		"-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-"}, flags...)
	c := exec.Command(compiler, args...)
	c.Stdin = strings.NewReader(unit.String())
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%s -std=%s %v: %v\n%.2000s", compiler, std, flags, err, out)
	}
}

// isAlias says that a header is one line: another name for another one.
func isAlias(t *testing.T, name string) bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "capi/win32/include", name))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Count(text, []byte("\n")) <= 1
}

// Each header stands alone, in C and in C++.
func TestEachHeaderAlone(t *testing.T) {
	for _, name := range headers(t) {
		if isAlias(t, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !forCPlusPlus.MatchString(name) {
				checkUnit(t, "gcc", "c", "c11", []string{name})
			}
			checkUnit(t, "g++", "c++", "c++17", []string{name})
		})
	}
}

// All of them go together, in both orders, by every standard, in every mode.
func TestHeadersTogether(t *testing.T) {
	inC := slices.DeleteFunc(headers(t), forCPlusPlus.MatchString)
	modes := [][]string{nil, {"-DUNICODE"}, {"-DUNICODE", "-fshort-wchar"}}
	for _, mode := range modes {
		t.Run("C "+strings.Join(mode, " "), func(t *testing.T) {
			t.Parallel()
			backwards := slices.Clone(inC)
			slices.Reverse(backwards)
			for _, compiler := range []string{"gcc", "clang"} {
				for _, std := range []string{"c11", "gnu17", "c2x"} {
					checkUnit(t, compiler, "c", std, inC, mode...)
				}
				checkUnit(t, compiler, "c", "c11", backwards, mode...)
			}
		})
		t.Run("C++ "+strings.Join(mode, " "), func(t *testing.T) {
			t.Parallel()
			backwards := slices.Clone(headers(t))
			slices.Reverse(backwards)
			for _, compiler := range []string{"g++", "clang++"} {
				for _, std := range []string{"c++98", "c++11", "c++14", "c++17", "c++20", "c++2b"} {
					checkUnit(t, compiler, "c++", std, headers(t), mode...)
				}
				checkUnit(t, compiler, "c++", "c++98", backwards, mode...)
			}
		})
	}
}
