package lan

import (
	"fmt"
	"io"
	"iter"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// parseNetwork reads the [network] table of a TOML file. A program that links
// the library gets no TOML package with it, so this understands what the table
// needs, strings and arrays of strings, and refuses the rest of TOML there, and
// everywhere what is neither a table of the configuration nor key = value: a
// misspelt heading would take the network away without a word.
// The daemon reads the same file with the full language; a test holds both to
// the same result.
// What stands beside a mistake is in the result, the first mistake in the error.
func parseNetwork(text string) (c Config, first error) {
	inside := false
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); {
		start, line := i, withoutComment(strings.TrimSpace(lines[i]))
		i++
		heading := strings.HasPrefix(line, "[")
		for !heading && isOpenArray(line) && i < len(lines) {
			line += " " + withoutComment(strings.TrimSpace(lines[i]))
			i++
		}
		var err error
		switch {
		case line == "":
		case heading:
			inside, err = isNetworkHeading(line)
		case inside:
			err = c.set(line)
		default:
			err = checkForeign(line)
		}
		if err != nil && first == nil {
			first = fmt.Errorf("line %d: %w", start+1, err)
		}
	}
	return c, first
}

// checkForeign refuses what a statement of another table cannot be.
func checkForeign(statement string) error {
	switch {
	case otherForm.MatchString(statement):
		return fmt.Errorf("write the table of the network below a line [network]")
	case !strings.Contains(statement, "="):
		return notAStatement(statement)
	case isOpenArray(statement):
		return fmt.Errorf("the array lacks its closing bracket")
	}
	return nil
}

// otherForm is how else TOML may write the table, which this would overlook.
var otherForm = regexp.MustCompile(`^["']?network["']?\s*[.=]`)

// tables are the headings of the configuration: the network's, and the daemon's
// own.
var tables = []string{"[network]", "[daemon]", "[[accept]]", "[send]", "[announce]", "[bridge]", "[limits]"}

// isNetworkHeading tells whether a line begins the table.
func isNetworkHeading(line string) (bool, error) {
	left, right := "[", "]"
	if strings.HasPrefix(line, "[[") {
		left, right = "[[", "]]"
	}
	name, closed := strings.CutSuffix(line[len(left):], right)
	heading := left + strings.TrimSpace(name) + right
	switch {
	case !closed:
		return false, fmt.Errorf("%q lacks its closing bracket", line)
	case !slices.Contains(tables, heading):
		return false, fmt.Errorf("there is no table %s", heading)
	}
	return heading == tables[0], nil
}

// set applies one statement such as computer = "GOHOST".
func (c *Config) set(statement string) error {
	key, rest, ok := strings.Cut(statement, "=")
	if !ok {
		return notAStatement(statement)
	}
	key, rest = strings.TrimSpace(key), strings.TrimSpace(rest)
	one, many := c.single(key), c.list(key)
	if one == nil && many == nil {
		return fmt.Errorf("there is no key %q in [network]", key)
	}
	values, err := parseStrings(rest)
	if err != nil {
		return err
	}
	isArray := strings.HasPrefix(rest, "[")
	switch {
	case one != nil && isArray:
		return fmt.Errorf("%s takes one string", key)
	case one != nil:
		*one = values[0]
		return nil
	case !isArray:
		return fmt.Errorf("%s takes strings in brackets, such as [%s]", key, rest)
	}
	return many(values)
}

func notAStatement(line string) error { return fmt.Errorf("%q is not of the form key = value", line) }

// list is how to set a key that takes several strings, nil for others.
func (c *Config) list(key string) func(values []string) error {
	switch key {
	case "interfaces":
		return func(values []string) error { c.Interfaces = values; return nil }
	case "domains":
		return func(values []string) error { c.Domains = values; return nil }
	case "wins":
		return func(values []string) (err error) { c.WINS, err = parseAddrs(values); return err }
	}
	return nil
}

func (c *Config) single(key string) *string {
	switch key {
	case "computer":
		return &c.Computer
	case "workgroup":
		return &c.Workgroup
	case "node_type":
		return &c.NodeType
	case "lmhosts":
		return &c.LMHosts
	case "scope":
		return &c.Scope
	case "code_page":
		return &c.CodePage
	case "control":
		return &c.Control
	case "nmbd_socket":
		return &c.NmbdSocket
	}
	return nil
}

// parseStrings reads "x", 'x' or an array of them.
func parseStrings(s string) ([]string, error) {
	array, isArray := strings.CutPrefix(s, "[")
	if !isArray {
		value, rest, err := parseString(s)
		if err == nil && strings.TrimSpace(rest) != "" {
			err = fmt.Errorf("%q follows the value", rest)
		}
		return []string{value}, err
	}
	values := []string{}
	for {
		array = strings.TrimLeft(array, " \t,")
		if rest, done := strings.CutPrefix(array, "]"); done {
			if strings.TrimSpace(rest) != "" {
				return nil, fmt.Errorf("%q follows the array", rest)
			}
			return values, nil
		}
		value, rest, err := parseString(array)
		if err != nil {
			return nil, err
		}
		values, array = append(values, value), rest
	}
}

// parseString reads one string and returns what follows it.
func parseString(s string) (value, rest string, err error) {
	if literal, ok := strings.CutPrefix(s, "'"); ok {
		if value, rest, ok = strings.Cut(literal, "'"); ok {
			return value, rest, nil
		}
	}
	if strings.HasPrefix(s, `"`) {
		quoted, err := strconv.QuotedPrefix(s)
		if err != nil {
			return "", "", fmt.Errorf("%s is not a string", s)
		}
		value, err = strconv.Unquote(quoted)
		return value, s[len(quoted):], err
	}
	return "", "", fmt.Errorf("%q is not a string", s)
}

func parseAddrs(values []string) ([]netip.Addr, error) {
	addrs := make([]netip.Addr, 0, len(values))
	for _, v := range values {
		a, err := netip.ParseAddr(v)
		if err != nil || !a.Is4() {
			return nil, fmt.Errorf("%q is not an IPv4 address", v)
		}
		addrs = append(addrs, a)
	}
	return addrs, nil
}

// withoutComment cuts a comment off, but not a # inside a string.
func withoutComment(line string) string {
	for i := range plain(line) {
		if line[i] == '#' {
			return strings.TrimSpace(line[:i])
		}
	}
	return line
}

// isOpenArray reports whether an array begins in a statement that ends in
// another line.
func isOpenArray(statement string) bool {
	depth := 0
	for i := range plain(statement) {
		switch statement[i] {
		case '[':
			depth++
		case ']':
			depth--
		}
	}
	return depth > 0
}

// plain yields where the bytes of a line are that stand in no string.
func plain(line string) iter.Seq[int] {
	return func(yield func(int) bool) {
		var quote byte
		for i := 0; i < len(line); i++ {
			switch c := line[i]; {
			case quote == 0 && (c == '"' || c == '\''):
				quote = c
			case quote == '"' && c == '\\':
				i++
			case c == quote:
				quote = 0
			case quote == 0 && !yield(i):
				return
			}
		}
	}
}

// readBounded reads a file of at most maxConfig bytes.
func readBounded(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err == nil && len(text) > maxConfig {
		err = fmt.Errorf("larger than %d bytes", maxConfig)
	}
	return string(text), err
}
