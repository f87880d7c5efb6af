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
			date, err := pageDate()
			if err != nil {
				return err
			}
			header := &doc.GenManHeader{Section: "1", Source: "mailslot " + version, Manual: "Mailslots", Date: date}
			cmd.Root().DisableAutoGenTag = true
			escapeMarkdown(cmd.Root())
			return doc.GenManTree(cmd.Root(), header, args[0])
		},
	}
}

// escapeMarkdown keeps what the generator would take for Markdown in the
// descriptions, such as the backslashes of names. Examples are taken as they are.
func escapeMarkdown(cmd *cobra.Command) {
	marks := strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, `<`, `\<`, "`", "\\`")
	cmd.Long = marks.Replace(cmd.Long)
	for _, child := range cmd.Commands() {
		escapeMarkdown(child)
	}
}

// pageDate is today, or the date that a reproducible build asks for
// (https://reproducible-builds.org/specs/source-date-epoch).
func pageDate() (*time.Time, error) {
	t := time.Now()
	if s := os.Getenv("SOURCE_DATE_EPOCH"); s != "" {
		seconds, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, usage("SOURCE_DATE_EPOCH: %w", err)
		}
		t = time.Unix(seconds, 0).UTC()
	}
	return &t, nil
}
