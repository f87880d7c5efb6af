package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// localCommands are the commands that need neither network nor daemon.
func localCommands() []*cobra.Command {
	return []*cobra.Command{
		listenCommand(), sendCommand(), infoCommand(), listCommand(), watchCommand(),
		waitCommand(), signalCommand(), benchCommand(), doctorCommand(),
		versionCommand(), completionCommand(), manCommand(),
	}
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "mailslot COMMAND",
		Short: "Windows mailslots for Linux",
		Long: `A mailslot is a named, one-way message queue: one process listens, any number
of processes send. NAME is x, net/x, //./mailslot/x or '\\.\mailslot\x' for a
slot of this computer, and //HOST/mailslot/x for one of another.

Exit codes: 0 done, 1 failure, 2 usage, 3 no such slot, 4 exists already,
5 not permitted, 6 message too large, 7 network or daemon unreachable,
124 time-out, 129 terminal closed, 130 Ctrl-C, 141 nobody reads the output,
143 SIGTERM. Errors are one line on standard error, with the number that Windows
would give; with --json they are an object.

In the environment MAILSLOT_DIR names the directory in which slots live: one
directory is one computer. MAILSLOT_CONFIG names another configuration than
/etc/mailslot.toml, NO_COLOR turns colours off. For programs that come from
Windows, MAILSLOT_NETWORK=1 has their slots hear the network,
MAILSLOT_STRICT_SHARING=1 has share modes count, and MAILSLOT_DEBUG_OUTPUT shows
what they print to a debugger.`,
		Example: `  mailslot listen greetings              # in one terminal
  mailslot send greetings "hello there"  # in another
  mailslot watch                         # see what goes on`,
		Args:              firstWordIsACommand,
		PersistentPreRun:  func(cmd *cobra.Command, _ []string) { cmd.SetContext(interruptible(cmd.Context())) },
		RunE:              versionOrHelp,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	addGroup(root, "Slots and this program:", localCommands())
	addGroup(root, "The network:", networkCommands())
	root.SetHelpTemplate(helpTemplate)
	root.SetHelpFunc(helpInOnePiece(root.HelpFunc()))
	refuseUnknownTopics(root)
	root.SetUsageTemplate(usageTemplate)
	root.Flags().BoolP("version", "v", false, "show the version of this program")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%s; see: %s --help", flagText(err), cmd.CommandPath())
	})
	return root
}

// addGroup adds commands that help lists under one heading.
func addGroup(root *cobra.Command, heading string, commands []*cobra.Command) {
	root.AddGroup(&cobra.Group{ID: heading, Title: heading})
	for _, c := range commands {
		c.GroupID = heading
	}
	root.AddCommand(commands...)
}

// helpInOnePiece prints help with one write, and fails when that does: cobra
// tells standard error, in its own words, and goes on.
func helpInOnePiece(render func(*cobra.Command, []string)) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, args []string) {
		var text bytes.Buffer
		out := cmd.OutOrStdout()
		cmd.SetOut(&text)
		render(cmd, args)
		cmd.SetOut(out)
		if _, err := out.Write(text.Bytes()); err != nil {
			os.Exit(tell(cmd, err, nil)) // nobody takes an error from here
		}
	}
}

// refuseUnknownTopics has "help nope" be the error that "nope" is: cobra prints
// it, in its own words, and answers 0.
func refuseUnknownTopics(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, _ := root.Find([]string{"help"}) // it has just been made
	help.Example = "  mailslot help listen"
	help.Args = func(cmd *cobra.Command, args []string) error {
		topic, rest, err := root.Find(args)
		if err != nil {
			topic, rest = root, args
		}
		return firstWordIsACommand(topic, rest)
	}
}

// versionOrHelp is what the program does without a command. Cobra's own flag
// for the version tells an error twice.
func versionOrHelp(cmd *cobra.Command, args []string) error {
	if asked, _ := cmd.Flags().GetBool("version"); !asked {
		return helpWithoutCommand(cmd, args)
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), thisBuild())
	return err
}

func helpWithoutCommand(cmd *cobra.Command, _ []string) error {
	cmd.SetOut(cmd.ErrOrStderr())
	if err := cmd.Help(); err != nil {
		return err
	}
	return usage("no command was given")
}

func firstWordIsACommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); args[0] != "" && len(near) > 0 {
		return usage("unknown command %q; did you mean %s?", args[0], near[0])
	}
	return usage("unknown command %q; see: %s --help", args[0], cmd.CommandPath())
}

// arguments accepts from least to most arguments; most < 0 is any number.
func arguments(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			return usage("expected: %s", cmd.UseLine())
		}
		return nil
	}
}

// onlyOne refuses flags that contradict each other.
func onlyOne(cmd *cobra.Command, names ...string) error {
	first := ""
	for _, name := range names {
		if !cmd.Flags().Changed(name) {
			continue
		}
		if first != "" {
			return usage("--%s and --%s exclude each other", first, name)
		}
		first = name
	}
	return nil
}

// atLeastOne refuses a number flag below 1 that was given.
func atLeastOne(cmd *cobra.Command, name string, value int) error {
	if cmd.Flags().Changed(name) && value < 1 {
		return usage("--%s must be at least 1", name)
	}
	return nil
}

// Help begins with examples: most readers came for one.
const helpTemplate = `{{with .Example}}Examples:
{{.}}

{{end}}{{with (or .Long .Short)}}{{.}}

{{end}}{{.UsageString}}`

const usageTemplate = `Usage:
  {{.UseLine}}{{if gt (len .Aliases) 0}}

Aliases:
  {{.NameAndAliases}}{{end}}{{$all := .Commands}}{{range $g := .Groups}}

{{.Title}}{{range $all}}{{if and .IsAvailableCommand (eq .GroupID $g.ID)}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if and .HasAvailableSubCommands (not .Groups)}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

More about a command: {{.CommandPath}} COMMAND --help{{end}}
`
