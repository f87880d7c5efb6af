package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

func listCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "list [GLOB]",
		Aliases: []string{"ls"},
		Short:   "List the slots of this computer",
		Long: `List the slots of this computer, those whose names match GLOB if one is given:
* stands for any characters, levels included, and ? for one. A dash stands for
what only those who may write to the slot can see, and for what the system does
not tell.`,
		Example: `  mailslot list
  mailslot list 'net/*'
  mailslot list --json | jq -r 'select(.count > 0).slot'`,
		Args:              arguments(0, 1),
		ValidArgsFunction: completeSlots,
		RunE: func(cmd *cobra.Command, args []string) error {
			return list(newConsole(cmd), strings.Join(args, ""), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one object a line, as info --json prints it")
	return cmd
}

func list(c console, pattern string, asJSON bool) error {
	slots, err := states(pattern)
	if err != nil {
		return err
	}
	if asJSON {
		for _, s := range slots {
			if err := c.printJSON(s.object()); err != nil {
				return err
			}
		}
		return nil
	}
	if len(slots) == 0 {
		return nil // an empty list, like that of ls
	}
	rows := [][]string{{"NAME", "OWNER", "PID", "MODE", "MAX", "NEXT", "COUNT", "WRITERS"}}
	for _, s := range slots {
		rows = append(rows, c.listRow(s))
	}
	return c.printTable(rows)
}

func (c console) listRow(s state) []string {
	a, mode := s.about, accessMode(s.about.Mode)
	row := []string{c.text(s.name()), "-", "-", "-"}
	if s.told() {
		row = []string{row[0], c.text(userName(a.UID)), strconv.Itoa(a.PID), mode.String()}
	}
	if a.MaxSize == 0 {
		row = append(row, "any")
	} else {
		row = append(row, fmt.Sprint(a.MaxSize))
	}
	if s.denied != nil {
		return append(row, "-", "-", "-")
	}
	next := "none"
	if s.info.Count > 0 {
		next = fmt.Sprint(s.info.NextSize)
	}
	return append(row, next, fmt.Sprint(s.info.Count), orDash(s.info.Writers))
}

// orDash is a number, or a dash for the -1 of what is not told.
func orDash(n int) string {
	if n < 0 {
		return "-"
	}
	return strconv.Itoa(n)
}
