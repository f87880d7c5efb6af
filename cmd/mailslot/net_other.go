//go:build !linux

package main

import (
	"github.com/spf13/cobra"

	"mailslot/internal/errno"
)

// daemonCommands are those of Linux, which say so here rather than be unknown.
func daemonCommands() []*cobra.Command {
	var commands []*cobra.Command
	for _, name := range []string{"daemon", "names", "resolve", "status", "browse", "popup"} {
		commands = append(commands, &cobra.Command{
			Use:                name,
			Hidden:             true,
			DisableFlagParsing: true,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return errno.New(errno.NotSupported,
					"%s is part of the daemon, which runs on Linux; Windows brings mailslots on the network by itself", cmd.Name())
			},
		})
	}
	return commands
}

// networkChecks are only known for Linux.
func networkChecks() []check { return nil }
