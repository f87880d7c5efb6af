package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How wait and signal meet: every waiting process owns a slot of its own,
// waitfor\SIGNAL\PID-NUMBER, because a slot has one server; signal writes to all
// slots whose names begin with waitfor\SIGNAL\.
const waitPrefix = `waitfor\`

// signalMessage begins every signal, so that a stray message wakes nobody; the
// number is the version of the format. The signal's name follows.
const signalMessage = "mailslot-signal 1 "

// maxSignalName is the most characters of a signal's name, as waitfor has it.
const maxSignalName = 225

// checkSignalName refuses names that would not be one level of a slot's name.
func checkSignalName(name string) error {
	switch {
	case name == "":
		return usage("a signal needs a name")
	case utf8.RuneCountInString(name) > maxSignalName:
		return usage("a signal's name has at most %d characters", maxSignalName)
	case !utf8.ValidString(name), strings.ContainsFunc(name, unicode.IsControl), strings.ContainsAny(name, `/\`):
		return usage("a signal's name has no slashes and no control characters")
	case strings.TrimRight(name, " .") != name:
		return usage("a signal's name does not end in a dot or a blank")
	}
	return nil
}

// waitSlot is the slot in which this process waits for a signal. Two processes
// of different PID namespaces may have one number, and a stranger must not be
// able to take the name before.
func waitSlot(signal string) string {
	return fmt.Sprintf(`\\.\mailslot\%s%s\%d-%x`, waitPrefix, signal, os.Getpid(), rand.Uint64())
}

// waitsFor reports whether a slot, named without \\.\mailslot\, is that of a
// process waiting for the signal.
func waitsFor(slot, signal string) bool {
	prefix := waitPrefix + signal + `\`
	if len(slot) <= len(prefix) {
		return false
	}
	rest, ok := cutFold(slot, prefix)
	return ok && !strings.Contains(rest, `\`)
}

// signalOf is the signal that a slot, named without \\.\mailslot\, waits for; ""
// for a slot of another kind.
func signalOf(slot string) string {
	rest, ok := cutFold(slot, waitPrefix)
	signal, last, levels := strings.Cut(rest, `\`)
	if !ok || !levels || strings.Contains(last, `\`) {
		return ""
	}
	return signal
}

// isSignal reports whether a message is this signal.
func isSignal(message []byte, signal string) bool {
	name, ok := strings.CutPrefix(string(message), signalMessage)
	return ok && strings.EqualFold(name, signal)
}

// cutFold is strings.CutPrefix without regard to case.
func cutFold(s, prefix string) (string, bool) {
	for len(prefix) > 0 {
		want, n := utf8.DecodeRuneInString(prefix)
		got, m := utf8.DecodeRuneInString(s)
		if m == 0 || !strings.EqualFold(string(want), string(got)) {
			return s, false
		}
		s, prefix = s[m:], prefix[n:]
	}
	return s, true
}
