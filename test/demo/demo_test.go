// Package demo tests that the demonstration shows what it should.
package demo

import (
	"os/exec"
	"regexp"
	"testing"
)

func TestDemoShowsEverySender(t *testing.T) {
	for _, tool := range []string{"sh", "timeout"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("not run: %v", err)
		}
	}
	out, err := exec.Command("sh", "demo.sh").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{
		`from process \d+ of user \d+, 20 bytes: hello from the shell\n`,
		`from process \d+ of user \d+, 10 bytes: first line\n`,
		`from process \d+ of user \d+, 11 bytes: second line\n`,
		`from process \d+ of user \d+, 18 bytes: hello by WriteFile\n`,
		`from process \d+ of user \d+, 0 bytes: \n`,
		`before: +maximum size 400, next size no message, count 0, read time-out 5000 ms\n`,
		`after two writes: +maximum size 400, next size 7, count 2, read time-out 5000 ms\n`,
		`7 bytes: a reply\n.*16 bytes: and a longer one\n`,
		`after: +maximum size 400, next size no message, count 0, read time-out 250 ms\n`,
		`ReadFile: error 121 after \d`,
		`the slots have gone with their servers\n$`,
	} {
		if !regexp.MustCompile(want).Match(out) {
			t.Errorf("%s is missing in\n%s", want, out)
		}
	}
}
