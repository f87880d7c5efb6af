// Package docs holds the documents to what they say about the code.
package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// TestGuaranteesNameExistingTests: a promise whose test is gone is no promise.
func TestGuaranteesNameExistingTests(t *testing.T) {
	known := testNames(t)
	promises := regexp.MustCompile(`(?m)^- .+`).FindAllString(read(t, "docs/guarantees.md"), -1)
	if len(promises) == 0 {
		t.Fatal("docs/guarantees.md promises nothing")
	}
	for _, promise := range promises {
		named := regexp.MustCompile("`((?:Test|Fuzz|Example)[A-Za-z0-9_]+)`").FindAllStringSubmatch(promise, -1)
		if len(named) == 0 {
			t.Errorf("no test holds: %s", promise)
		}
		for _, m := range named {
			if !known[m[1]] {
				t.Errorf("%s does not exist, named by: %s", m[1], promise)
			}
		}
	}
}

// TestEveryLaneIsDocumentedWithItsBudget compares docs/testing.md with the runner.
func TestEveryLaneIsDocumentedWithItsBudget(t *testing.T) {
	out, err := exec.Command("go", "run", "mailslot/test/lanes", "-list").Output()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		want = append(want, fmt.Sprintf("| %s | %s | %s | %s |", f[0], f[1], f[2], strings.Join(f[3:], " ")))
	}
	got := regexp.MustCompile(`(?m)^\| .+ \|$`).FindAllString(read(t, "docs/testing.md"), -1)
	if got = got[min(1, len(got)):]; !slices.Equal(got, want) { // but for the heading
		t.Errorf("docs/testing.md has the rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestDocumentsLinkToFilesThatExist follows every relative link.
func TestDocumentsLinkToFilesThatExist(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	for _, doc := range tracked(t, "*.md") {
		for _, m := range link.FindAllStringSubmatch(read(t, doc), -1) {
			target := filepath.Join(root, filepath.Dir(doc), m[1])
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which does not exist", doc, m[1])
			}
		}
	}
}

// TestReadmesProgramRuns: the first thing that a newcomer tries.
func TestReadmesProgramRuns(t *testing.T) {
	_, rest, _ := strings.Cut(read(t, "README.md"), "```go\n")
	program, _, found := strings.Cut(rest, "```\n")
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil || !found {
		t.Fatal(found, err)
	}
	cmd := exec.Command("go", "run", file)
	cmd.Dir, cmd.Env = root, append(os.Environ(), "MAILSLOT_DIR="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "hello, slot from pid ") {
		t.Errorf("%v\n%s", err, out)
	}
}

// testNames collects the tests, fuzz targets and examples of the whole module.
func testNames(t *testing.T) map[string]bool {
	known := map[string]bool{}
	decl := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Example)[A-Za-z0-9_]*)\(`)
	for _, file := range tracked(t, "*_test.go") {
		for _, m := range decl.FindAllStringSubmatch(read(t, file), -1) {
			known[m[1]] = true
		}
	}
	return known
}

// tracked lists the files of the module that match pattern, by base name.
func tracked(t *testing.T, pattern string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "build" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if match, _ := filepath.Match(pattern, d.Name()); match {
			rel, _ := filepath.Rel(root, path)
			files = append(files, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
