//go:build linux

package main

import (
	"slices"
	"strings"
	"time"
)

// A lane is one kind of check with a time budget.
type lane struct {
	name   string
	why    string
	budget time.Duration // of the share that make test runs
	long   time.Duration // of the full counts; 0: as budget
	alone  bool          // measures, so nothing may run beside it
	steps  []step
	more   []step // of the full counts
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

// vet is go vet. Most of its time goes into compiling what is imported, which
// has its memory back soon: collecting less often saves a seventh.
func vet(args ...string) step {
	return run(append([]string{"go", "vet"}, args...)...).with("GOGC=400")
}

// vetFor is vet on another platform. Without optimizing, the compiler takes two
// thirds of the time, and again so without the packages of which the whole or
// the tests bring in the NATS server.
func vetFor(goos, goarch string, flags ...string) step {
	return script(`go vet `+strings.Join(flags, " ")+` $(go list ./... | grep -vE '^mailslot/(bench|internal/daemon|test/net)')`).
		with("GOGC=400", "GOOS="+goos, "GOARCH="+goarch)
}

// fast has the compiler not optimize. Lane 386 needs what is optimized anyway.
const fast = `"-gcflags=all=-N -l"`

func minutes(n time.Duration) time.Duration { return n * time.Minute }

// lanes is the whole of make test. docs/testing.md repeats the budgets, and a
// test in test/docs holds the two together.
func lanes() []lane {
	return slices.Concat(sourceLanes(), packageLanes(), localLanes(), networkLanes(), measuringLanes())
}

// sourceLanes look at the source; and the longest begins first, on one core, so
// that it is not left alone at the end.
func sourceLanes() []lane {
	return []lane{{
		name: "fuzz", why: "every fuzz target for at least 20 s",
		budget: minutes(14), long: minutes(90),
		steps: []step{run("sh", "test/fuzz.sh")},
	}, {
		name: "gofmt", why: "every Go file is formatted",
		budget: minutes(1),
		steps:  []step{script(`bad=$(gofmt -l .); echo "$bad"; test -z "$bad"`)},
	}, {
		name: "vet", why: "go vet on Linux (amd64, arm64, 386), Windows and macOS; long: also Windows on arm64 and 386",
		budget: minutes(15),
		steps: []step{
			vet("./..."), vet("-tags", hooks, "./..."),
			vetFor("linux", "arm64", fast), vetFor("linux", "386"),
			vetFor("windows", "amd64", fast), vetFor("darwin", "arm64", fast),
		},
		more: []step{vetFor("windows", "arm64", fast), vetFor("windows", "386", fast)},
	}, {
		name: "edges", why: "imports point downwards, documents name tests that exist",
		budget: minutes(2),
		steps:  []step{goTest("./test/edges", "./test/docs")},
	}, {
		name: "staticcheck", why: "staticcheck v0.8.2 finds nothing",
		budget: minutes(8),
		steps:  []step{script(staticcheck)},
	}}
}

// packageLanes run what lies beside the code.
func packageLanes() []lane {
	return []lane{{
		name: "unit", why: "every package's own tests",
		budget: minutes(5),
		steps:  []step{goTest(".", "./internal/...", "./netbios/...", "./bench/...", "./capi", "./test/lanes/...")},
	}, {
		name: "conformance", why: "the rules of Windows, through both packages",
		budget: minutes(3),
		steps:  []step{goTest("-run", "^TestConformance$", "."), goTest("./win32", "./mailslottest")},
	}, {
		name: "windows", why: "the Go packages and the command, built for Windows, under Wine",
		budget: minutes(5),
		steps:  []step{goTest("./test/windows")},
	}, {
		name: "demo", why: "make demo ends well, in time and without root",
		budget: minutes(1),
		steps:  []step{goTest("./test/demo")},
	}, {
		name: "cli", why: "the command line, by testscript",
		budget: minutes(4),
		steps:  []step{goTest("./cmd/...")},
	}, {
		name: "c", why: "C programs written for windows.h, two compilers, three modes",
		budget: minutes(12),
		steps:  []step{goTest("-skip", onlySanitized, "./test/c/lane")},
	}, {
		name: "c-san", why: "the C side under the address and undefined sanitizers, and under valgrind",
		budget: minutes(10),
		steps: []step{
			goTest("-run", alsoSanitized, "./test/c/lane").with("MAILSLOT_SANITIZE=1"),
			goTest("-run", "^TestValgrind$", "./test/c/lane"),
		},
	}, {
		name: "wine", why: "the same C sources built for Windows, under Wine: it differs where it is known to",
		budget: minutes(3),
		steps:  []step{goTest("./test/c/wine")},
	}, {
		name: "race", why: "the race detector, where goroutines share",
		budget: minutes(6),
		steps:  []step{goTest("-race", ".", "./internal/ring", "./internal/local", "./internal/ntobj")},
	}, {
		name: "386", why: "the transport as a 32-bit program",
		budget: minutes(4),
		steps: []step{
			goTest("./internal/ring", "./internal/local", ".").with("GOARCH=386"),
		},
	}, {
		name: "user", why: "the same as a user without any right",
		budget: minutes(5),
		steps:  []step{run("sh", "test/user.sh")},
	}}
}

// onlySanitized are the tests that lane c leaves to lane c-san, alsoSanitized
// those that run a program of C, which lane c-san runs again.
const (
	onlySanitized = "^Test(Sanitizers|Valgrind)"
	alsoSanitized = "^Test(Sanitizers|Rules(In|Of)|Objects|Named|Handles|Forked|Deep|Interrupt|Descriptors|Info|Old|Lines|Client|Threads|Menu|Command|Example|Programs|Packed|Errors)"
)

// localLanes need several processes on one computer.
func localLanes() []lane {
	return []lane{{
		name: "order", why: "a token through several processes: read as written",
		budget: minutes(4), long: minutes(15),
		steps: []step{
			onLocal("^TestTokenOrder$"),
			onLocal("^TestTokenOrder$", "-tags", hooks).with("MAILSLOT_DELAY_READER=1"),
		},
	}, {
		name: "model", why: "the ring model-checked: order, loss, counts, wake-ups, every field corrupted",
		budget: minutes(6), long: minutes(90),
		steps: []step{goTest("-tags", hooks, "./internal/ring")},
	}, {
		name: "count", why: "Info is exact, whatever is stopped or exhausted",
		budget: minutes(3), long: minutes(10),
		steps: []step{onLocal("^Test(Info|StoppedReader|FullDescriptor|FullControlGroup|DescriptorsInFlight|LongLived)")},
	}, {
		name: "input", why: "bad input, other users, hostile paths",
		budget: minutes(2), long: minutes(4),
		steps: []step{onLocal("^Test(Malformed|Names|Oversize|Closed|Unreadable|Missing|PathIn|ManyNames|Another|Private|Stranger|LeftOver|OtherVersion)")},
	}, {
		name: "handles", why: "one slot's server handles in several processes, one client handle in many",
		budget: minutes(1),
		steps:  []step{onLocal("^Test(ServerHandle|HandleServes)")},
	}, {
		name: "creators", why: "200 processes create one name: one winner each time",
		budget: minutes(2), long: minutes(10),
		steps: []step{onLocal("^TestOneWinner")},
	}, {
		name: "faults", why: "every system call of the transport fails in turn",
		budget: minutes(4), long: minutes(30),
		steps: []step{onLocal("^TestFault", "-tags", hooks)},
	}, {
		name: "soak", why: "mixed load without growth of memory, descriptors, goroutines",
		budget: minutes(4), long: minutes(40),
		steps: []step{onLocal("^TestSoak$").with("MAILSLOT_SOAK=1")},
	}}
}

// networkLanes need root, namespaces and Samba's programs.
func networkLanes() []lane {
	return []lane{{
		name: "net", why: "hosts on a LAN of namespaces, with Samba and without",
		budget: minutes(8),
		steps:  []step{goTest("-parallel", "3", "-skip", measuredNet, "./test/net")},
	}, {
		name: "storm", why: "a flood of packets, and throughput next to plain UDP",
		budget: minutes(2), long: minutes(4), alone: true,
		steps: []step{goTest("-run", measuredNet, "./test/net")},
	}}
}

// measuredNet are the tests of the network that need the machine to themselves.
const measuredNet = "^Test(Storm|Throughput)"

// measuringLanes compare delays or throughput inside one run.
func measuringLanes() []lane {
	return []lane{{
		name: "kill", why: "writers killed at random: nothing returned is lost",
		budget: minutes(2), long: minutes(20), alone: true,
		steps: []step{onLocal("^TestKilled")},
	}, {
		name: "crash", why: "processes killed and stopped at every named point",
		budget: minutes(4), long: minutes(40), alone: true,
		steps: []step{onLocal("^TestCrash", "-tags", hooks)},
	}, {
		name: "hostile", why: "clients that break every rule, alone and 64 at once",
		budget: minutes(4), long: minutes(15), alone: true,
		steps: []step{onLocal("^TestHostile")},
	}}
}

// hooks are the build tags that make a process strike, fail or delay itself.
const hooks = "crashpoints,mailslot_hooks"

// onLocal runs some tests of the local transport's lanes.
func onLocal(tests string, more ...string) step {
	return goTest(append(more, "-run", tests, "./test/local")...)
}

// staticcheck is not in go.mod: a fresh machine without network lacks it.
const staticcheck = `
tool=honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOGC=400 go run $tool -version || { echo "not run: staticcheck is not in the module cache and cannot be fetched"; exit 77; }
GOGC=400 go run $tool ./...`
