//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"mailslot/bench/report"
)

const (
	profileMS    = 3000
	profileLines = 18 // of functions; the rest takes next to nothing
)

// profiles shows where the time of a message goes, by function. Without the
// go command, or if the program fails, there are none.
func profiles(r *runner) []report.Profile {
	var all []report.Profile
	for _, size := range []int{16, 256} {
		file := filepath.Join(r.dir, fmt.Sprintf("profile.%d", size))
		a, err := r.run(lane{program: "mailslot", args: []any{"profile", NAME, size, profileMS, file}})
		if err != nil {
			fmt.Fprintln(os.Stderr, "  no profile:", err)
			continue
		}
		lines, err := topFunctions(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, "  no profile:", err)
			continue
		}
		all = append(all, report.Profile{
			Title: fmt.Sprintf("Writing and reading %d bytes in one thread: %.0f ns together, by function", size, a["both"]),
			Lines: lines,
		})
	}
	return all
}

// topFunctions is what pprof says of a profile, without its introduction.
func topFunctions(file string) ([]string, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("go", "tool", "pprof", "-top", fmt.Sprintf("-nodecount=%d", profileLines), exe, file)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go tool pprof: %w", err)
	}
	_, table, found := strings.Cut(string(out), "      flat")
	if !found {
		return nil, fmt.Errorf("go tool pprof said nothing of functions")
	}
	return strings.Split(strings.TrimRight("      flat"+table, "\n"), "\n"), nil
}
