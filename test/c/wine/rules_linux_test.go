package wine

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mailslot/test/underwine"
)

// rules runs sections 1 to 9 as the lane c does. What fails must be a known
// difference, and each known difference must fail. Wine shares as Windows XP did
// (D7), so the matrix of rule 3.7 holds altogether.
func rules(t *testing.T, c underwine.Computer) {
	sources, err := filepath.Glob("../rules/*.c")
	if err != nil || len(sources) == 0 {
		t.Fatal("no rules:", err)
	}
	program := compile(t, nil, sources...)
	if out, code := c.Run(t, program, "strict"); code != 0 || strings.Contains(out, "not ok") {
		t.Errorf("rule 3.7: code %d\n%s", code, out)
	}
	out, code := c.Run(t, program)
	if code != 1 || !strings.Contains(out, "\n1..") {
		t.Errorf("exit code %d: the program did not come to its end", code)
	}
	if strings.Count(out, "# not run") != 1 || !strings.Contains(out, notRun) {
		t.Error("it left out something else than section 9 by CreateMailslot")
	}
	compare(t, parse(out))
}

// verdict is what became of the checks that print the same.
type verdict struct{ held, failed int }

// checkLine is "ok 1 - RULE WHAT (file:line)".
var checkLine = regexp.MustCompile(`(?m)^(ok|not ok) \d+ - (.*) \(\S+:\d+\)$`)

func parse(out string) map[string]verdict {
	checks := map[string]verdict{}
	for _, m := range checkLine.FindAllStringSubmatch(out, -1) {
		v := checks[m[2]]
		if m[1] == "ok" {
			v.held++
		} else {
			v.failed++
		}
		checks[m[2]] = v
	}
	return checks
}

func compare(t *testing.T, checks map[string]verdict) {
	t.Helper()
	for _, d := range differences {
		for _, check := range d.checks {
			switch v, known := checks[check]; {
			case !known:
				t.Errorf("%s: there is no check %s", d.number, check)
			case v.held > 0:
				t.Errorf("%s is no difference any more: %s", d.number, check)
			}
			delete(checks, check)
		}
	}
	for check, v := range checks {
		if v.failed > 0 {
			t.Errorf("not a known difference: %s", check)
		}
	}
	t.Logf("%d kinds of checks hold as on Linux", len(checks))
}

// Every difference that the specification expects of Wine 10 is asserted.
func TestEveryExpectedDifferenceIsListed(t *testing.T) {
	listed := map[string]bool{}
	for _, d := range differences {
		if listed[d.number] || len(d.checks) == 0 {
			t.Errorf("%s is listed twice or without a check", d.number)
		}
		listed[d.number] = true
	}
	for _, number := range strings.Fields("D5 D7 D8 D9 D10 D11 D12 D13 D14 D15 D18 D19 D20 D21 D22") {
		if !listed[number] {
			t.Errorf("%s is not listed", number)
		}
	}
}
