package wine

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestUnderWine runs everything on one Windows computer.
func TestUnderWine(t *testing.T) {
	p := newPrefix(t)
	t.Run("Rules", func(t *testing.T) { p.in(t).rules() })
	t.Run("Examples", func(t *testing.T) { p.in(t).examples() })

}

// in is the same computer for a test of its own.
func (p prefix) in(t *testing.T) prefix {
	p.t = t
	return p
}

// rules runs sections 1 to 9 as the lane c does. What fails must be a known
// difference, and each known difference must fail. Wine shares as Windows XP did
// (D7), so the matrix of rule 3.7 holds altogether.
func (p prefix) rules() {
	p.t.Helper()
	sources := []string{"../rules/main.c"}
	all, err := filepath.Glob("../rules/*.c")
	if err != nil {
		p.t.Fatal(err)
	}
	for _, s := range all {
		if s != sources[0] {
			sources = append(sources, s)
		}
	}
	program := compile(p.t, nil, sources...)
	if out, code := p.output(program, "strict"); code != 0 || strings.Contains(out, "not ok") {
		p.t.Errorf("rule 3.7: code %d\n%s", code, out)
	}
	out, code := p.output(program)
	if code != 1 || !strings.Contains(out, "\n1..") {
		p.t.Errorf("exit code %d: the program did not come to its end", code)
	}
	if strings.Count(out, "# not run") != 1 || !strings.Contains(out, notRun) {
		p.t.Error("it left out something else than section 9 by CreateMailslot")
	}
	p.compare(parse(out))
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

func (p prefix) compare(checks map[string]verdict) {
	p.t.Helper()
	for _, d := range differences {
		for _, check := range d.checks {
			switch v, known := checks[check]; {
			case !known:
				p.t.Errorf("%s: there is no check %s", d.number, check)
			case v.held > 0:
				p.t.Errorf("%s is no difference any more: %s", d.number, check)
			}
			delete(checks, check)
		}
	}
	for check, v := range checks {
		if v.failed > 0 {
			p.t.Errorf("not a known difference: %s", check)
		}
	}
	p.t.Logf("%d kinds of checks hold as on Linux", len(checks))
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
