package main

import (
	"context"
	"fmt"

	"mailslot/internal/local"
)

// checkElsewhere warns of servers that no client finds: where slots live may
// change when a user logs in, or when root makes the shared directory.
func checkElsewhere(context.Context) []finding { return slotsElsewhere(local.Elsewhere()) }

func slotsElsewhere(dirs []string) (found []finding) {
	const name = "elsewhere"
	for _, dir := range dirs {
		slots, err := local.List(dir)
		if err != nil {
			found = append(found, finding{name, warning, sentence(err), ""})
			continue
		}
		var alive []string
		for _, about := range slots {
			if about.Alive {
				alive = append(alive, bareName(about.Name))
			}
		}
		if len(alive) > 0 {
			found = append(found, finding{name, warning,
				fmt.Sprintf("alive in %s, where nobody looks now: %s", dir, someOf(alive)),
				"start their servers again, or set MAILSLOT_DIR for them and their clients"})
		}
	}
	return found
}
