//go:build unix

package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"syscall"
	"testing"
	"testing/iotest"
	"time"
)

// TestOpeningAFIFOCanBeInterrupted while it waits for somebody who writes.
func TestOpeningAFIFOCanBeInterrupted(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(interrupted{syscall.SIGTERM})
	if _, err := openInput(ctx, nil, fifo); !errors.As(err, new(interrupted)) {
		t.Errorf("%v", err)
	}
}

// TestEndOfInputIsMetOnce: a terminal would wait for another.
func TestEndOfInputIsMetOnce(t *testing.T) {
	in := &heedful{ctx: t.Context(), in: io.MultiReader(iotest.ErrReader(io.ErrNoProgress), iotest.ErrReader(io.EOF))}
	for range 2 {
		if _, err := in.Read(make([]byte, 1)); err != io.ErrNoProgress {
			t.Errorf("%v", err)
		}
	}
}

func TestReadEndsWithItsContext(t *testing.T) {
	r, w := io.Pipe()
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(time.Millisecond, func() { cancel(io.ErrClosedPipe) })
	defer w.Close()
	if n, err := (&heedful{ctx: ctx, in: r}).Read(make([]byte, 1)); n != 0 || err != io.ErrClosedPipe {
		t.Errorf("%d bytes, %v", n, err)
	}
}
