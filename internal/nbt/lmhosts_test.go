package nbt

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"mailslot/netbios"
)

func TestParseLMHosts(t *testing.T) {
	table := "# a comment\r\n\r\n" +
		"10.0.0.5  dc1\t#PRE #DOM:mslot  # the controller\r\n" +
		"10.0.0.6  \"MSLOT          \\0x1c\" #PRE\n" +
		"  10.0.0.7 printer #the one upstairs\n" +
		"#INCLUDE \\\\server\\lmhosts\n" +
		"10.0.0.8 last #pre"
	got, err := ParseLMHosts([]byte(table))
	if err != nil {
		t.Fatal(err)
	}
	addr := netip.MustParseAddr
	want := []Host{
		{mustName("DC1"), addr("10.0.0.5"), false, true},
		{mustName("MSLOT<1c>"), addr("10.0.0.5"), true, true},
		{mustName("MSLOT<1c>"), addr("10.0.0.6"), true, true},
		{mustName("PRINTER"), addr("10.0.0.7"), false, false},
		{mustName("LAST"), addr("10.0.0.8"), false, true},
	}
	if d := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Addr{})); d != "" {
		t.Error(d)
	}
}

func TestParseLMHostsNamesTheBadLine(t *testing.T) {
	for line, why := range map[string]string{
		"10.0.0 host":                     "not an IPv4 address",
		"::1 host":                        "not an IPv4 address",
		"10.0.0.1":                        netbios.ErrNameEmpty.Error(),
		"10.0.0.1 sixteen_chars_xx":       netbios.ErrNameLong.Error(),
		"10.0.0.1 host other":             "neither #PRE nor #DOM:",
		`10.0.0.1 "HOST           \0x00`:  "second quote",
		`10.0.0.1 "HOST\0x00"`:            "15 characters",
		`10.0.0.1 "HOST           \0xzz"`: "15 characters",
		"10.0.0.1 host #DOM:a/b":          netbios.ErrNameChar.Error(),
	} {
		_, err := ParseLMHosts([]byte("10.0.0.9 good\n" + line + "\n"))
		if err == nil || !strings.Contains(err.Error(), "line 2") || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestLMHostsLimit(t *testing.T) {
	for n, ok := range map[int]bool{MaxHosts - 1: true, MaxHosts: true, MaxHosts + 1: false} {
		var table strings.Builder
		for i := range n {
			fmt.Fprintf(&table, "10.0.0.1 h%d\n", i)
		}
		if _, err := ParseLMHosts([]byte(table.String())); (err == nil) != ok {
			t.Errorf("%d entries: %v", n, err)
		}
	}
}

func FuzzParseLMHosts(f *testing.F) {
	f.Add([]byte("10.0.0.5 dc1 #PRE #DOM:mslot"))
	f.Add([]byte(`10.0.0.6 "MSLOT          \0x1c"`))
	f.Fuzz(func(t *testing.T, b []byte) {
		hosts, err := ParseLMHosts(b)
		if err != nil {
			return
		}
		if _, err := New(Config{Computer: "x", Hosts: hosts}); err != nil {
			t.Error(err)
		}
	})
}
