package lane

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the library shows is what symbols.txt names, and nothing else.
func TestSymbolsAreTheListed(t *testing.T) {
	needs(t, "nm")
	needs(t, "gcc")
	out, err := exec.Command("nm", "-D", "--defined-only", filepath.Join(root, "build/capi/libmailslot.so.1")).Output()
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		name, _, _ := strings.Cut(fields[len(fields)-1], "@")
		if name != "MAILSLOT_1" {
			shown = append(shown, name)
		}
	}
	list, err := os.ReadFile(filepath.Join(root, "capi/symbols.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(string(list))
	slices.Sort(want)
	slices.Sort(shown)
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Error("symbols.txt and the library differ (-list +library); `make -C capi symbols` writes the list:\n" + diff)
	}
}

// Every function that the library needs is there when it is loaded.
func TestNothingIsMissing(t *testing.T) {
	needs(t, "gcc")
	out, err := exec.Command("gcc", "-x", "c", "-o", filepath.Join(t.TempDir(), "now"), "-",
		"-L"+filepath.Join(root, "build/capi"), "-Wl,--no-as-needed", "-lmailslot").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "mailslot") && len(out) == 0 {
		return // an empty program takes its main from the library
	}
	t.Errorf("%v\n%s", err, out)
}

// The rules of the specification, said in C by programs with many checks each.
func TestRulesInC(t *testing.T) {
	for _, b := range ansiBuilds {
		for _, dir := range []string{"rules", "objects"} {
			t.Run(dir+"/"+b.String(), func(t *testing.T) {
				t.Parallel()
				sources, err := filepath.Glob("../" + dir + "/*.c")
				if err != nil || len(sources) == 0 {
					t.Fatal("no sources", err)
				}
				out, code := newComputer(t).output("", b.compile(t, sources[0], sources[1:]...))
				if code != 0 {
					t.Errorf("code %d\n%s", code, out)
				}
			})
		}
	}
}
