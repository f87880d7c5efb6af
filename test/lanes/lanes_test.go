//go:build linux

package main

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSkippedSubtestCountsAsSkipped(t *testing.T) {
	events := `{"Action":"output","Test":"TestA/b","Output":"    a_test.go:3: not run: needs root\n"}
{"Action":"skip","Test":"TestA/b"}
{"Action":"pass","Test":"TestA"}
{"Action":"fail","Test":"TestC"}
`
	c := count(strings.NewReader(events), io.Discard)
	if diff := cmp.Diff([]string{"TestA/b: needs root"}, c.skips); diff != "" || c.passed != 1 || c.failed != 1 {
		t.Errorf("%d passed, %d failed, skips %s", c.passed, c.failed, diff)
	}
}

func TestOutputOfFailedTestsIsKept(t *testing.T) {
	events := `{"Action":"output","Test":"TestA","Output":"good\n"}
{"Action":"pass","Test":"TestA"}
{"Action":"output","Test":"TestB","Output":"bad\n"}
{"Action":"fail","Test":"TestB"}
`
	if c := count(strings.NewReader(events), io.Discard); string(c.failures) != "bad\n" {
		t.Errorf("kept %q", c.failures)
	}
}

func TestStepThatSaysNotRunIsSkipped(t *testing.T) {
	r := runOne(t, lane{name: "skips", budget: time.Minute, steps: []step{script("echo not run: no tool; exit 77")}})
	if diff := cmp.Diff([]string{"no tool"}, r.skips); diff != "" || r.passed != 0 || r.failed != 0 {
		t.Errorf("%+v %s", r, diff)
	}
}

func TestFailedStepShowsItsOutputAndDoesNotStopTheOthers(t *testing.T) {
	r := runOne(t, lane{name: "fails", budget: time.Minute, steps: []step{script("echo broken; exit 3"), script("true")}})
	if r.failed != 1 || r.passed != 1 || !bytes.Contains(r.tail, []byte("broken")) {
		t.Errorf("%+v, output %q", r, r.tail)
	}
}

// TestOverrunIsKilledWithItsChildren: the child would hold the output open.
func TestOverrunIsKilledWithItsChildren(t *testing.T) {
	r := runOne(t, lane{name: "overruns", budget: time.Second, steps: []step{script("sleep 600 & sleep 600")}})
	if r.failed != 1 || !r.overran || r.took > killGrace {
		t.Errorf("%+v", r)
	}
}

func TestFullCountsHaveMoreSteps(t *testing.T) {
	l := lane{name: "long", budget: time.Minute, steps: []step{script("true")}, more: []step{script("true"), script("true")}}
	t.Chdir(t.TempDir())
	if share, full := l.run(t.Context(), false), l.run(t.Context(), true); share.passed != 1 || full.passed != 3 {
		t.Errorf("%d steps, in the long run %d; want 1 and 3", share.passed, full.passed)
	}
}

func TestUnknownLaneIsRefused(t *testing.T) {
	if _, err := choose(lanes(), []string{"gofmt", "nonsense"}); err == nil {
		t.Error("accepted")
	}
}

func TestLaneThatFailsOnceIsRunAgainWhenAsked(t *testing.T) {
	once := lane{name: "once", budget: time.Minute, steps: []step{script("test -e seen || { touch seen; exit 1; }")}}
	for _, again := range []bool{false, true} {
		t.Chdir(t.TempDir())
		if good := runAll(t.Context(), []lane{once}, false, again, 1); good != again {
			t.Errorf("again %v: good %v", again, good)
		}
	}
}

// runOne runs a lane in a folder of its own.
func runOne(t *testing.T, l lane) result {
	t.Helper()
	t.Chdir(t.TempDir())
	r := l.run(context.Background(), false)
	if _, err := os.Stat(logDir + "/" + l.name + ".log"); err != nil {
		t.Error(err)
	}
	return r
}

func TestPatternThatMatchesNoTestFails(t *testing.T) {
	r := result{}
	var out bytes.Buffer
	goTest("-run", "^TestNone$", "mailslot/test/lanes").runTests(t.Context(), &tailWriter{to: &out}, time.Minute, &r)
	if r.failed != 1 || r.passed != 0 {
		t.Errorf("%+v, output %q", r, &out)
	}
}

// TestEveryPackageIsInALane: a package that no lane names has tests that hold nothing.
func TestEveryPackageIsInALane(t *testing.T) {
	var named []string
	for _, l := range lanes() {
		for _, s := range l.steps {
			for _, arg := range s.test {
				if strings.HasPrefix(arg, ".") {
					named = append(named, path.Clean(arg))
				}
			}
		}
	}
	inLane := func(dir string) bool {
		return slices.ContainsFunc(named, func(n string) bool {
			tree, all := strings.CutSuffix(n, "/...")
			return n == dir || all && (tree == dir || strings.HasPrefix(dir, tree+"/"))
		})
	}
	root := os.DirFS("../..")
	found := 0
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && (d.Name() == "build" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && file != ".") {
			return fs.SkipDir
		}
		if strings.HasSuffix(file, "_test.go") {
			if found++; !inLane(path.Dir(file)) {
				t.Errorf("no lane runs %s", file)
			}
		}
		return err
	})
	if err != nil || found == 0 {
		t.Fatalf("%d files with tests: %v", found, err)
	}
}

// TestEveryTestOfTheTransportIsInALane: the lanes pick tests of test/local by
// name, and one that none picks holds nothing.
func TestEveryTestOfTheTransportIsInALane(t *testing.T) {
	var picks []*regexp.Regexp
	for _, l := range lanes() {
		for _, s := range l.steps {
			if i := slices.Index(s.test, "-run"); i >= 0 && slices.Contains(s.test, "./test/local") {
				picks = append(picks, regexp.MustCompile(s.test[i+1]))
			}
		}
	}
	files, err := filepath.Glob("../local/*_test.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests found: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(t `).FindAllSubmatch(text, -1) {
			if !slices.ContainsFunc(picks, func(p *regexp.Regexp) bool { return p.Match(m[1]) }) {
				t.Errorf("no lane runs %s", m[1])
			}
		}
	}
}
