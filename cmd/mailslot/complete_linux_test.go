package main

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"

	"mailslot"
)

// A shell takes each line for an offer, and what follows a tab for its
// description.
func TestCompletionOffersOnlyNamesOfOneLine(t *testing.T) {
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	for _, name := range []string{"net/one", "net/two\nlines", "net/ta\tb", "net/\x1b[2J"} {
		slot, err := mailslot.Listen(name)
		if err != nil {
			t.Fatal(err)
		}
		defer slot.Close()
	}
	offers, directive := completeSlots(nil, nil, "net")
	if !slices.Equal(offers, []string{"net/one"}) || directive != cobra.ShellCompDirectiveNoFileComp {
		t.Errorf("%q, %v", offers, directive)
	}
}
