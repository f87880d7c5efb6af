package main

import (
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man DIR",
		Short:   "Write the manual pages into DIR",
		Example: "  mailslot man /usr/local/share/man/man1",
		Args:    arguments(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if args[0] == "" { // man "$DIR" must not mean this directory
				return usage("expected: %s", cmd.UseLine())
			}
			date, err := pageDate()
			if err != nil {
				return err
			}
			header := &doc.GenManHeader{Section: "1", Source: "mailslot " + version, Manual: "Mailslots", Date: date}
			cmd.Root().DisableAutoGenTag = true
			prepare(cmd.Root())
			return doc.GenManTree(cmd.Root(), header, args[0])
		},
	}
}

// prepare makes of each command what the generator of pages should be given.
func prepare(cmd *cobra.Command) {
	for _, child := range cmd.Commands() {
		prepare(child)
	}
	if cmd.Long == "" {
		cmd.Long = cmd.Short
	}
	cmd.Long = markdown.Replace(cmd.Long)
	optionsAsInHelp(cmd)
}

// markdown keeps what the generator would take for Markdown in descriptions,
// such as the backslashes of names. Examples are taken as they are.
var markdown = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, `<`, `\<`, "`", "\\`")

// pageWidth is how wide a line of a page may be.
const pageWidth = 78

// optionsAsInHelp puts the flags into a page as --help has them. The generator's
// own form shows the zero of each type as a default, such as --count=0.
func optionsAsInHelp(cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	cmd.Use += " [flags]" // which is said of a command that has some
	cmd.Long += "\n\n# OPTIONS\n```\n" + cmd.LocalFlags().FlagUsagesWrapped(pageWidth) + "```"
	cmd.ResetFlags()
	cmd.InitDefaultHelpFlag() // or the generator does, and shows it
	cmd.Flags().MarkHidden("help")
}

// pageDate is today, or the date that a reproducible build asks for
// (https://reproducible-builds.org/specs/source-date-epoch).
func pageDate() (*time.Time, error) {
	t := time.Now()
	if s := os.Getenv("SOURCE_DATE_EPOCH"); s != "" {
		seconds, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, usage("SOURCE_DATE_EPOCH: %q is no number of seconds", s)
		}
		t = time.Unix(seconds, 0).UTC()
	}
	return &t, nil
}
