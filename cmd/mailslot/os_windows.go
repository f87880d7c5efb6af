package main

import (
	"context"
	"os"
	"os/exec"

	"golang.org/x/sys/windows"
)

// isTerminal reports whether f is a console.
func isTerminal(f *os.File) bool {
	var mode uint32
	return windows.GetConsoleMode(windows.Handle(f.Fd()), &mode) == nil
}

// shell prepares a command line of the user's for the system's shell.
func shell(ctx context.Context, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "cmd", "/C", line)
}

// hasUnixDatagrams is what bench needs.
const hasUnixDatagrams = false

// userName is not known: Windows does not tell who has a slot.
func userName(int) string { return "" }
