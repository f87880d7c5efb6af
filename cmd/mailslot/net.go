package main

import "github.com/spf13/cobra"

// networkCommands are the commands of the network and its daemon.
func networkCommands() []*cobra.Command {
	return append(daemonCommands(), decodeCommand())
}
