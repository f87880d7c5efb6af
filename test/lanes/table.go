//go:build linux

package main

import "time"

// A lane is one kind of check with a time budget.
type lane struct {
	name   string
	why    string
	budget time.Duration // of the share that make test runs
	long   time.Duration // of the full counts; 0: as budget
	alone  bool          // measures, so nothing may run beside it
	steps  []step
}

// A step is a command, or go test on some packages.
type step struct {
	env  []string
	cmd  []string
	test []string // arguments of go test -json; empty: run cmd
}

func (l lane) longBudget() time.Duration {
	return max(l.budget, l.long)
}

func run(cmd ...string) step           { return step{cmd: cmd} }
func goTest(args ...string) step       { return step{test: args} }
func (s step) with(env ...string) step { s.env = env; return s }
func script(text string) step          { return run("sh", "-euc", text) }
func vetFor(goos, goarch string) step {
	return run("go", "vet", "./...").with("GOOS="+goos, "GOARCH="+goarch)
}
func minutes(n time.Duration) time.Duration { return n * time.Minute }

// lanes is the whole of make test. docs/testing.md repeats the budgets, and a
// test in test/docs holds the two together.
func lanes() []lane {
	return []lane{{
		name: "gofmt", why: "every Go file is formatted",
		budget: minutes(1),
		steps:  []step{script(`bad=$(gofmt -l .); echo "$bad"; test -z "$bad"`)},
	}, {
		name: "vet", why: "go vet on every platform we compile for",
		budget: minutes(6),
		steps: []step{
			run("go", "vet", "./..."),
			vetFor("linux", "arm64"), vetFor("linux", "386"),
			vetFor("windows", "amd64"), vetFor("darwin", "arm64"),
		},
	}, {
		name: "edges", why: "imports point downwards, documents name tests that exist",
		budget: minutes(1),
		steps:  []step{goTest("./test/edges", "./test/docs")},
	}, {
		name: "unit", why: "every package's own tests",
		budget: minutes(4),
		steps:  []step{goTest(units...)},
	}, {
		name: "staticcheck", why: "staticcheck v0.8.2 finds nothing",
		budget: minutes(4),
		steps:  []step{script(staticcheck)},
	}, {
		name: "fuzz", why: "every fuzz target for at least 20 s",
		budget: minutes(12), long: minutes(90),
		steps: []step{run("sh", "test/fuzz.sh")},
	}}
}

// units are the packages whose tests are quick and need nothing.
var units = []string{".", "./internal/..."}

// staticcheck is not in go.mod: a fresh machine without network lacks it.
const staticcheck = `
tool=honnef.co/go/tools/cmd/staticcheck@v0.8.2
go run $tool -version || { echo "not run: staticcheck is not in the module cache and cannot be fetched"; exit 77; }
go run $tool ./...`
