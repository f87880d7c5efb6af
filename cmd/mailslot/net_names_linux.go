package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"mailslot/internal/control"
)

func namesCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "names",
		Short: "Show the NetBIOS names this host holds, and their state",
		Long: `Show the NetBIOS names of the daemon of this computer. A name in conflict is held
by another computer: nothing that is sent to it arrives here.`,
		Example: `  mailslot names
  sudo mailslot names claim 'SITE<1c>' --group`,
		Args: firstWordIsACommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			reply, err := needDaemon(cmd.Context(), control.Request{Op: control.OpNames})
			if err != nil {
				return err
			}
			return newConsole(cmd).printNames(reply.Names, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one object a line: name, suffix, group, state, holder")
	cmd.AddCommand(claimCommand(), releaseCommand())
	return cmd
}

func claimCommand() *cobra.Command {
	var group bool
	cmd := &cobra.Command{
		Use:   "claim NAME",
		Short: "Claim a further name until the daemon ends (root or its group)",
		Example: `  sudo mailslot names claim PUMPS
  sudo mailslot names claim 'SITE<1c>' --group`,
		Args: arguments(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, err := needDaemon(cmd.Context(), control.Request{Op: control.OpClaim, Name: args[0], Group: group})
			return named(args[0], err)
		},
	}
	cmd.Flags().BoolVar(&group, "group", false, "a name that many computers hold")
	return cmd
}

func releaseCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "release NAME",
		Short:   "Give a name up until the daemon ends (root or its group)",
		Example: `  sudo mailslot names release PUMPS`,
		Args:    arguments(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, err := needDaemon(cmd.Context(), control.Request{Op: control.OpRelease, Name: args[0]})
			return named(args[0], err)
		},
	}
}

func (c console) printNames(names []control.Name, asJSON bool) error {
	rows := [][]string{{"NAME", "KIND", "STATE", "HOLDER"}}
	for _, n := range names {
		if asJSON {
			if err := c.printJSON(n); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{c.text(nameText(n)), kindText(n.Group), n.State, c.text(n.Holder)})
	}
	if asJSON {
		return nil
	}
	return c.printTable(rows)
}

func resolveCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "resolve NAME",
		Short: "Find the address of a computer or domain name",
		Long: `Ask the network who holds a NetBIOS name, through the daemon or, without one,
directly. NAME may have a suffix, as in 'MSLOT<1d>' or MSLOT#1d. Exit 7 if
nobody answers, or with no address, as a WINS server does for most groups. Of a
group of the daemon's this computer is shown last.`,
		Example: `  mailslot resolve FILER
  mailslot resolve 'MSLOT#1d'`,
		Args: arguments(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := context.WithTimeout(cmd.Context(), askLimit)
			defer cancel()
			found, err := resolveName(ctx, args[0])
			if err != nil {
				return named(args[0], err)
			}
			return newConsole(cmd).printAddresses(found, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one object a line: ip, group")
	return cmd
}

func (c console) printAddresses(found []control.Address, asJSON bool) error {
	for _, a := range found {
		var err error
		if asJSON {
			err = c.printJSON(a)
		} else {
			_, err = fmt.Fprintln(c.out, a.IP)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func statusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status HOST",
		Short: "Show the names another computer holds (node status)",
		Long: `Ask a computer, by NetBIOS name or IPv4 address, for its table of names and
hardware address, as nbtstat -A does. Exit 7 if it does not answer.`,
		Example: `  mailslot status FILER
  mailslot status 10.0.0.5 --json`,
		Args: arguments(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := context.WithTimeout(cmd.Context(), askLimit)
			defer cancel()
			table, err := nodeStatus(ctx, args[0])
			if err != nil {
				return named(args[0], err)
			}
			c := newConsole(cmd)
			if asJSON {
				return c.printJSON(table)
			}
			if _, err := fmt.Fprintf(c.out, "%v, hardware address %s\n", table.From, table.MAC); err != nil {
				return err
			}
			return c.printNames(table.Names, false)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object: from, mac, names")
	return cmd
}
