// Package edges holds the rules of who may import what.
package edges

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// storeys are the module's packages from the ground up. A package imports only
// from storeys below its own; a new package must be given its place here.
var storeys = [][]string{
	{"internal/errno", "internal/kernel32", "internal/winetest", "internal/crashpoint", "internal/secureenv", "internal/wiretest"},
	{"netbios", "internal/smbtrans", "internal/browse", "internal/ring", "internal/slotname", "internal/ntobj", "internal/mmsg", "internal/oem", "internal/cgroup"},
	{"internal/nbt", "internal/explain", "internal/shm"},
	{"internal/local", "internal/lan", "internal/control"},
	{"internal/named"},
	{"."},
	{"win32", "mailslottest"},
	{"internal/daemon", "capi"},
	{"cmd", "bench", "test", "examples"},
}

// pure packages are handed bytes, time and randomness, so that a failing run
// replays from its seed.
var pure = []string{"netbios", "internal/smbtrans", "internal/browse", "internal/ring", "internal/nbt", "internal/oem"}

// heavy lists the libraries that only programs of ours may bring in; a Go
// program that uses the library compiles the standard library and x/sys.
var heavy = map[string][]string{
	"github.com/":          {"cmd", "internal/daemon", "bench", "test"},
	"charm.land/":          {"cmd", "internal/daemon", "bench", "test"},
	"golang.org/x/text":    {"cmd", "capi"},
	"golang.org/x/net":     {},
	"google.golang.org/":   {},
	"go.uber.org/":         {},
	"gopkg.in/":            {},
	"go.opentelemetry.io/": {},
}

// pkg is what go list says about a package; test files are not in it.
type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func TestImportsPointDownwards(t *testing.T) {
	for _, p := range packages(t) {
		mine := storey(p.name())
		if mine < 0 {
			t.Errorf("%s has no storey: give it one in this test", p.name())
		}
		for _, path := range p.Imports {
			name, ours := local(path)
			if ours && storey(name) >= mine && !sameRoof(p.name(), name) {
				t.Errorf("%s imports %s, which does not lie below it", p.name(), name)
			}
		}
	}
}

func TestLibraryBringsInNoHeavyDependency(t *testing.T) {
	for _, p := range packages(t) {
		for _, path := range p.Imports {
			for prefix, allowed := range heavy {
				if strings.HasPrefix(path, prefix) && !under(p.name(), allowed) {
					t.Errorf("%s imports %s", p.name(), path)
				}
			}
		}
	}
}

func TestPurePackagesTouchNeitherNetworkNorSystem(t *testing.T) {
	for _, p := range packages(t) {
		for _, path := range []string{"net", "os", "syscall", "golang.org/x/sys/unix", "crypto/rand"} {
			if under(p.name(), pure) && slices.Contains(p.Imports, path) {
				t.Errorf("%s imports %s", p.name(), path)
			}
		}
	}
}

// packages lists the module's packages as built for Linux.
func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "mailslot/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func (p pkg) name() string {
	name, _ := local(p.ImportPath)
	return name
}

// local is an import path relative to the module, "." for its root.
func local(path string) (name string, ours bool) {
	if path == "mailslot" {
		return ".", true
	}
	return strings.CutPrefix(path, "mailslot/")
}

func storey(name string) int {
	return slices.IndexFunc(storeys, func(names []string) bool { return under(name, names) })
}

// under reports whether name is one of roots or lies inside one.
func under(name string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return name == root || strings.HasPrefix(name, root+"/")
	})
}

// sameRoof reports whether both are parts of one program, such as cmd/mailslot
// and cmd/mailslot/ui.
func sameRoof(a, b string) bool {
	rootA, _, _ := strings.Cut(strings.TrimPrefix(a, "internal/"), "/")
	rootB, _, _ := strings.Cut(strings.TrimPrefix(b, "internal/"), "/")
	return rootA == rootB
}
