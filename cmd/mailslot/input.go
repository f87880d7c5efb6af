package main

import (
	"context"
	"io"
	"os"
	"time"
)

// openInput opens the file at path; "-" and no path are standard input. It gives
// up when the context ends, for opening a FIFO waits until somebody writes to it.
func openInput(ctx context.Context, stdin io.Reader, path string) (io.ReadCloser, error) {
	if path == "" || path == "-" {
		return io.NopCloser(stdin), nil
	}
	return await(ctx, func() (io.ReadCloser, error) { return os.Open(path) })
}

// await returns what f does, or the cause for which the context has ended. The
// goroutine stays behind when the context ends first: a blocked read of standard
// input cannot be woken, and the process is about to exit.
func await[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	ch := make(chan result, 1)
	go func() {
		value, err := f()
		ch <- result{value, err}
	}()
	select {
	case r := <-ch:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

// heedful is input whose reads end with the context. Its first error stays: of a
// terminal the end of input would have to be typed again.
type heedful struct {
	ctx context.Context
	in  io.Reader
	err error
}

func (h *heedful) Read(p []byte) (int, error) {
	if h.err != nil {
		return 0, h.err
	}
	data, err := await(h.ctx, func() ([]byte, error) {
		own := make([]byte, len(p)) // p is somebody else's when the read ends too late
		n, err := h.in.Read(own)
		return own[:n], err
	})
	h.err = err
	return copy(p, data), err
}

// outlasting returns a context that ends the given time after ctx, for the same
// cause.
func outlasting(ctx context.Context, by time.Duration) (longer context.Context, stop func()) {
	longer, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() {
		time.AfterFunc(by, func() { cancel(context.Cause(ctx)) })
	})
	return longer, func() { forget(); cancel(nil) }
}
