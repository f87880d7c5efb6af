// Command mailslot creates, reads, writes and inspects mailslots from a shell.
package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run(os.Args[1:])) }

// run executes one command line and returns the exit code.
func run(args []string) int {
	survivePipe()
	root := rootCommand()
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(context.Background())
	if err == nil {
		return exitOK
	}
	if code, ok := interruption(cmd.Context(), err); ok {
		return code
	}
	return tell(cmd, err, args)
}

// tell reports what went wrong and returns the exit code.
func tell(cmd *cobra.Command, err error, args []string) int {
	if isClosedPipe(err) {
		return exitPipe
	}
	newConsole(cmd).report(err, wantsJSON(cmd, args))
	return exitCode(err)
}
