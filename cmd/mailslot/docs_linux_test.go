package main

import (
	"testing"

	"mailslot/internal/control"
)

func TestEveryNameInJSONOfTheNetworkIsDocumented(t *testing.T) {
	documented(t, control.Name{}, control.Address{}, control.Table{}, control.Computer{}, browseEvent{})
}
