package docs

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"mailslot/mailslottest"
)

// rulesOf is how many rules each section of the specification has.
var rulesOf = map[int]int{1: 10, 2: 8, 3: 12, 4: 13, 5: 16, 6: 9, 7: 4, 8: 7, 9: 9, 11: 11}

// TestEveryRuleHasATest reads docs/win32-rules.md: no rule may be missing, and
// each must name tests that exist.
func TestEveryRuleHasATest(t *testing.T) {
	known := testNames(t)
	for _, c := range mailslottest.Cases() {
		known[c.Name] = true
	}
	inC := cSources(t)
	seen := map[string]bool{}
	row := regexp.MustCompile(`(?m)^\| ([0-9.]+) \| .* \| (.+) \|$`)
	for _, m := range row.FindAllStringSubmatch(read(t, "docs/win32-rules.md"), -1) {
		seen[m[1]] = true
		if strings.HasPrefix(m[2], "not built") {
			continue
		}
		for name := range strings.SplitSeq(m[2], ", ") {
			if function, ok := strings.CutPrefix(name, "C: "); ok {
				if !strings.Contains(inC, function) {
					t.Errorf("rule %s: no program under test/c uses %s", m[1], function)
				}
			} else if !known[name] {
				t.Errorf("rule %s: %s does not exist", m[1], name)
			}
		}
	}
	for section, count := range rulesOf {
		for n := 1; n <= count; n++ {
			if rule := fmt.Sprintf("%d.%d", section, n); !seen[rule] {
				t.Errorf("rule %s is not on the page", rule)
			}
		}
	}
}

// TestEveryRuleIsSaidInC: the programs that run on Linux and under Wine check
// each rule of sections 1 to 9, by its number.
func TestEveryRuleIsSaidInC(t *testing.T) {
	inC := cSources(t)
	for section, count := range rulesOf {
		for n := 1; n <= count && section < 10; n++ {
			if rule := fmt.Sprintf(`"%d.%d"`, section, n); !strings.Contains(inC, rule) {
				t.Errorf("no program under test/c checks rule %s", rule)
			}
		}
	}
}

// TestEveryCaseOfTheSuiteIsOnTheRulesPage: a case that no rule needs is a
// rule that nobody wrote down.
func TestEveryCaseOfTheSuiteIsOnTheRulesPage(t *testing.T) {
	page := read(t, "docs/win32-rules.md")
	if n := len(mailslottest.Cases()); n < 90 {
		t.Errorf("the suite has %d cases, want at least 90", n)
	}
	for _, c := range mailslottest.Cases() {
		if !strings.Contains(page, c.Name) && !strings.HasPrefix(c.Name, "MessageOf") {
			t.Errorf("%s (rule %s) is not on the page", c.Name, c.Rule)
		}
	}
}

// cSources is the text of all C programs under test/c.
func cSources(t *testing.T) string {
	var all strings.Builder
	for _, pattern := range []string{"*.c", "*.cpp"} {
		for _, file := range tracked(t, pattern) {
			if strings.HasPrefix(file, "test/c/") {
				all.WriteString(read(t, file))
			}
		}
	}
	return all.String()
}
