package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"syscall"
)

// interrupted is the cause of a context that a signal has ended.
type interrupted struct{ signal syscall.Signal }

func (i interrupted) Error() string { return "interrupted by " + i.signal.String() }

// code is the exit code of shells for a command that a signal has ended:
// 130 for Ctrl-C.
func (i interrupted) code() int { return 128 + int(i.signal) }

// interruptible returns a context that ends with the first Ctrl-C, SIGTERM or
// SIGHUP of a closed terminal (unless nohup has it ignored), so that a command
// closes its slot on the way out. The second one kills. It lasts as long as the
// program.
func interruptible(parent context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, syscall.SIGINT, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(ch, syscall.SIGHUP)
	}
	go func() {
		select {
		case s := <-ch:
			signal.Stop(ch)
			cancel(interrupted{s.(syscall.Signal)})
		case <-ctx.Done():
			signal.Stop(ch)
		}
	}()
	return ctx
}

// uncaught leaves Ctrl-C and SIGTERM to the system until the daemon is ready to
// take them: to give up its privileges it runs its program anew, which would
// never hear of what was caught before. SIGHUP is not heard so long: it asks to
// read a configuration that has not been read yet.
func uncaught() { signal.Ignore(syscall.SIGHUP) }

// terminable is a context for the daemon, to which SIGHUP says something else:
// Ctrl-C or SIGTERM ends it.
func terminable(parent context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(parent, syscall.SIGINT, syscall.SIGTERM)
}

// survivePipe has a write to a closed pipe fail instead of killing the program,
// so that "mailslot listen x | head -1" closes its slot too.
func survivePipe() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

// exitPipe is the exit code of shells for a command that SIGPIPE has killed.
const exitPipe = 128 + int(syscall.SIGPIPE)

// isClosedPipe reports whether err is of a standard output that nobody reads.
func isClosedPipe(err error) bool {
	var p *fs.PathError
	return errors.As(err, &p) && p.Path == os.Stdout.Name() && errors.Is(p.Err, syscall.EPIPE)
}

// interruption tells whether err, or the end of ctx, is the work of a signal,
// and with which code to exit then.
func interruption(ctx context.Context, err error) (code int, ok bool) {
	var i interrupted
	if errors.As(err, &i) || errors.As(context.Cause(ctx), &i) {
		return i.code(), true
	}
	return 0, false
}
