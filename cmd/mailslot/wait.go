package main

import (
	"errors"
	"os"
	"time"

	"github.com/spf13/cobra"

	"mailslot"
	"mailslot/internal/errno"
)

// waitOptions are the flags of wait.
type waitOptions struct {
	timeout duration
	mode    accessMode
	network bool
}

func waitCommand() *cobra.Command {
	o := waitOptions{mode: 0o600}
	cmd := &cobra.Command{
		Use:   "wait SIGNAL",
		Short: "Wait until somebody signals SIGNAL",
		Long: `Wait until somebody runs "mailslot signal SIGNAL". Any number of processes may
wait for one signal; all of them wake. A signal that nobody waits for is lost.
The format is our own: waitfor.exe of Windows is not understood.` + durations,
		Example: `  mailslot wait backup-done && mailslot signal start-upload
  mailslot wait ready --timeout 30s || echo "not ready"`,
		Args:              arguments(1, 1),
		ValidArgsFunction: completeNothing,
		RunE:              func(cmd *cobra.Command, args []string) error { return o.run(cmd, args[0]) },
	}
	cmd.Flags().VarP(&o.timeout, "timeout", "t", "give up after this long (exit 124)")
	cmd.Flags().Var(&o.mode, "mode", "who may signal, like a file's; 0666: every user of this computer")
	cmd.Flags().BoolVar(&o.network, "network", false, "other computers too (needs the daemon, and --mode 0666)")
	return cmd
}

func (o *waitOptions) run(cmd *cobra.Command, signal string) error {
	if err := checkSignalName(signal); err != nil {
		return err
	}
	config := listenOptions{timeout: o.timeout, mode: o.mode, network: o.network}
	slot, err := config.config().Listen(waitSlot(signal))
	if err != nil {
		return named(signal, err)
	}
	defer slot.Close()
	if o.timeout.given {
		slot.SetReadDeadline(time.Now().Add(o.timeout.Duration)) // strays do not start it anew
	}
	return named(signal, awaitSignal(cmd, slot, signal))
}

// awaitSignal reads until the signal comes.
func awaitSignal(cmd *cobra.Command, slot *mailslot.Slot, signal string) error {
	for m, err := range slot.Messages(cmd.Context()) {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return errno.New(errno.SemTimeout, "nobody signalled it in time")
		}
		if err != nil {
			return err
		}
		if isSignal(m.Data, signal) {
			return nil
		}
	}
	return nil
}
