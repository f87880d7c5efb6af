package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"time"
)

// flagText is what is wrong with a flag, without the names of functions that
// parse numbers.
func flagText(err error) string {
	var number *strconv.NumError
	if !errors.As(err, &number) {
		return err.Error()
	}
	what := "is no whole number"
	switch {
	case errors.Is(number, strconv.ErrRange):
		what = "is too large"
	case number.Func == "ParseUint":
		what = "is no whole number from 0 up"
	}
	return strings.Replace(err.Error(), number.Error(), strconv.Quote(number.Num)+" "+what, 1)
}

// word is a flag value that is not empty: --file "$F" with an unset F must not
// mean that no file was given.
type word struct{ *string }

func (w word) Set(s string) error {
	if s == "" {
		return errors.New("it is empty")
	}
	*w.string = s
	return nil
}

func (w word) Type() string { return "WORD" }

func (w word) String() string {
	if w.string == nil {
		return "" // pflag asks the zero value what it says
	}
	return *w.string
}

// durations tells in help what DUR may be.
const durations = "\n\nDUR is 500ms, 1.5s, 2m, or a number of seconds."

// duration is a flag value: 1.5s, 2m, or a number of seconds. It is never
// negative.
type duration struct {
	time.Duration
	given bool
}

func (d *duration) Set(s string) error {
	v, err := parseDuration(s)
	if err == nil {
		*d = duration{v, true}
	}
	return err
}

func (d *duration) Type() string { return "DUR" }

func (d *duration) String() string {
	if !d.given {
		return "" // help shows no default
	}
	return d.Duration.String()
}

func parseDuration(s string) (time.Duration, error) {
	v, err := time.ParseDuration(s)
	if seconds, numErr := strconv.ParseFloat(s, 64); numErr == nil && !math.IsNaN(seconds) {
		if math.Abs(seconds) > longest.Seconds() {
			return 0, errTooLong
		}
		v, err = time.Duration(seconds*float64(time.Second)), nil
	}
	if err != nil && isDuration(s) {
		return 0, errTooLong
	}
	if err != nil {
		return 0, fmt.Errorf("%q is no duration; write 500ms, 1.5s, 2m or a number of seconds", s)
	}
	if v < 0 {
		return 0, fmt.Errorf("a duration cannot be negative")
	}
	return v, nil
}

// longest bounds durations that are written as a number of seconds.
const longest = time.Duration(math.MaxInt64 / 2)

var errTooLong = errors.New("a duration is at most 146 years")

// isDuration reports whether s is a duration but for its length.
func isDuration(s string) bool {
	_, err := time.ParseDuration(strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return '0'
		}
		return r
	}, s))
	return err == nil
}

// accessMode is a flag value: who may write, as the digits of chmod.
type accessMode fs.FileMode

// maxAccessMode is every bit of a file's permissions.
const maxAccessMode = 0o777

func (m *accessMode) Set(s string) error {
	v, err := strconv.ParseUint(s, 8, 32)
	if err != nil || v > maxAccessMode {
		return fmt.Errorf("%q is no mode; write 0600 (only you may write), 0660 (your group) or 0666 (everybody)", s)
	}
	if v == 0 { // the package takes 0 for the default
		return fmt.Errorf("%q lets nobody write; write 0400 if that is meant, or 0600 (only you)", s)
	}
	*m = accessMode(v)
	return nil
}

func (m *accessMode) Type() string { return "MODE" }

func (m *accessMode) String() string { return fmt.Sprintf("%#04o", uint32(*m)) }
