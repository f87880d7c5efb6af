//go:build linux

package load

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// patience is when a stuck cell is given up.
const patience = 60 * time.Second

// cell is one measurement that a process can be asked for.
type cell struct {
	usage string
	run   func(c *call) error
}

// cells are the measurements by name. Those below the line are the parts that
// a measurement runs in processes of its own.
func cells() map[string]cell {
	return map[string]cell{
		"tput":    {"NAME WRITERS SIZE MS", throughput},
		"rtt":     {"NAME SIZE COUNT CPU CPU POLL", roundTrip},
		"pace":    {"NAME COUNT US CPU CPU", paced},
		"path":    {"NAME SIZE COUNT", path},
		"absent":  {"NAME SIZE COUNT", absent},
		"away":    {"NAME SIZE COUNT", away},
		"backlog": {"NAME SIZE COUNT", backlog},
		"oneshot": {"NAME COUNT", oneshot},
		"count":   {"NAME WRITERS COUNT", countUnread},
		"hot":     {"NAME IDLE COUNT", hot},
		"memory":  {"NAME slots|handles|rings N", memory},
		"floor":   {"", floor},
		"profile": {"NAME SIZE MS FILE", profile},
		"lan":     {"CELL", onLAN},
		"window":  {"NAME SIZE MS", windowed},

		"write":       {"NAME SIZE", writeForever},
		"write-paced": {"NAME COUNT US CPU", writePaced},
		"write-count": {"NAME SIZE COUNT", writeCount},
		"echo":        {"NAME SIZE CPU", echo},
		"serve":       {"NAME SIZE", serve},
		"counted":     {"NAME SIZE", counted},
		"hold":        {"NAME HANDLES MESSAGES SIZE", hold},
	}
}

// call is one cell with its arguments.
type call struct {
	transport string // its name, to start children with
	Transport
	args []string
	out  io.Writer
	kids []*child
}

// Run runs the cell args[1] on the transport args[0]; the rest are the
// cell's arguments. Results go to out.
func Run(out io.Writer, args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("which transport and which cell?")
	}
	t, known := transports()[args[0]]
	if !known {
		return fmt.Errorf("no transport is called %q", args[0])
	}
	c, known := cells()[args[1]]
	if !known {
		return fmt.Errorf("no cell is called %q", args[1])
	}
	if want := strings.Fields(c.usage); len(args)-2 != len(want) {
		return fmt.Errorf("usage: %s %s", args[1], c.usage)
	}
	k := &call{transport: args[0], Transport: t, args: args[2:], out: out}
	defer k.endChildren()
	watchdog := time.AfterFunc(patience, func() { fmt.Fprintln(os.Stderr, args, "is stuck"); os.Exit(3) })
	defer watchdog.Stop()
	return c.run(k)
}

func (c *call) name() string { return c.args[0] }

// number is the argument at i; what is no number is 0, with which no cell does
// anything.
func (c *call) number(i int) int {
	n, _ := strconv.Atoi(c.args[i])
	return n
}

// result prints one line of the outcome.
func (c *call) result(key string, value float64) {
	fmt.Fprintf(c.out, "%s %.2f\n", key, value)
}
