package main

import (
	"bufio"
	"context"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"mailslot"
	"mailslot/cmd/mailslot/internal/show"
	"mailslot/internal/errno"
)

// listenOptions are the flags of listen.
type listenOptions struct {
	count   int
	timeout duration
	maxSize uint32
	mode    accessMode
	network bool
	exec    string
	printing
}

func listenCommand() *cobra.Command {
	o := listenOptions{mode: 0o600}
	cmd := &cobra.Command{
		Use:     "listen NAME",
		Aliases: []string{"read", "recv"},
		Short:   "Create a slot and print its messages, one line each",
		Long: `Create the slot NAME and print its messages, one line each, until Ctrl-C.
The slot and its unread messages vanish with this command.

A line feed inside a message is shown as \n; on a terminal every control
character is shown escaped. --json and --raw keep messages exact, and so does
--null, except on a terminal, where it keeps line feeds and tabs alone.

A command of --exec that fails is told and ends nothing; when --count ends the
listening after that, the exit code is 1.` + durations,
		Example: `  mailslot listen greetings
  mailslot listen alarms --mode 0666 --exec 'notify-send "$(cat)"'
  mailslot listen jobs --json | jq -r .text
  mailslot listen answers --count 1 --timeout 5s`,
		Args:              arguments(1, 1),
		ValidArgsFunction: completeNothing,
		RunE:              func(cmd *cobra.Command, args []string) error { return o.run(cmd, args[0]) },
	}
	f := cmd.Flags()
	f.IntVarP(&o.count, "count", "n", 0, "stop after `N` messages")
	f.VarP(&o.timeout, "timeout", "t", "give up when no message comes for this long (exit 124)")
	f.Uint32Var(&o.maxSize, "max-size", 0, "accept messages of at most `N` bytes; 0: of any size")
	f.Var(&o.mode, "mode", "who may write, like a file's; 0666: every user of this computer")
	f.BoolVar(&o.network, "network", false, "messages from the network too (needs the daemon, and --mode 0666)")
	f.Var(word{&o.exec}, "exec", "run `CMD` once per message, the message on its standard input")
	o.printing.addFlags(cmd)
	return cmd
}

func (o *listenOptions) run(cmd *cobra.Command, name string) error {
	c := newConsole(cmd)
	printer, err := o.check(cmd, c)
	if err != nil {
		return err
	}
	n, err := localName(name)
	if err != nil {
		return named(name, err)
	}
	slot, err := o.config().Listen(n.String())
	if err != nil {
		return named(name, err)
	}
	defer slot.Close()
	c.note("listening on " + n.String() + "; Ctrl-C ends it")
	if o.exec != "" {
		return named(name, o.execEach(cmd.Context(), c, name, slot))
	}
	return named(name, o.printEach(cmd.Context(), c, slot, printer))
}

// check refuses contradicting flags and makes the printer that they describe.
func (o *listenOptions) check(cmd *cobra.Command, c console) (*show.Printer, error) {
	if err := atLeastOne(cmd, "count", o.count); err != nil {
		return nil, err
	}
	if err := onlyOne(cmd, append(styleFlags(), "exec")...); err != nil {
		return nil, err
	}
	return o.printer(cmd, c)
}

// printEach prints each message. What has been printed is never lost, not
// even when reading ends with an error.
func (o *listenOptions) printEach(ctx context.Context, c console, slot *mailslot.Slot, printer *show.Printer) error {
	out := bufio.NewWriter(c.out)
	bare := bareName(slot.Addr().Name.Slot())
	err := o.each(ctx, c, slot, func(m mailslot.Message) error {
		if err := printer.Write(out, bare, m); err != nil {
			return err
		}
		return flushWhenIdle(out, slot)
	})
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	return err
}

func (o *listenOptions) config() *mailslot.ListenConfig {
	c := &mailslot.ListenConfig{MaxMessageSize: o.maxSize, Mode: fs.FileMode(o.mode), Network: o.network}
	if o.timeout.given {
		c.ReadTimeout = readTimeout(o.timeout)
	}
	return c
}

// readTimeout is a flag's time-out for the package, where 0 is for ever.
func readTimeout(d duration) mailslot.ReadTimeout {
	if d.Duration == 0 {
		return mailslot.NoWait
	}
	return d.Duration
}

// each hands messages to handle until the count is reached, the time-out
// passes or the context ends. It outlasts a shortage, which it reports once:
// to end would lose the messages that wait.
func (o *listenOptions) each(ctx context.Context, c console, slot *mailslot.Slot, handle func(mailslot.Message) error) error {
	n, told := 0, false
	for {
		m, err := slot.Receive(ctx)
		if isShortage(err) {
			if !told {
				c.report(named(bareName(slot.Addr().Name.Slot()), err), o.json)
			}
			told = true
			time.Sleep(shortagePause)
			continue
		}
		if err != nil {
			return err
		}
		if err := handle(m); err != nil {
			return err
		}
		if n++; n == o.count {
			return nil
		}
	}
}

// shortagePause is the time between two tries to read during a shortage.
const shortagePause = 50 * time.Millisecond

// isShortage reports whether a read failed for want of descriptors or memory,
// which others may give back.
func isShortage(err error) bool {
	code := errno.Of(err)
	return code == errno.TooManyOpenFiles || code == errno.NoSystemResources
}

// flushWhenIdle lets a burst of messages share one write, and none wait.
func flushWhenIdle(out *bufio.Writer, slot *mailslot.Slot) error {
	if info, err := slot.Info(); err == nil && info.Count > 0 {
		return nil
	}
	return out.Flush()
}
