package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"mailslot"
	"mailslot/cmd/mailslot/internal/show"
)

// execGrace is how long a command may take to end after Ctrl-C.
const execGrace = 2 * time.Second

// execEach runs the command of --exec once for each message. A command that
// fails is reported and does not end the listening, which fails in the end.
func (o *listenOptions) execEach(ctx context.Context, c console, name string, slot *mailslot.Slot) error {
	ran, failed := 0, 0
	err := o.each(ctx, c, slot, func(m mailslot.Message) error {
		err := o.execOne(ctx, c, slot, m)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		ran++
		if err != nil {
			failed++
			c.report(named(name, fmt.Errorf("the command of --exec failed: %w", err)), false)
		}
		return nil
	})
	if err == nil && failed > 0 {
		err = fmt.Errorf("%d of %d commands of --exec failed", failed, ran)
	}
	return err
}

func (o *listenOptions) execOne(ctx context.Context, c console, slot *mailslot.Slot, m mailslot.Message) error {
	cmd := shell(ctx, o.exec)
	cmd.Stdin = bytes.NewReader(m.Data)
	cmd.Stdout, cmd.Stderr = c.out, c.err
	cmd.Env = append(slices.DeleteFunc(os.Environ(), tellsSender), environment(slot, m)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = execGrace
	return cmd.Run()
}

// tellsSender reports whether a variable tells who wrote a message. Of these a
// message sets only its own, and a listener around this one has set others.
func tellsSender(variable string) bool {
	name, _, _ := strings.Cut(variable, "=")
	return slices.Contains([]string{"MAILSLOT_UID", "MAILSLOT_PID", "MAILSLOT_HOST", "MAILSLOT_ADDRESS"}, name)
}

// environment tells the command who wrote the message.
func environment(slot *mailslot.Slot, m mailslot.Message) []string {
	env := []string{
		"MAILSLOT_SLOT=" + bareName(slot.Addr().Name.Slot()),
		"MAILSLOT_TIME=" + show.Stamp{Time: m.Time.UTC()}.String(),
	}
	if o := m.From.Origin; o != nil {
		return append(env, "MAILSLOT_HOST="+o.Host, "MAILSLOT_ADDRESS="+o.Address)
	}
	return append(env, "MAILSLOT_UID="+strconv.Itoa(m.From.UID), "MAILSLOT_PID="+strconv.Itoa(m.From.PID))
}
