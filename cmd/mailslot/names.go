package main

import (
	"strings"

	"mailslot"
	"mailslot/internal/errno"
)

// localName reads a NAME that must be of this computer.
func localName(typed string) (mailslot.Name, error) {
	n, err := slotName(typed)
	if err == nil && !n.Local() {
		err = usageError{errno.New(errno.PathNotFound, "this works only on slots of this computer")}
	}
	return n, err
}

// slotName reads a NAME. A malformed one is a mistake in the command line.
func slotName(typed string) (mailslot.Name, error) {
	n, err := mailslot.ParseName(typed)
	if err != nil {
		return n, usageError{err}
	}
	return n, nil
}

// bareName is the shortest spelling of a slot's name that every command
// understands: net/netlogon for net\netlogon. A name that only the literal
// form \\?\ can spell, such as one that ends in a dot, is given in that form.
func bareName(slot string) string {
	bare := strings.ReplaceAll(slot, `\`, "/")
	if n, err := mailslot.ParseName(bare); err == nil && n.Local() && n.Slot() == slot {
		return bare
	}
	return `\\?\mailslot\` + slot
}

// matches reports whether a slot's name matches a pattern in which * stands
// for any characters, levels included, and ? for one. Case is ignored and
// both slashes are the same; the empty pattern matches all.
func matches(pattern, slot string) bool {
	if pattern == "" {
		return true
	}
	fold := func(s string) []rune { return []rune(strings.ToLower(strings.ReplaceAll(s, `\`, "/"))) }
	return matchRunes(fold(pattern), fold(slot))
}

// matchRunes goes back only to the latest *, so that its time is bounded by
// the product of the lengths.
func matchRunes(pattern, s []rune) bool {
	p, i := 0, 0
	star, from := -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			from++
			p, i = star+1, from
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
