package lane

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// With 2-byte wchar_t, wide strings and streams of C++ are refused with a
// sentence that names the other mode; everything else of C++ stays.
func TestWideCxxNamesTheOtherMode(t *testing.T) {
	const includes = "#include <vector>\n#include <string>\n#include <iostream>\n#include <sstream>\n#include <fstream>\n#include <windows.h>\n"
	for _, c := range []struct {
		use string
		bad bool
	}{
		{"std::string s(\"narrow\"); std::cout << s << std::wcslen(L\"abc\") << std::endl;", false},
		{"std::wstring s(L\"wide\");", true},
		{"std::wcout << L\"wide\";", true},
		{"std::wstringstream s;", true},
		{"std::wofstream f(\"name\");", true},
	} {
		for _, compiler := range []string{"g++", "clang++"} {
			t.Run(compiler+" "+c.use, func(t *testing.T) {
				t.Parallel()
				needs(t, compiler)
				cmd := exec.Command(compiler, "-x", "c++", "-fshort-wchar", "-DUNICODE", "-fsyntax-only",
					"-I", filepath.Join(root, "capi/win32/include"), "-")
				cmd.Stdin = strings.NewReader(includes + "int wmain() { " + c.use + " return 0; }\n")
				out, err := cmd.CombinedOutput()
				if (err != nil) != c.bad || strings.Contains(string(out), "build with --unicode (4-byte wchar_t)") != c.bad {
					t.Errorf("%v\n%.2000s", err, out)
				}
			})
		}
	}
}
