package daemon

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"mailslot/internal/lan"
)

// TestTheLibraryKnowsEveryTable: its reader refuses a heading that it does not
// know.
func TestTheLibraryKnowsEveryTable(t *testing.T) {
	config := reflect.TypeFor[Config]()
	for i := range config.NumField() {
		if !config.Field(i).IsExported() {
			continue // not from the text
		}
		heading := "[" + config.Field(i).Tag.Get("toml") + "]"
		if config.Field(i).Type.Kind() == reflect.Slice {
			heading = "[" + heading + "]"
		}
		path := filepath.Join(t.TempDir(), "mailslot.toml")
		if err := os.WriteFile(path, []byte(heading+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := lan.Load(path); err != nil {
			t.Errorf("%s: %v", heading, err)
		}
		if _, err := LoadConfig(path); err != nil {
			t.Errorf("%s: %v", heading, err)
		}
	}
}
