//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// event is one line of go test -json.
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
}

// runTests runs go test and counts its top-level tests. A skipped subtest
// counts as skipped too, so that no hole hides behind a passing parent.
func (s step) runTests(ctx context.Context, out *tailWriter, budget time.Duration, r *result) {
	// A test that hangs is stopped by go test itself, with all goroutines.
	limit := fmt.Sprintf("-timeout=%s", budget-min(budget/4, 20*time.Second))
	args := append([]string{"go", "test", "-json", "-count=1", limit}, s.test...)
	read, write, err := os.Pipe()
	if err != nil {
		r.failed++
		return
	}
	counted := make(chan counter)
	go func() { counted <- count(read, out) }()
	code := s.exec(ctx, write, args)
	write.Close()
	c := <-counted
	read.Close()
	r.passed += c.passed
	r.failed += c.failed
	r.skips = append(r.skips, c.skips...)
	r.tail = append(r.tail, c.failures...)
	r.names = append(r.names, c.names...)
	switch {
	case code != 0 && c.failed == 0: // it did not build, or died
		r.failed++
		r.names = append(r.names, "go test")
	case c.passed+c.failed+len(c.skips) == 0:
		r.failed++
		r.names = append(r.names, "no test is called so")
	}
}

// counter sums up a stream of events.
type counter struct {
	passed, failed int
	skips          []string
	names          []string          // of the failed tests
	failures       []byte            // output of the failed tests
	output         map[string]string // of the tests that still run
}

// count reads events until the stream ends and writes their plain output to out.
func count(events io.Reader, out io.Writer) counter {
	c := counter{output: map[string]string{}}
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			e = event{Output: lines.Text() + "\n"}
		}
		io.WriteString(out, e.Output)
		c.add(e)
	}
	io.Copy(io.Discard, events) // a line over the buffer must not block the test
	return c
}

func (c *counter) add(e event) {
	key := e.Package + " " + e.Test
	top := !strings.Contains(e.Test, "/")
	switch e.Action {
	case "output":
		c.output[key] = lastBytes(c.output[key]+e.Output, tailBytes)
		return
	case "fail":
		if e.Test != "" && top {
			c.failed++
			c.names = append(c.names, e.Test)
		}
		c.failures = append(c.failures, c.output[key]...)
	case "pass":
		if e.Test != "" && top {
			c.passed++
		}
	case "skip":
		if e.Test != "" {
			c.skips = append(c.skips, e.Test+": "+reason(c.output[key]))
		}
	default:
		return
	}
	delete(c.output, key)
}

// reason finds the sentence of a t.Skip in a test's output.
func reason(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "===") || strings.HasPrefix(line, "---") {
			continue
		}
		if _, text, found := strings.Cut(line, ".go:"); found {
			_, text, _ = strings.Cut(text, ": ")
			return strings.TrimPrefix(text, "not run: ")
		}
	}
	return "no reason given"
}

func lastBytes(s string, n int) string {
	return s[max(0, len(s)-n):]
}
