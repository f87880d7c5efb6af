package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"mailslot"
	"mailslot/internal/local"
)

// maxInput is the largest message that send reads from a file or its standard
// input for a slot that does not say what it takes, maxRemoteInput for one of
// another computer. They bound memory.
const (
	maxInput       = 1 << 30
	maxRemoteInput = 64 << 10
)

// encodingSlack is how many times larger text may be in UTF-8 than encoded.
const encodingSlack = 4

// inputLimit is how much of one message send reads: no more than the slot may
// take, because input need not end.
func inputLimit(name string) int {
	n, err := mailslot.ParseName(name)
	if err == nil && !n.Local() {
		return maxRemoteInput
	}
	about, err := local.Lookup("", n.Slot())
	if err != nil {
		return maxInput
	}
	return limitOf(about)
}

func limitOf(a local.About) int {
	most := uint64(maxInput)
	if a.Quota != 0 { // Windows knows none
		most = uint64(max(a.Quota, 0))
	}
	if a.MaxSize != 0 {
		most = min(most, uint64(a.MaxSize))
	}
	return int(min(most, maxInput/encodingSlack) * encodingSlack)
}

// messages yields what is to be sent, with the pauses between.
func (o *sendOptions) messages(ctx context.Context, stdin io.Reader, args []string, limit int) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		input, closeInput, err := o.input(stdin)
		if err != nil {
			yield(nil, err)
			return
		}
		defer closeInput()
		if o.lines {
			o.yieldLines(ctx, input, limit, yield)
			return
		}
		message := []byte(strings.Join(args, " "))
		if len(args) == 0 {
			message, err = readInput(ctx, input, limit)
		}
		o.repeat(ctx, message, err, yield)
	}
}

// input is where messages that are no arguments come from.
func (o *sendOptions) input(stdin io.Reader) (io.Reader, func() error, error) {
	if o.file == "" || o.file == "-" {
		return stdin, func() error { return nil }, nil
	}
	f, err := os.Open(o.file)
	if err != nil {
		return nil, nil, err
	}
	return f, f.Close, nil
}

// repeat yields one message as often as --count and --interval say.
func (o *sendOptions) repeat(ctx context.Context, message []byte, err error, yield func([]byte, error) bool) {
	endless := o.interval.given && o.count == 0
	for n := 0; endless || n < max(o.count, 1); n++ {
		if n > 0 {
			err = o.pause(ctx)
		}
		if !yield(message, err) || err != nil {
			return
		}
	}
}

// yieldLines yields each line without its line feed. A last line without one
// is a message like the others.
func (o *sendOptions) yieldLines(ctx context.Context, input io.Reader, limit int, yield func([]byte, error) bool) {
	first := true
	for line, err := range lines(ctx, input, limit) {
		if !first && err == nil {
			err = o.pause(ctx)
		}
		first = false
		if !yield(line, err) || err != nil {
			return
		}
	}
}

// inputLine is one line, or the error that ends them.
type inputLine struct {
	data []byte
	err  error
}

// lines yields input line by line until its end or the context's. The reading
// goroutine stays behind when the context ends first: a blocked read of
// standard input cannot be woken, and the process is about to exit.
func lines(ctx context.Context, input io.Reader, limit int) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		reading, stop := context.WithCancel(ctx)
		defer stop()
		ch := make(chan inputLine, 64)
		go readLines(reading, input, limit, ch)
		for {
			select {
			case line, ok := <-ch:
				if !ok || !yield(line.data, line.err) {
					return
				}
			case <-ctx.Done():
				yield(nil, context.Cause(ctx))
				return
			}
		}
	}
}

func readLines(ctx context.Context, input io.Reader, limit int, ch chan<- inputLine) {
	defer close(ch)
	r := bufio.NewReader(input)
	for {
		data, err := readLine(r, limit)
		if err == io.EOF {
			return
		}
		select {
		case ch <- inputLine{data, err}:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// readLine reads one line of at most limit bytes, without its line feed.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		whole := err == nil
		if whole {
			part = part[:len(part)-1]
		}
		if len(line)+len(part) > limit {
			return nil, errInputTooLarge(limit)
		}
		line = append(line, part...)
		switch {
		case whole:
			return line, nil
		case err == io.EOF && len(line) > 0:
			return line, nil
		case err != bufio.ErrBufferFull:
			return nil, err
		}
	}
}

// readInput reads one message of at most limit bytes, giving up when the
// context ends; see lines about the goroutine.
func readInput(ctx context.Context, input io.Reader, limit int) ([]byte, error) {
	ch := make(chan inputLine, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(input, int64(limit)+1))
		if err == nil && len(data) > limit {
			data, err = nil, errInputTooLarge(limit)
		}
		ch <- inputLine{data, err}
	}()
	select {
	case in := <-ch:
		return in.data, in.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func errInputTooLarge(limit int) error {
	return fmt.Errorf("%w: more than %d bytes", mailslot.ErrTooLarge, limit)
}
