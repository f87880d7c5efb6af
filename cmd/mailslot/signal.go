package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

func signalCommand() *cobra.Command {
	host := ""
	cmd := &cobra.Command{
		Use:   "signal SIGNAL",
		Short: "Wake all who wait for SIGNAL",
		Long: `Wake every process of this computer that runs "mailslot wait SIGNAL" and lets
this user signal it. Exit 3 if nobody waits. With --host, wake those of another
computer or domain who run "mailslot wait SIGNAL --network"; nobody says whether
anyone did.`,
		Example: `  mailslot signal backup-done
  mailslot signal stop-line --host PLANT
  until mailslot signal ready; do sleep 1; done`,
		Args:              arguments(1, 1),
		ValidArgsFunction: completeSignals,
		RunE: func(cmd *cobra.Command, args []string) error {
			if host != "" {
				return named(args[0], signalHost(cmd.Context(), host, args[0]))
			}
			return named(args[0], signalAll(newConsole(cmd), args[0]))
		},
	}
	cmd.Flags().Var(word{&host}, "host", "signal the computer or domain `HOST`")
	return cmd
}

// signalAll wakes all waiters on this computer. It succeeds if it woke one:
// a waiter may just have left, and one of another user is that user's business.
func signalAll(c console, signal string) error {
	if err := checkSignalName(signal); err != nil {
		return err
	}
	slots, err := local.List("")
	if err != nil {
		return err
	}
	woken, refusal := 0, error(nil)
	for _, about := range slots {
		if !about.Alive || !waitsFor(about.Name, signal) {
			continue
		}
		err := wake(about.Name, signal)
		switch {
		case err == nil:
			woken++
		case exitCode(err) != exitNoSlot:
			refusal = err
		}
	}
	if woken > 0 {
		c.note(fmt.Sprint(woken, " woken"))
		return nil
	}
	if refusal != nil {
		return refusal
	}
	return errno.New(errno.FileNotFound, "nobody waits for this signal")
}

// wake signals one waiter.
func wake(slot, signal string) error {
	w, err := local.Dial("", slot)
	if err != nil {
		return err
	}
	defer w.Close()
	return w.Write([]byte(signalMessage + signal))
}
