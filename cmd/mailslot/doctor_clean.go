package main

import (
	"context"

	"mailslot/internal/local"
)

// cleanLeftovers removes what this user may remove, and tells of the rest.
func cleanLeftovers(context.Context) []finding {
	const name = "clean"
	found := cleanStrays() // first: what is in root's own way
	removed, err := local.Clean("")
	for _, slot := range removed {
		found = append(found, finding{name, fine, "removed " + bareName(slot), ""})
	}
	if err != nil {
		return append(found, finding{name, broken, sentence(err), "root can remove those of other users"})
	}
	if len(found) == 0 {
		found = append(found, finding{name, fine, "nothing was left over", ""})
	}
	return found
}
