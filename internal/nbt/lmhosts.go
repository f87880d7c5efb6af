package nbt

import (
	"bytes"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"mailslot/netbios"
)

// Host is a line of an lmhosts table.
type Host struct {
	Name    netbios.Name
	Addr    netip.Addr
	Group   bool // a domain controller of the domain Name, by #DOM:
	Preload bool // #PRE: known before anybody is asked
}

// ParseLMHosts reads an lmhosts table ([MS-NBTE] and the comments of Windows'
// own file): an address and a name a line, then #PRE and #DOM:domain.
//
//	10.0.0.5  NAME        #PRE #DOM:DOMAIN
//	10.0.0.6  "NAME           \0x1c"
//
// A name in quotes is 15 characters and the suffix. Other text after # is a
// comment; lines of #INCLUDE and #BEGIN_ALTERNATE are comments here, because
// they would make a node read files of others. A line that cannot be read is
// an error that names it.
func ParseLMHosts(table []byte) ([]Host, error) {
	var hosts []Host
	number := 0
	for line := range bytes.Lines(table) {
		number++
		more, err := parseHost(strings.TrimSpace(string(line)))
		if err != nil {
			return nil, fmt.Errorf("lmhosts line %d: %w", number, err)
		}
		if hosts = append(hosts, more...); len(hosts) > MaxHosts {
			return nil, fmt.Errorf("lmhosts line %d: more than %d entries", number, MaxHosts)
		}
	}
	return hosts, nil
}

// parseHost reads a line: no entry for a comment, two for a domain controller.
func parseHost(line string) ([]Host, error) {
	if line == "" || line[0] == '#' {
		return nil, nil
	}
	address, rest, _ := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	addr, err := netip.ParseAddr(address)
	if err != nil || !addr.Is4() {
		return nil, fmt.Errorf("%q is not an IPv4 address", address)
	}
	name, rest, err := parseHostName(strings.TrimLeft(rest, " "))
	if err != nil {
		return nil, err
	}
	host := Host{Name: name, Addr: addr, Group: name.Suffix() == netbios.DomainControllers}
	domain, err := host.readTags(rest)
	if domain == "" || err != nil {
		return []Host{host}, err
	}
	group, err := netbios.NewName(domain, netbios.DomainControllers)
	if err != nil {
		return nil, fmt.Errorf("domain %q: %w", domain, err)
	}
	return []Host{host, {Name: group, Addr: addr, Group: true, Preload: host.Preload}}, nil
}

// readTags reads the tags behind a name, up to a comment.
func (h *Host) readTags(s string) (domain string, err error) {
	for _, word := range strings.Fields(s) {
		tag, value, _ := strings.Cut(word, ":")
		switch {
		case strings.EqualFold(tag, "#PRE"):
			h.Preload = true
		case strings.EqualFold(tag, "#DOM") && value != "":
			domain = value
		case word[0] == '#':
			return domain, nil
		default:
			return "", fmt.Errorf("%q is neither #PRE nor #DOM: nor a comment", word)
		}
	}
	return domain, nil
}

// parseHostName reads a bare name, or one in quotes with its suffix.
func parseHostName(s string) (name netbios.Name, rest string, err error) {
	if !strings.HasPrefix(s, `"`) {
		text, rest, _ := strings.Cut(s, " ")
		name, err = netbios.NewName(text, netbios.Workstation)
		if err != nil {
			err = fmt.Errorf("name %q: %w", text, err)
		}
		return name, rest, err
	}
	quoted, rest, ok := strings.Cut(s[1:], `"`)
	if !ok {
		return name, "", fmt.Errorf("the name %s lacks its second quote", s)
	}
	text, digits, ok := strings.Cut(quoted, `\0x`)
	suffix, numErr := strconv.ParseUint(digits, 16, 8)
	if !ok || numErr != nil || len(text) != netbios.MaxNameLen {
		return name, "", fmt.Errorf(`the name %q is not 15 characters and \0x with two digits`, quoted)
	}
	name, err = netbios.NewName(strings.TrimRight(text, " "), netbios.Suffix(suffix))
	if err != nil {
		err = fmt.Errorf("name %q: %w", quoted, err)
	}
	return name, rest, err
}
