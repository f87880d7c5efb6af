package main

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"mailslot/cmd/mailslot/internal/versus"
	"mailslot/internal/errno"
)

// Bounds of what bench may be asked for.
const (
	maxBenchWriters = 256
	maxBenchSize    = 128 << 10 // what a Unix datagram takes by default
	maxBenchRounds  = 1000
)

func benchCommand() *cobra.Command {
	var p versus.Plan
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Compare mailslots with Unix sockets on this machine",
		Long: `Measure throughput and latency of mailslots, Unix datagram and Unix seqpacket
sockets, interleaved, in a few seconds. Figures are medians of the rounds;
ratios are to Unix datagrams, above 1 is better. Writers of a mailslot wait for
room at 1 MiB, as those of sockets do at their buffers. Writers and reader are
goroutines of one process: the program under bench/ in the source compares
processes, and more peers.`,
		Example: `  mailslot bench
  mailslot bench --writers 1,8 --sizes 64,1024 --rounds 11
  mailslot bench --json > here.json`,
		Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkPlan(p); err != nil {
				return err
			}
			return bench(cmd.Context(), newConsole(cmd), p, asJSON)
		},
	}
	f := cmd.Flags()
	f.IntSliceVar(&p.Writers, "writers", []int{1, 4}, "`N,...` writers")
	f.IntSliceVar(&p.Sizes, "sizes", []int{16, 256, 4096, 65536}, "messages of `N,...` bytes")
	f.IntVar(&p.Rounds, "rounds", 5, "`N` rounds")
	f.BoolVar(&asJSON, "json", false, "one object a line for each transport, size and number of writers")
	return cmd
}

func checkPlan(p versus.Plan) error {
	for _, n := range p.Writers {
		if n < 1 || n > maxBenchWriters {
			return usage("--writers are from 1 to %d", maxBenchWriters)
		}
	}
	for _, n := range p.Sizes {
		if n < 1 || n > maxBenchSize {
			return usage("--sizes are from 1 to %d bytes", maxBenchSize)
		}
	}
	if p.Rounds < 1 || p.Rounds > maxBenchRounds {
		return usage("--rounds is from 1 to %d", maxBenchRounds)
	}
	return nil
}

func bench(ctx context.Context, c console, p versus.Plan, asJSON bool) error {
	if !hasUnixDatagrams {
		return errno.New(errno.NotSupported, "bench compares with Unix datagrams, which this system does not have")
	}
	var done atomic.Int64
	start := time.Now()
	stop := c.progress(func() string { return progressBar(int(done.Load()), p.Steps(), time.Since(start)) })
	cells, err := versus.Run(ctx, p, func() { done.Add(1) })
	stop()
	if err != nil {
		return err
	}
	if !asJSON {
		return c.printBench(cells)
	}
	for _, cell := range cells {
		if err := c.printJSON(cell); err != nil {
			return err
		}
	}
	return nil
}

// progressBarWidth is the bar's length in characters.
const progressBarWidth = 30

// progressBar shows how much of work with known steps is done.
func progressBar(done, steps int, elapsed time.Duration) string {
	full := done * progressBarWidth / steps
	bar := strings.Repeat("█", full) + strings.Repeat("░", progressBarWidth-full)
	left := "?"
	if done > 0 {
		left = (elapsed * time.Duration(steps-done) / time.Duration(done)).Round(time.Second).String()
	}
	return fmt.Sprintf("%s %3d %%  %s left", bar, done*100/steps, left)
}

// printBench prints throughput, then latency, a row for each transport.
func (c console) printBench(cells []versus.Cell) error {
	rates := [][]string{{"THROUGHPUT", "WRITERS", "BYTES", "MESSAGES/S", "DATA/S", "RATIO"}}
	delays := [][]string{{"LATENCY", "", "BYTES", "MEDIAN", "P99", "RATIO"}}
	for _, cell := range cells {
		size, ratio := fmt.Sprint(cell.Size), fmt.Sprintf("%.2f", cell.Ratio)
		if cell.PerSecond > 0 {
			rates = append(rates, []string{cell.Transport, fmt.Sprint(cell.Writers), size,
				rateText(cell.PerSecond), bytesText(int64(cell.PerSecond * float64(cell.Size))), ratio})
		} else {
			delays = append(delays, []string{cell.Transport, "", size, nanoseconds(cell.P50), nanoseconds(cell.P99), ratio})
		}
	}
	if err := c.printTable(rates); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(c.out); err != nil {
		return err
	}
	return c.printTable(delays)
}

func nanoseconds(ns int64) string { return time.Duration(ns).Round(100 * time.Nanosecond).String() }
