package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"mailslot/internal/local"
)

// completeSlots offers the names of the slots that exist, then files: what is
// sent may be the name of one.
func completeSlots(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return offer(typed, bareName)
}

// completeSignals offers the signals that somebody waits for.
func completeSignals(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return offer(typed, signalOf)
}

// completeNothing is for names that are new, and not those of files.
func completeNothing(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// offer makes a list of what name makes of the slots that are alive. Shells read
// one in each line, so strangers cannot put control characters there.
func offer(typed string, name func(slot string) string) ([]string, cobra.ShellCompDirective) {
	slots, err := local.List("")
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var offers []string
	for _, about := range slots {
		n := name(about.Name)
		if about.Alive && n != "" && strings.HasPrefix(n, typed) && !strings.ContainsFunc(n, unicode.IsControl) {
			offers = append(offers, n)
		}
	}
	slices.Sort(offers)
	return slices.Compact(offers), cobra.ShellCompDirectiveNoFileComp
}
