package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// watchOptions are the flags of watch.
type watchOptions struct {
	json     bool
	plain    bool
	interval duration
	pattern  string
}

func watchCommand() *cobra.Command {
	o := watchOptions{interval: duration{time.Second, true}}
	cmd := &cobra.Command{
		Use:   "watch [GLOB]",
		Short: "Watch slots live: created, closed, traffic and depth",
		Long: `Watch the slots of this computer until Ctrl-C: which are created and closed,
messages and bytes per second, and how many wait unread. On a terminal it is a
live table (not where TERM is dumb); otherwise a line for each slot that
changes, and with --json an object for each slot and interval. In the bytes an
unread message counts with the memory that it takes up, its own bytes and 16 to
31 more, so they are too many while a slot fills and too few while it drains.
GLOB is that of list.` + durations,
		Example: `  mailslot watch
  mailslot watch 'net/*' --interval 200ms
  mailslot watch --json | jq -c 'select(.event == "closed")'`,
		Args:              arguments(0, 1),
		ValidArgsFunction: completeSlots,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.pattern = strings.Join(args, "")
			return o.run(cmd.Context(), newConsole(cmd))
		},
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "one object a line: time, event, slot, rates and what info --json has")
	cmd.Flags().BoolVar(&o.plain, "plain", false, "lines even on a terminal")
	cmd.Flags().Var(&o.interval, "interval", "time between looks at traffic; slots that come and go show at once")
	return cmd
}

// leastInterval keeps watch from keeping a processor busy.
const leastInterval = 10 * time.Millisecond

func (o *watchOptions) run(ctx context.Context, c console) error {
	if err := o.check(); err != nil {
		return err
	}
	if c.outTerminal && !dumbTerminal() && !o.json && !o.plain {
		return o.live(ctx, c)
	}
	return o.lines(ctx, c)
}

func (o *watchOptions) check() error {
	if o.interval.Duration < leastInterval {
		return usage("--interval must be at least %v", leastInterval)
	}
	return nil
}

// lines prints events until the context ends.
func (o *watchOptions) lines(ctx context.Context, c console) error {
	print := c.printEvent
	if o.json {
		print = func(e event) error { return c.printJSON(e) }
	}
	var p sampler
	for l := range o.looks(ctx) {
		if l.err != nil {
			return l.err
		}
		for _, e := range p.next(l.time, l.states, l.tick) {
			if err := print(e); err != nil {
				return err
			}
		}
	}
	return context.Cause(ctx)
}

// printEvent prints an event as a line for people. A slot without traffic is
// not worth one.
func (c console) printEvent(e event) error {
	if e.Event == eventStats && e.MessagesPerSecond == 0 {
		return nil
	}
	line := fmt.Sprintf("%s %-7s %s", e.Time.Local().Format(time.TimeOnly), e.Event, c.text(e.Slot))
	if e.Event == eventStats {
		line += fmt.Sprintf("  %s messages/s  %s/s", rateText(e.MessagesPerSecond), bytesText(int64(e.BytesPerSecond)))
	} else {
		line += fmt.Sprintf("  %s (pid %d)", c.text(e.Owner.User), e.Owner.PID)
	}
	if e.Count != nil && e.Event != eventClosed {
		line += fmt.Sprintf("  %d unread", *e.Count)
	}
	_, err := fmt.Fprintln(c.out, line)
	return err
}

// rateText is a number per second for people: three digits that matter.
func rateText(v float64) string {
	switch {
	case v >= 1e6:
		return fmt.Sprintf("%.2fM", v/1e6)
	case v >= 1e4:
		return fmt.Sprintf("%.1fk", v/1e3)
	case v >= 100 || v == 0:
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.1f", v)
}
