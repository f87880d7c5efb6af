package edges

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unsafeRooms are where unsafe code may live, besides Windows call files: the
// shared memory, many datagrams in one call, the seam to C, and the signatures
// that Windows programs know, which hand out pointers to UTF-16.
var unsafeRooms = []string{"internal/shm", "internal/mmsg", "capi", "win32"}

// clock lists what reads or waits for the clock in package time.
var clock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick"}

func TestUnsafeStaysInItsRoom(t *testing.T) {
	for _, p := range packages(t) {
		for _, file := range p.GoFiles {
			if under(p.name(), unsafeRooms) || strings.HasSuffix(file, "_windows.go") {
				continue
			}
			for _, spec := range parse(t, p, file).Imports {
				if spec.Path.Value == `"unsafe"` {
					t.Errorf("%s/%s imports unsafe", p.name(), file)
				}
			}
		}
	}
}

func TestPurePackagesNeverReadTheClock(t *testing.T) {
	for _, p := range packages(t) {
		if !under(p.name(), pure) {
			continue
		}
		for _, file := range p.GoFiles {
			ast.Inspect(parse(t, p, file), func(n ast.Node) bool {
				if called := selector(n); strings.HasPrefix(called, "time.") && slices.Contains(clock, called[len("time."):]) {
					t.Errorf("%s/%s uses %s", p.name(), file, called)
				}
				return true
			})
		}
	}
}

// ownRandomness is what of math/rand takes its seed from whoever uses it.
var ownRandomness = []string{"Rand", "New", "NewPCG", "NewChaCha8", "PCG", "ChaCha8", "Source"}

func TestPurePackagesDrawFromTheirSeed(t *testing.T) {
	for _, p := range packages(t) {
		if !under(p.name(), pure) {
			continue
		}
		for _, file := range p.GoFiles {
			ast.Inspect(parse(t, p, file), func(n ast.Node) bool {
				if used := selector(n); strings.HasPrefix(used, "rand.") && !slices.Contains(ownRandomness, used[len("rand."):]) {
					t.Errorf("%s/%s uses %s", p.name(), file, used)
				}
				return true
			})
		}
	}
}

func TestFilesTellOneStory(t *testing.T) {
	const limit = 600 // lines; the style asks for 400
	for _, p := range packages(t) {
		for _, file := range p.GoFiles {
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, file), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			if lines := fset.Position(f.End()).Line; lines > limit {
				t.Errorf("%s/%s has %d lines: look for the second story", p.name(), file, lines)
			}
		}
	}
}

func parse(t *testing.T, p pkg, file string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// selector is n as "package.Name" if it is such an expression, else "".
func selector(n ast.Node) string {
	s, ok := n.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := s.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return x.Name + "." + s.Sel.Name
}
