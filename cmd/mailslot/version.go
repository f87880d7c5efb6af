package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the release that this source becomes or is. capi/Makefile reads it
// here for the library and the packages.
const version = "0.1.0"

// build is what version prints. As JSON it may only grow.
type build struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

func versionCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Show the version of this program",
		Example: "  mailslot version",
		Args:    arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, b := newConsole(cmd), thisBuild()
			if asJSON {
				return c.printJSON(b)
			}
			_, err := fmt.Fprintln(c.out, b)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return cmd
}

func thisBuild() build {
	b := build{Version: version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Revision = s.Value
		}
		if s.Key == "vcs.modified" && s.Value == "true" {
			b.Revision += "+changes"
		}
	}
	return b
}

func (b build) String() string {
	s := fmt.Sprintf("mailslot %s (%s, %s/%s", b.Version, b.Go, b.OS, b.Arch)
	if b.Revision != "" {
		s += ", " + b.Revision
	}
	return s + ")"
}
