//go:build !linux

package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
)

// daemonCommands are only known for Linux.
func daemonCommands() []*cobra.Command { return nil }

// networkChecks are only known for Linux.
func networkChecks() []check { return nil }

func signalHost(context.Context, string, string) error { return errors.ErrUnsupported }
