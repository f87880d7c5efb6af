//go:build crashpoints && linux

package crashpoint

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// plan is what the environment asks for.
type plan struct {
	name    string
	passage int64 // the passage at which to strike, counted from 1
	signal  syscall.Signal
	seen    atomic.Int64
}

var (
	chosen = sync.OnceValue(parse)
	passed sync.Map // by name, an *atomic.Int64: how often
)

// Here kills or stops the process if this is the place that was asked for.
func Here(name string) {
	switch p := chosen(); {
	case p.name == "?":
		if n := pass(name); n&(n-1) == 0 {
			fmt.Fprintf(os.Stderr, "crashpoint %s@%d\n", name, n)
		}
	case p.name == name && p.seen.Add(1) == p.passage:
		syscall.Kill(os.Getpid(), p.signal)
	}
}

// pass counts one more passage of a place that is to be listed.
func pass(name string) int64 {
	count, _ := passed.LoadOrStore(name, new(atomic.Int64))
	return count.(*atomic.Int64).Add(1)
}

func parse() *plan {
	name, stop := strings.CutSuffix(os.Getenv("MAILSLOT_CRASH"), ":stop") // names have colons too
	name, passage, _ := strings.Cut(name, "@")
	p := &plan{name: name, passage: 1, signal: syscall.SIGKILL}
	if stop {
		p.signal = syscall.SIGSTOP
	}
	if n, err := strconv.ParseInt(passage, 10, 64); err == nil {
		p.passage = n
	}
	return p
}
