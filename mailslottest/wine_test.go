package mailslottest

import (
	"slices"
	"testing"
)

func TestEveryKnownDifferenceIsACase(t *testing.T) {
	for _, d := range slices.Concat(wine[:], wineCalls[:]) {
		if !slices.ContainsFunc(Cases(), func(c Case) bool { return c.Name == d.Case }) {
			t.Errorf("there is no case %s", d.Case)
		}
	}
}
