package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"mailslot"
	"mailslot/cmd/mailslot/internal/codepage"
	"mailslot/internal/errno"
)

// sendOptions are the flags of send.
type sendOptions struct {
	lines    bool
	file     string
	count    int
	interval duration
	wait     duration
	encoding codepage.Encoding
}

func sendCommand() *cobra.Command {
	var o sendOptions
	cmd := &cobra.Command{
		Use:   "send NAME [MSG...]",
		Short: "Send a message to a slot",
		Long: `Send one message: the arguments joined by blanks, or else standard input as it
is. With --lines every line is a message. Sending to a slot of this computer
succeeds when the message is in the slot; sending to another computer is a
datagram, and nobody says whether it arrived.` + durations,
		Example: `  mailslot send greetings "hello there"
  mailslot send greetings < letter.txt
  tail -f app.log | mailslot send log --lines --wait 1m
  mailslot send //OFFICE/mailslot/net/alerts "the printer is on fire"
  mailslot send heartbeat --interval 1s alive`,
		Args:              arguments(1, -1),
		ValidArgsFunction: completeSlots,
		RunE:              func(cmd *cobra.Command, args []string) error { return o.run(cmd, args[0], args[1:]) },
	}
	f := cmd.Flags()
	f.BoolVar(&o.lines, "lines", false, "one message per input line")
	f.Var(word{&o.file}, "file", "the content of file `F` as one message")
	f.IntVar(&o.count, "count", 0, "send it `N` times")
	f.Var(&o.interval, "interval", "pause between messages; without --count repeat until Ctrl-C")
	f.Var(&o.wait, "wait", "wait this long for a local slot to appear, and for room when its quota is full")
	addEncoding(cmd, &o.encoding, "turn UTF-8 text into one of")
	return cmd
}

func (o *sendOptions) check(cmd *cobra.Command, args []string) error {
	if err := atLeastOne(cmd, "count", o.count); err != nil {
		return err
	}
	if err := onlyOne(cmd, "lines", "count"); err != nil {
		return err
	}
	if len(args) > 0 && (o.lines || o.file != "") {
		return usage("give the message as an argument, or by --file or --lines, not both")
	}
	return nil
}

func (o *sendOptions) run(cmd *cobra.Command, name string, args []string) error {
	if err := o.check(cmd, args); err != nil {
		return err
	}
	if _, err := slotName(name); err != nil {
		return named(name, err)
	}
	c := newConsole(cmd)
	w, err := o.dial(cmd.Context(), c, name)
	if err != nil {
		return named(name, err)
	}
	defer w.Close()
	var done sent
	if o.fromKeyboard(cmd, args) {
		c.note("type the message and end it with Ctrl-D on a line of its own")
	} else {
		defer c.progress(done.String)()
	}
	return o.sendAll(cmd, name, w, args, &done)
}

// sendAll sends every message and counts it in done.
func (o *sendOptions) sendAll(cmd *cobra.Command, name string, w *mailslot.Writer, args []string, done *sent) error {
	limit, more := o.inputLimit(name)
	for message, err := range o.messages(cmd.Context(), cmd.InOrStdin(), args, limit) {
		if errors.Is(err, errMoreInput) {
			return named(name, more)
		}
		if err != nil {
			return err
		}
		if err := o.write(cmd.Context(), w, message); err != nil {
			return named(name, err)
		}
		done.messages.Add(1)
		done.bytes.Add(int64(len(message)))
	}
	return nil
}

// sent is how much has been sent.
type sent struct{ messages, bytes atomic.Int64 }

func (s *sent) String() string {
	if s.messages.Load() == 0 {
		return ""
	}
	return fmt.Sprintf("%s sent, %s", countText(s.messages.Load(), "message"), bytesText(s.bytes.Load()))
}

// fromKeyboard reports whether a person is to type the message.
func (o *sendOptions) fromKeyboard(cmd *cobra.Command, args []string) bool {
	return len(args) == 0 && (o.file == "" || o.file == "-") && onTerminal(cmd.InOrStdin())
}

func (o *sendOptions) dial(ctx context.Context, c console, name string) (*mailslot.Writer, error) {
	defer c.progress(func() string { return "waiting for the slot to appear" })()
	d := mailslot.Dialer{Wait: o.wait.Duration}
	w, err := d.Dial(ctx, name)
	if o.wait.Duration > 0 && exitCode(err) == exitNoSlot {
		err = waitedError{err}
	}
	return w, err
}

// write sends one message; it waits for room only if that was asked for.
func (o *sendOptions) write(ctx context.Context, w *mailslot.Writer, message []byte) error {
	encoded, err := o.encoding.Encode(message)
	if err != nil {
		return err
	}
	if !w.Addr().Name.Local() {
		return w.Send(ctx, encoded) // asks the network, which Ctrl-C cuts short; there is no room to wait for
	}
	err = w.WriteMessage(encoded)
	if o.wait.Duration == 0 || !errors.Is(err, errno.NotEnoughQuota) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.wait.Duration)
	defer cancel()
	return w.Send(ctx, encoded)
}

// pause waits for the interval between messages.
func (o *sendOptions) pause(ctx context.Context) error {
	if o.interval.Duration > 0 {
		t := time.NewTimer(o.interval.Duration)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
		}
	}
	return context.Cause(ctx)
}
