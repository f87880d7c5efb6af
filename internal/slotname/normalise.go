package slotname

import "strings"

// normalise applies the Win32 path rules (rule 1.3) to what follows the root
// of a path, where ".." stops. The result has backslashes only.
func normalise(path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '\\' })
	kept := make([]string, 0, len(parts)+1)
	for i, part := range parts {
		switch {
		case part == ".":
		case part == "..":
			kept = kept[:max(0, len(kept)-1)]
		case i < len(parts)-1:
			kept = append(kept, trimInner(part))
		default:
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	if isSeparator(path[len(path)-1]) {
		kept[len(kept)-1] = trimInner(kept[len(kept)-1])
		return strings.Join(kept, `\`) + `\`
	}
	kept[len(kept)-1] = strings.TrimRight(kept[len(kept)-1], " .")
	return strings.Join(kept, `\`)
}

// trimInner drops the dots that end a level with another below it. Three dots
// and more alone are a name.
func trimInner(part string) string {
	if trimmed := strings.TrimRight(part, "."); trimmed != "" {
		return trimmed
	}
	return part
}

// cutSeparators splits s around its first run of separators.
func cutSeparators(s string) (first, rest string) {
	i := strings.IndexAny(s, `\/`)
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimLeft(s[i:], `\/`)
}

func isSeparator(c byte) bool { return c == '\\' || c == '/' }
