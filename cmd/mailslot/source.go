package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"mailslot"
	"mailslot/cmd/mailslot/internal/codepage"
	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/nbt"
	"mailslot/internal/smbtrans"
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

// inputLimit is how much of one message send reads, no more than the slot may
// take because input need not end, and the error of input that has more.
func (o *sendOptions) inputLimit(name string) (limit int, more error) {
	n, err := mailslot.ParseName(name)
	if err == nil && !n.Local() {
		return maxRemoteInput, remoteInputTooLarge(n)
	}
	about, err := local.Lookup("", n.Slot())
	if err != nil {
		return maxInput, inputTooLarge(maxInput)
	}
	return o.limitOf(about)
}

func (o *sendOptions) limitOf(a local.About) (limit int, more error) {
	slack := uint64(1)
	if o.encoding != (codepage.Encoding{}) {
		slack = encodingSlack
	}
	most, more := uint64(maxInput), inputTooLarge(maxInput)
	if quota := uint64(max(a.Quota, 0)); a.Quota != 0 && quota*slack < most { // Windows knows none
		most = quota * slack
		more = errno.New(errno.NotEnoughQuota, "%w: it has more than %d bytes, the slot's quota is %d", mailslot.ErrTooLarge, most, quota)
	}
	if size := uint64(a.MaxSize); size != 0 && size*slack < most {
		most = size * slack
		more = errno.New(local.ErrorTooLarge, "%w: it has more than %d bytes, the slot takes at most %d", mailslot.ErrTooLarge, most, size)
	}
	return int(most), more
}

// inputTooLarge is the error of input that send does not read to its end.
func inputTooLarge(limit int) error {
	return errno.New(local.ErrorTooLarge, "%w: it has more than %d bytes, and send reads no more", mailslot.ErrTooLarge, limit)
}

func remoteInputTooLarge(n mailslot.Name) error {
	most := smbtrans.SendLimit(utf8.RuneCountInString(n.Slot()))
	return errno.New(errno.BadNetPath, "more than %d bytes: %w: at most %d", maxRemoteInput, nbt.ErrTooLong, most).
		Advise("send less, or more messages; see docs/network.md")
}

// errMoreInput stands for what inputLimit makes of it.
var errMoreInput = errors.New("more input than the limit")

// messages yields what is to be sent, with the pauses between.
func (o *sendOptions) messages(ctx context.Context, stdin io.Reader, args []string, limit int) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		input, err := openInput(ctx, stdin, o.file)
		if err != nil {
			yield(nil, err)
			return
		}
		defer input.Close()
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

// lines yields input line by line until its end or the context's; see await
// about the goroutine.
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
			return nil, errMoreInput
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
// context ends.
func readInput(ctx context.Context, input io.Reader, limit int) ([]byte, error) {
	return await(ctx, func() ([]byte, error) {
		data, err := io.ReadAll(io.LimitReader(input, int64(limit)+1))
		if err == nil && len(data) > limit {
			data, err = nil, errMoreInput
		}
		return data, err
	})
}
