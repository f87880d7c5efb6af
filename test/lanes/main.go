//go:build linux

// Lanes runs the project's tests, a lane at a time: each has a time budget,
// a line of result and a log of its own under build/logs.
//
//	go run ./test/lanes                    a share of everything, under 20 minutes on two cores
//	go run ./test/lanes -long              the full counts
//	go run ./test/lanes -seed 7 order kill these two lanes, replayed
//
// A lane that cannot run here says why and is counted as skipped, never as
// passed. The last line is "N passed, N failed, N skipped", and the exit code
// is 1 if anything failed.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	long := flag.Bool("long", os.Getenv("MAILSLOT_LONG") == "1", "run the full counts instead of a share")
	seed := flag.Uint64("seed", defaultSeed(), "seed of every random choice; a new one each time")
	again := flag.Bool("again", os.Getenv("MAILSLOT_AGAIN") == "1", "run a lane that fails once more, alone; the second run decides")
	list := flag.Bool("list", false, "list the lanes with their budgets and stop")
	flag.Parse()

	chosen, err := choose(lanes(), flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "lanes:", err)
		os.Exit(2)
	}
	if *list {
		printLanes(chosen)
		return
	}
	usualLimit()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if !runAll(ctx, chosen, *long, *again, *seed) {
		os.Exit(1)
	}
}

// usualLimit has the lanes run with the limit of open files that most users
// have, whatever the shell of whoever starts them allows: a program in C sees
// it, and one in Go raises its own.
func usualLimit() {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil {
		limit.Cur = min(1024, limit.Max)
		syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	}
}

func defaultSeed() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("MAILSLOT_SEED"), 10, 64); err == nil {
		return n
	}
	return uint64(rand.Uint32())
}

// choose picks the named lanes, all of them when none is named.
func choose(all []lane, names []string) ([]lane, error) {
	if len(names) == 0 {
		return all, nil
	}
	var chosen []lane
	for _, name := range names {
		i := slices.IndexFunc(all, func(l lane) bool { return l.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no lane %q; -list shows them", name)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func printLanes(lanes []lane) {
	for _, l := range lanes {
		fmt.Printf("%-12s %5s %6s  %s\n", l.name, l.budget, l.longBudget(), l.why)
	}
}

// sideBySide is how many lanes run at once. Many wait for a clock or a peer half
// of their time: two did not keep two cores busy.
const sideBySide = 3

// runAll runs the lanes that load the machine side by side, then those that
// measure, each alone. It reports whether nothing failed.
func runAll(ctx context.Context, lanes []lane, long, again bool, seed uint64) bool {
	started := time.Now()
	os.Setenv("MAILSLOT_SEED", strconv.FormatUint(seed, 10))
	if long {
		os.Setenv("MAILSLOT_LONG", "1")
	}
	fmt.Printf("seed %d (replay: MAILSLOT_SEED=%d make test)\n", seed, seed)

	t := tally{results: map[string]result{}}
	t.runEach(ctx, long, sideBySide, slices.DeleteFunc(slices.Clone(lanes), func(l lane) bool { return l.alone }))
	t.runEach(ctx, long, 1, slices.DeleteFunc(slices.Clone(lanes), func(l lane) bool { return !l.alone }))
	if failed := t.failedOf(lanes); again && len(failed) != 0 {
		fmt.Println("once more, alone; this run decides:")
		t.runEach(ctx, long, 1, failed)
	}
	fmt.Printf("%d lanes in %.0f s; logs in build/logs\n", len(lanes), time.Since(started).Seconds())
	return t.print(lanes) && ctx.Err() == nil
}

// tally keeps the last result of each lane.
type tally struct {
	mu      sync.Mutex
	results map[string]result
}

// runEach runs lanes in order, workers of them at once.
func (t *tally) runEach(ctx context.Context, long bool, workers int, lanes []lane) {
	next := make(chan lane)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for l := range next {
				t.add(l, l.run(ctx, long))
			}
		})
	}
	for _, l := range lanes {
		next <- l
	}
	close(next)
	wg.Wait()
}

func (t *tally) add(l lane, r result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.results[l.name] = r
	r.print(l)
}

func (t *tally) failedOf(lanes []lane) (failed []lane) {
	for _, l := range lanes {
		if t.results[l.name].failed != 0 {
			failed = append(failed, l)
		}
	}
	return failed
}

// print names what failed and counts the checks of all lanes: each Go test is
// one, each command is one. It reports whether nothing failed.
func (t *tally) print(lanes []lane) bool {
	for _, l := range t.failedOf(lanes) {
		fmt.Printf("FAILED %s: %s\n", l.name, strings.Join(t.results[l.name].names, " "))
	}
	var sum result
	for _, r := range t.results {
		sum.passed += r.passed
		sum.failed += r.failed
		sum.skips = append(sum.skips, r.skips...)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", sum.passed, sum.failed, len(sum.skips))
	return sum.failed == 0
}
