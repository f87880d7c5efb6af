package main

import (
	"os"
	"reflect"
	"strings"
	"testing"

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
