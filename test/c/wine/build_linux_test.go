// Package wine builds C programs for Windows and runs them under Wine: the
// same sources that the lane c runs against libmailslot.
package wine

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mailslot/test/underwine"
)

// TestUnderWine runs everything on one Windows computer.
func TestUnderWine(t *testing.T) {
	c := underwine.New(t)
	t.Run("Rules", func(t *testing.T) { rules(t, c) })
	t.Run("Examples", func(t *testing.T) { examples(t, c) })
}

// compile builds a Windows program.
func compile(t *testing.T, flags []string, sources ...string) string {
	t.Helper()
	compiler := "x86_64-w64-mingw32-gcc"
	if strings.HasSuffix(sources[0], ".cpp") {
		compiler = "x86_64-w64-mingw32-g++"
	}
	if _, err := exec.LookPath(compiler); err != nil {
		t.Skipf("not run: %s is not installed", compiler)
	}
	name := strings.TrimSuffix(filepath.Base(sources[0]), filepath.Ext(sources[0]))
	exe := filepath.Join(t.TempDir(), name+".exe")
	args := slices.Concat([]string{"-Wall", "-Wextra", "-Werror", "-static", "-o", exe}, flags, sources)
	if out, err := exec.Command(compiler, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return exe
}
