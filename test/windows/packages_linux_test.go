package windows

import (
	"encoding/json"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tested are the packages whose tests run, and those of their examples that
// cannot say themselves that Wine differs.
var tested = []struct{ path, skip, why string }{
	{path: "."},
	{path: "internal/local"},
	{
		path: "win32", skip: "^Example(ReadFile_overlapped|SetMailslotInfo)$",
		why: "D8: the server handle is synchronous; D10: GetMailslotInfo of a client handle answers 1",
	},
}

func TestUnderWine(t *testing.T) {
	c := newComputer(t)
	t.Run("Packages", func(t *testing.T) { c.packages(t) })
	t.Run("Command", func(t *testing.T) { c.speaks(t) })
}

// packages repeats here what became of each test there.
func (c computer) packages(t *testing.T) {
	for _, p := range tested {
		t.Run(p.path, func(t *testing.T) {
			exe := build(t, "test", "-c", "mailslot/"+p.path)
			args := []string{"-test.v=test2json", "-test.timeout=90s"}
			if p.skip != "" {
				args = append(args, "-test.skip="+p.skip)
				t.Logf("%s: %s", p.skip, p.why)
			}
			out := c.run(t, filepath.Join("../..", p.path), exe, args...)
			if passed := repeat(t, out.text); passed == 0 || out.code != 0 {
				t.Errorf("%d tests passed, exit code %d", passed, out.code)
			}
		})
	}
}

// event is one line of test2json.
type event struct{ Action, Test, Output string }

// repeat makes a subtest of each test that failed or was skipped, and counts
// those that passed.
func repeat(t *testing.T, output string) (passed int) {
	t.Helper()
	convert := exec.Command("go", "tool", "test2json")
	convert.Stdin = strings.NewReader(output)
	lines, err := convert.Output()
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	var differences []string
	for d := json.NewDecoder(strings.NewReader(string(lines))); ; {
		var e event
		if err := d.Decode(&e); err == io.EOF {
			summarise(t, differences)
			return passed
		} else if err != nil {
			t.Fatal(err)
		}
		switch {
		case e.Action == "output":
			said[e.Test] += e.Output
		case e.Test == "":
		case e.Action == "pass":
			passed++
		case e.Action == "fail":
			t.Run(e.Test, func(t *testing.T) { t.Errorf("under Wine:\n%.4000s", said[e.Test]) })
		case e.Action != "skip":
		case strings.HasPrefix(reason(said[e.Test]), expected):
			differences = append(differences, e.Test+": "+strings.TrimPrefix(reason(said[e.Test]), expected))
		default:
			t.Run(e.Test, func(t *testing.T) { t.Skip(reason(said[e.Test])) })
		}
	}
}

// expected begins the reason of a test that knows that Wine is not Windows.
const expected = "expected difference "

// summarise counts the tests of what Wine does otherwise as one.
func summarise(t *testing.T, differences []string) {
	t.Helper()
	if len(differences) == 0 {
		return
	}
	t.Log(strings.Join(differences, "\n"))
	t.Run("KnownDifferences", func(t *testing.T) {
		t.Skipf("not run: what Wine is known to do otherwise than Windows, tests: %d", len(differences))
	})
}

// reason is the last sentence that a test said, without where.
func reason(said string) string {
	why := "no reason given"
	for line := range strings.Lines(said) {
		if _, text, ok := strings.Cut(line, ".go:"); ok {
			_, why, _ = strings.Cut(strings.TrimSpace(text), ": ")
		}
	}
	return why
}
