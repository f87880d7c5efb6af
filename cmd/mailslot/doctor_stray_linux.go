package main

import (
	"context"
	"fmt"

	"mailslot/internal/local"
)

// checkStrays warns of what lies in the way of slots and is none.
func checkStrays(context.Context) []finding {
	const name = "strays"
	if _, err := local.Namespace(); err != nil {
		return nil // checkDirectory has said it
	}
	list, err := local.Strays("")
	if err != nil {
		return []finding{{name, broken, sentence(err), ""}}
	}
	var found []finding
	for _, s := range list {
		found = append(found, finding{name, warning, about(s), "remove it with: mailslot doctor --clean (as root, or as its owner)"})
	}
	return found
}

// cleanStrays removes them, or says why not.
func cleanStrays() (found []finding) {
	const name = "clean"
	list, err := local.Strays("")
	if err != nil {
		return []finding{{name, broken, sentence(err), ""}}
	}
	for _, s := range list {
		if err := s.Remove(); err != nil {
			found = append(found, finding{name, broken, about(s) + "; not removed: " + sentence(err), ""})
			continue
		}
		found = append(found, finding{name, fine, "removed " + about(s), ""})
	}
	return found
}

func about(s local.Stray) string {
	return fmt.Sprintf("%s, of user %s, %s", s.Path, userName(s.UID), s.Why)
}
