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
