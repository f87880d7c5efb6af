//go:build linux

// Command bench runs mailslot and its peers side by side: round after round,
// every program in the same cell one after the other, so that whatever else
// the machine does falls on all of them. It prints medians, spread and ratios,
// and with -report writes docs/performance.json, docs/performance.md and the
// plots beside it.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"mailslot/bench/load"
	"mailslot/bench/report"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == load.ChildFlag {
		exit(load.Run(os.Stdout, os.Args[2:]))
	}
	exit(run(os.Args[1:]))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// options are the flags.
type options struct {
	quick  bool
	rounds int
	time   time.Duration
	cells  *regexp.Regexp
	json   string
	report bool
	from   string
	docs   string
	build  string
}

func parse(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.BoolVar(&o.quick, "quick", false, "a few cells, under a minute")
	f.IntVar(&o.rounds, "rounds", 0, "rounds of every cell (0: 5, quick 2)")
	f.DurationVar(&o.time, "time", 11*time.Minute, "no round begins that would not end within this `time`")
	pattern := f.String("cells", "", "only cells whose name matches this `regexp`")
	f.StringVar(&o.json, "json", "", "write what was measured to this `file`")
	f.BoolVar(&o.report, "report", false, "write performance.json, performance.md and the plots")
	f.StringVar(&o.from, "from", "", "do not measure, take the results of this JSON `file`")
	f.StringVar(&o.docs, "docs", "docs", "`directory` of the report")
	f.StringVar(&o.build, "build", filepath.Join("build", "bench"), "`directory` for the peers' programs")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.rounds == 0 {
		o.rounds = 5
		if o.quick {
			o.rounds = 2
		}
	}
	var err error
	o.cells, err = regexp.Compile(*pattern)
	return o, err
}

func run(args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	results, err := results(o)
	if err != nil {
		return err
	}
	if err := report.Text(os.Stdout, results); err != nil {
		return err
	}
	if o.json != "" {
		if err := results.Write(o.json); err != nil {
			return err
		}
	}
	if !o.report {
		return nil
	}
	return report.WriteDocs(results, o.docs)
}

func results(o options) (*report.Results, error) {
	if o.from != "" {
		return report.Read(o.from)
	}
	return measure(o)
}
