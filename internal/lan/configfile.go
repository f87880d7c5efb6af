package lan

import (
	"fmt"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// parseNetwork reads the [network] table of a TOML file. A program that links
// the library gets no TOML package with it, so this understands what the table
// needs, strings and arrays of strings, and refuses the rest of TOML there.
// The daemon reads the same file with the full language; a test holds both to
// the same result.
func parseNetwork(text string) (Config, error) {
	var c Config
	inside := false
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if strings.HasPrefix(line, "[") {
			inside = strings.TrimSpace(withoutComment(line)) == "[network]"
			continue
		}
		if !inside || line == "" || line[0] == '#' {
			continue
		}
		start := i
		statement := withoutComment(line)
		for isOpenArray(statement) && i+1 < len(lines) {
			i++
			statement += " " + withoutComment(strings.TrimSpace(lines[i]))
		}
		if err := c.set(statement); err != nil {
			return Config{}, fmt.Errorf("line %d: %w", start+1, err)
		}
	}
	return c, nil
}

// set applies one statement such as computer = "GOHOST".
func (c *Config) set(statement string) error {
	key, rest, ok := strings.Cut(statement, "=")
	if !ok {
		return fmt.Errorf("%q is not of the form key = value", statement)
	}
	values, err := parseStrings(strings.TrimSpace(rest))
	if err != nil {
		return err
	}
	switch key = strings.TrimSpace(key); key {
	case "interfaces":
		c.Interfaces = values
		return nil
	case "domains":
		c.Domains = values
		return nil
	case "wins":
		c.WINS, err = parseAddrs(values)
		return err
	}
	one := c.single(key)
	if one == nil {
		return fmt.Errorf("there is no key %q in [network]", key)
	}
	if len(values) != 1 {
		return fmt.Errorf("%s takes one string", key)
	}
	*one = values[0]
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
	var quote byte
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quote == 0 && c == '#':
			return strings.TrimSpace(line[:i])
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == '"' && c == '\\':
			i++
		case c == quote:
			quote = 0
		}
	}
	return line
}

func isOpenArray(statement string) bool {
	_, value, _ := strings.Cut(statement, "=")
	value = strings.TrimSpace(value)
	return strings.HasPrefix(value, "[") && !strings.HasSuffix(value, "]")
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
