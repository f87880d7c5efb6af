package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"mailslot/internal/control"
)

// browsePause is how often --follow looks.
const browsePause = time.Second

func browseCommand() *cobra.Command {
	var follow, asJSON bool
	cmd := &cobra.Command{
		Use:   "browse",
		Short: "Show the computers that announce themselves here",
		Long: `Show the computers whose announcements the daemon has heard. Windows and Samba
announce themselves at start and then every twelve minutes, so the list needs
some time to fill. --follow prints a line whenever something changes.`,
		Example: `  mailslot browse
  mailslot browse --follow --json`,
		Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c := newConsole(cmd)
			if follow {
				return c.followBrowse(cmd.Context(), asJSON)
			}
			reply, err := needDaemon(cmd.Context(), control.Request{Op: control.OpBrowse})
			if err != nil {
				return err
			}
			return c.printComputers(reply.Computers, asJSON)
		},
	}
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, "print every change until Ctrl-C")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one object a line: name, comment, address, type, version, seen")
	return cmd
}

func (c console) printComputers(computers []control.Computer, asJSON bool) error {
	rows := [][]string{{"COMPUTER", "VERSION", "SEEN", "COMMENT"}}
	for _, p := range computers {
		if asJSON {
			if err := c.printJSON(p); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{c.text(p.Name), p.Version, ago(p.Seen), c.text(p.Comment)})
	}
	if asJSON {
		return nil
	}
	return c.printTable(rows)
}

func ago(t time.Time) string { return time.Since(t).Round(time.Second).String() + " ago" }

// browseEvent is one change of the list. As JSON it may only grow.
type browseEvent struct {
	Event string `json:"event"` // appeared, changed or left
	control.Computer
}

// followBrowse prints what changes until the context ends.
func (c console) followBrowse(ctx context.Context, asJSON bool) error {
	known := map[string]control.Computer{}
	tick := time.NewTicker(browsePause)
	defer tick.Stop()
	for {
		reply, err := needDaemon(ctx, control.Request{Op: control.OpBrowse})
		if err != nil {
			return err
		}
		for _, e := range changes(known, reply.Computers) {
			if err := c.printBrowseEvent(e, asJSON); err != nil {
				return err
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// changes brings known up to now and says what was new.
func changes(known map[string]control.Computer, now []control.Computer) []browseEvent {
	var events []browseEvent
	here := map[string]bool{}
	for _, p := range now {
		here[p.Name] = true
		old, ok := known[p.Name]
		switch {
		case !ok:
			events = append(events, browseEvent{"appeared", p})
		case old.Comment != p.Comment || old.Type != p.Type || old.Version != p.Version:
			events = append(events, browseEvent{"changed", p})
		}
		known[p.Name] = p
	}
	for name, p := range known {
		if !here[name] {
			events = append(events, browseEvent{"left", p})
			delete(known, name)
		}
	}
	return events
}

func (c console) printBrowseEvent(e browseEvent, asJSON bool) error {
	if asJSON {
		return c.printJSON(e)
	}
	_, err := fmt.Fprintf(c.out, "%-8s %-15s %s\n", e.Event, c.text(e.Name), c.text(e.Comment))
	return err
}
