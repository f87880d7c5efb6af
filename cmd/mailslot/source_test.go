package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

func TestLineLimit(t *testing.T) {
	const limit = 5000 // above the buffer of a bufio.Reader
	for _, end := range []string{"", "\n"} {
		for size, ok := range map[int]bool{limit - 1: true, limit: true, limit + 1: false} {
			r := bufio.NewReader(strings.NewReader(strings.Repeat("x", size) + end))
			line, err := readLine(r, limit)
			if ok && (err != nil || len(line) != size) || !ok && !errors.Is(err, errMoreInput) {
				t.Errorf("%d bytes and %q: %d bytes, %v", size, end, len(line), err)
			}
		}
	}
}

func TestInputLimit(t *testing.T) {
	const limit = 100
	for size, ok := range map[int]bool{0: true, limit - 1: true, limit: true, limit + 1: false} {
		data, err := readInput(t.Context(), strings.NewReader(strings.Repeat("x", size)), limit)
		if ok && (err != nil || len(data) != size) || !ok && !errors.Is(err, errMoreInput) {
			t.Errorf("%d bytes: %d bytes, %v", size, len(data), err)
		}
	}
}

// TestNoMoreIsReadThanTheSlotMayTake: input need not end. Text is larger than
// what it is turned into by the encodings that are not its own.
func TestNoMoreIsReadThanTheSlotMayTake(t *testing.T) {
	for _, c := range []struct {
		quota        int64
		maxSize      uint32
		plain, coded int
		code         errno.Errno
		says         string
	}{
		{1000, 0, 1000, 4000, errno.NotEnoughQuota, "quota is 1000"},
		{1000, 10, 10, 40, errno.InvalidParameter, "at most 10"},
		{1000, 2000, 1000, 4000, errno.NotEnoughQuota, "quota is 1000"},
		{maxInput/4 - 1, 0, maxInput/4 - 1, maxInput - 4, errno.NotEnoughQuota, "quota is"},
		{maxInput / 2, 0, maxInput / 2, maxInput, errno.NotEnoughQuota, "quota is"},
		{maxInput, 0, maxInput, maxInput, errno.InvalidParameter, "send reads no more"},
		{math.MaxInt64, 0, maxInput, maxInput, errno.InvalidParameter, "send reads no more"},
		{-1, 0, 0, 0, errno.NotEnoughQuota, "quota is 0"},
		{0, 0, maxInput, maxInput, errno.InvalidParameter, "send reads no more"},
		{0, 10, 10, 40, errno.InvalidParameter, "at most 10"},
	} {
		about := local.About{Quota: c.quota, MaxSize: c.maxSize}
		var plain, coded sendOptions
		if err := coded.encoding.Set("cp1251"); err != nil {
			t.Fatal(err)
		}
		got, more := plain.limitOf(about)
		if got != c.plain || errno.Of(more) != c.code || !strings.Contains(more.Error(), c.says) || !isTooLarge(more) {
			t.Errorf("%+v: %d, %v", c, got, more)
		}
		if got, _ := coded.limitOf(about); got != c.coded {
			t.Errorf("%+v in an encoding: %d", c, got)
		}
	}
	var o sendOptions
	if got, more := o.inputLimit("//HOST/mailslot/x"); got != maxRemoteInput || errno.Of(more) != errno.BadNetPath || !isTooLarge(more) {
		t.Errorf("for another computer: %d, %v", got, more)
	}
}

func TestLinesKeepEverythingButTheLineFeeds(t *testing.T) {
	for input, want := range map[string][]string{
		"":            nil,
		"\n":          {""},
		"a\nb\n":      {"a", "b"},
		"a\n\nb":      {"a", "", "b"},
		"a\r\n\x00\n": {"a\r", "\x00"},
	} {
		var got []string
		for line, err := range lines(t.Context(), iotest.OneByteReader(strings.NewReader(input)), maxInput) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(line))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", input, diff)
		}
	}
}

func TestReadErrorEndsTheLines(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(io.ErrNoProgress))
	var got []error
	for _, err := range lines(t.Context(), broken, maxInput) {
		got = append(got, err)
	}
	if len(got) != 2 || got[0] != nil || !errors.Is(got[1], io.ErrNoProgress) {
		t.Errorf("got %v", got)
	}
}

func TestContextEndsWaitingForInput(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	r, w := io.Pipe()
	defer w.Close()
	cancel(io.ErrClosedPipe)
	if _, err := readInput(ctx, r, maxInput); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("readInput: %v", err)
	}
	for _, err := range lines(ctx, r, maxInput) {
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("lines: %v", err)
		}
	}
}

func TestRepeatSendsAsOftenAsAsked(t *testing.T) {
	for _, c := range []struct {
		options sendOptions
		stop    int // the sender stops after so many
		want    int
	}{
		{sendOptions{}, 100, 1},
		{sendOptions{count: 3}, 100, 3},
		{sendOptions{interval: duration{given: true}}, 100, 100},
		{sendOptions{interval: duration{given: true}, count: 7}, 100, 7},
		{sendOptions{count: 7}, 2, 2},
	} {
		n := 0
		for m, err := range c.options.messages(t.Context(), nil, []string{"a", "b"}, maxInput) {
			if err != nil || string(m) != "a b" {
				t.Fatalf("%q, %v", m, err)
			}
			if n++; n == c.stop {
				break
			}
		}
		if n != c.want {
			t.Errorf("%+v: sent %d times, want %d", c.options, n, c.want)
		}
	}
}
