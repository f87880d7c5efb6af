package main

import (
	"context"

	"mailslot/internal/local"
)

// cleanLeftovers removes what this user may remove.
func cleanLeftovers(context.Context) []finding {
	const name = "clean"
	removed, err := local.Clean("")
	var found []finding
	for _, slot := range removed {
		found = append(found, finding{name, fine, "removed " + bareName(slot), ""})
	}
	if err != nil {
		return append(found, finding{name, broken, sentence(err), "root can remove those of other users"})
	}
	if len(removed) == 0 {
		found = append(found, finding{name, fine, "nothing was left over", ""})
	}
	return found
}
