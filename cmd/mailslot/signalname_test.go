package main

import (
	"strings"
	"testing"
)

func TestSignalNames(t *testing.T) {
	for name, ok := range map[string]bool{
		"ready": true, "Fertig äöü": true, "": false, "a/b": false, `a\b`: false, "a.": false, "a ": false, "..": false, "a\n": false, "\xff": false,
		strings.Repeat("ä", maxSignalName-1): true,
		strings.Repeat("ä", maxSignalName):   true,
		strings.Repeat("ä", maxSignalName+1): false,
	} {
		if err := checkSignalName(name); (err == nil) != ok || err != nil && exitCode(err) != exitUsage {
			t.Errorf("%.20q: %v", name, err)
		}
	}
}

func TestOnlyWaitersOfTheSignalMatch(t *testing.T) {
	for slot, want := range map[string]bool{
		`waitfor\ready\12`: true, `WAITFOR\Ready\12`: true, `waitfor\ready2\12`: false, `waitfor\ready`: false,
		`waitfor\ready\`: false, `waitfor\ready\1\2`: false, `x\ready\12`: false, "": false,
	} {
		if got := waitsFor(slot, "READY"); got != want {
			t.Errorf("%q: %v", slot, got)
		}
	}
}

func TestSignalOfAWaiter(t *testing.T) {
	for slot, want := range map[string]string{
		`waitfor\ready\12-ab`: "ready", `WAITFOR\Ready\1`: "Ready", `waitfor\ready`: "", `waitfor\a\b\c`: "", "x": "", "": "",
	} {
		if got := signalOf(slot); got != want {
			t.Errorf("%q: %q, want %q", slot, got, want)
		}
	}
}

func TestOnlyTheSignalWakes(t *testing.T) {
	for message, want := range map[string]bool{
		signalMessage + "Ready": true, signalMessage + "ready": true, signalMessage: false, "ready": false, "": false,
		signalMessage + "ready ": false, "mailslot-signal 2 ready": false,
	} {
		if got := isSignal([]byte(message), "ready"); got != want {
			t.Errorf("%q: %v", message, got)
		}
	}
}
