package main

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"mailslot/cmd/mailslot/internal/show"
	"mailslot/cmd/mailslot/internal/versus"
)

// docs/command-line.md promises the names in JSON objects: every name must
// stand there.
func TestEveryNameInJSONIsDocumented(t *testing.T) {
	documented(t, show.Fields{}, show.Process{}, show.Computer{}, slotObject{}, ownerObject{}, event{},
		failure{}, finding{}, versus.Cell{}, build{})
}

func documented(t *testing.T, objects ...any) {
	t.Helper()
	page, err := os.ReadFile("../../docs/command-line.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, object := range objects {
		typ := reflect.TypeOf(object)
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if name != "" && !strings.Contains(string(page), "`"+name+"`") {
				t.Errorf("%s of %v is not in docs/command-line.md", name, typ)
			}
		}
	}
}

// TestHelpBeginsWithExamplesAndNamesValues: a flag's value has a name of its
// own, not that of a Go type.
func TestHelpBeginsWithExamplesAndNamesValues(t *testing.T) {
	typed := regexp.MustCompile(`--\S+ (string|int|ints|uint32)\b`)
	var look func(cmd *cobra.Command)
	look = func(cmd *cobra.Command) {
		if cmd.Example == "" {
			t.Errorf("%s has no examples", cmd.CommandPath())
		}
		for _, flag := range typed.FindAllString(cmd.LocalFlags().FlagUsages(), -1) {
			t.Errorf("%s: the value of %s has no name", cmd.CommandPath(), flag)
		}
		for _, c := range cmd.Commands() {
			look(c)
		}
	}
	look(rootCommand())
}
