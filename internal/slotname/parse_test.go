package slotname

import (
	"strings"
	"testing"

	"mailslot/internal/errno"
)

func TestSpellingsOfOneSlot(t *testing.T) {
	for _, c := range []struct{ rule, spelling, slot string }{
		{"1.1", `\\.\mailslot\x`, `x`},
		{"1.1", `\\.\MailSlot\X`, `X`},
		{"1.1", `\\.\mailslot\a\b`, `a\b`},
		{"1.2", `\\?\mailslot\x`, `x`},
		{"1.2", `\??\mailslot\x`, `x`},
		{"1.2", `//./mailslot/x`, `x`},
		{"1.2", `//?/mailslot/x`, `x`},
		{"1.2", `\/.\mailslot/x`, `x`},
		{"1.2", `\\.\GLOBALROOT\Device\Mailslot\x`, `x`},
		{"1.2", `\\?\globalroot\device\mailslot\a\b`, `a\b`},
		{"1.3a", `\\.\mailslot/a/b`, `a\b`},
		{"1.3b", `\\.\mailslot\\x`, `x`},
		{"1.3b", `\\.\mailslot\a//\\b`, `a\b`},
		{"1.3c", `\\.\mailslot\.\x`, `x`},
		{"1.3c", `\\.\mailslot\x\.`, `x`},
		{"1.3c", `\\.\mailslot\y\..\x`, `x`},
		{"1.3c", `\\.\mailslot\x\y\..`, `x`},
		{"1.3d", `\\.\mailslot\..\mailslot\x`, `x`},
		{"1.3d", `\\.\..\..\mailslot\x`, `x`},
		{"1.3e", `\\.\mailslot\dot.`, `dot`},
		{"1.3e", `\\.\mailslot\sp `, `sp`},
		{"1.3e", `\\.\mailslot\a. .`, `a`},
		{"1.3e", `\\.\mailslot\d.\e`, `d\e`},
		{"1.3e", `\\.\mailslot\a \b`, `a \b`},
		{"1.3e", `\\.\mailslot\...\b`, `...\b`},
		{"1.3f", `\\.\mailslot\ a b`, ` a b`},
		{"1.3g", `\\.\mailslot\x\`, `x\`},
		{"1.3g", `\\.\mailslot\x//`, `x\`},
		{"1.4", `\\?\mailslot\a/b`, `a/b`},
		{"1.4", `\\?\mailslot\a. `, `a. `},
		{"1.4", `\\?\mailslot\a\..\b`, `a\..\b`},
		{"1.4", `\\?\mailslot\\x`, `\x`},
		{"1.5", `\\.\mailslot\*?<>|":%` + "\t\x01", `*?<>|":%` + "\t\x01"},
		{"1.5", `\\.\mailslot\con`, `con`},
		{"1.5", `\\.\mailslot\R:\FRED`, `R:\FRED`},
		{"1.8", `\\.\mailslot`, ``},
		{"1.8", `\\.\mailslot\`, ``},
		{"1.3", `\\.\mailslot\ `, ``},
		{"1.3", `\\.\mailslot\.`, ``},
		{"1.3", `\\.\mailslot\...`, ``},
	} {
		n, err := Parse(c.spelling)
		if err != nil || n != (Name{Slot: c.slot}) {
			t.Errorf("rule %s: Parse(%q) = %+v, %v, want slot %q", c.rule, c.spelling, n, err, c.slot)
		}
	}
}

func TestRemoteNames(t *testing.T) {
	for _, c := range []struct{ spelling, host, slot string }{
		{`\\HOST\mailslot\x`, `HOST`, `x`},
		{`//Host/MailSlot/net/netlogon`, `Host`, `net\netlogon`},
		{`\\*\mailslot\x`, `*`, `x`},
		{`\\10.0.0.1\mailslot\x.`, `10.0.0.1`, `x`},
		{`\\.host\mailslot\x`, `.host`, `x`},
		{`\\host\mailslot\..\..\x`, `host`, `x`},
		{`\\?\UNC\host\mailslot\x.`, `host`, `x.`},
		{`\\.\UNC\host\mailslot\x`, `host`, `x`},
	} {
		n, err := Parse(c.spelling)
		if err != nil || n != (Name{c.host, c.slot}) {
			t.Errorf("Parse(%q) = %+v, %v, want %q %q", c.spelling, n, err, c.host, c.slot)
		}
	}
}

func TestMalformedNames(t *testing.T) {
	for _, c := range []struct {
		rule, spelling string
		code           errno.Errno
	}{
		{"1.9", ``, errno.PathNotFound},
		{"1.9", `blah`, errno.InvalidName},
		{"1.9", `mailslot\x`, errno.InvalidName},
		{"1.9", `\mailslot\x`, errno.InvalidName},
		{"1.9", `C:\x`, errno.InvalidName},
		{"1.9", `C:\nodir\x`, errno.InvalidName},
		{"1.9", `\\.\C:\x`, errno.InvalidName},
		{"1.9", ` \\.\mailslot\x`, errno.InvalidName},
		{"1.9", `\\.\pipe\x`, errno.InvalidName},
		{"1.9", `\\.\mailslotx`, errno.InvalidName},
		{"1.9", `\\.\`, errno.InvalidName},
		{"1.9", `\\.`, errno.InvalidName},
		{"1.9", `\\`, errno.InvalidName},
		{"1.9", `\\\x`, errno.InvalidName},
		{"1.9", `\\?\`, errno.InvalidName},
		{"1.9", `\\.\nosuch\x`, errno.PathNotFound},
		{"1.9", `\\.\mailslotx\y`, errno.PathNotFound},
		{"1.3d", `\\.\mailslot\..\v`, errno.InvalidName},
		{"1.4", `\\?\mailslot/x`, errno.InvalidName},
		{"1.2", `\\.\GLOBALROOT\Device\NamedPipe\x`, errno.InvalidName},
		{"11.1", `\\host`, errno.InvalidName},
		{"11.1", `\\host\share\x`, errno.InvalidName},
		{"11.1", `\\host\mailslot\`, errno.InvalidName},
		{"", "\\\\.\\mailslot\\a\x00b", errno.InvalidName},
		{"", "\\\\.\\mailslot\\a\xff", errno.InvalidName},
		{"", "\\\\.\\mailslot\\a\xed\xa0", errno.InvalidName},
	} {
		if n, err := Parse(c.spelling); errno.Of(err) != c.code {
			t.Errorf("rule %s: Parse(%q) = %+v, %v, want code %d", c.rule, c.spelling, n, err, c.code)
		}
	}
}

func TestLengthLimits(t *testing.T) {
	const usual, verbatim = `\\.\mailslot\`, `\\?\mailslot\`
	for _, c := range []struct {
		prefix string
		units  int
		code   errno.Errno
	}{
		{usual, MaxPath - len(usual) - 1, errno.Success},
		{usual, MaxPath - len(usual), errno.Success},
		{usual, MaxPath - len(usual) + 1, errno.PathNotFound},
		{verbatim, MaxSlot - 1, errno.Success},
		{verbatim, MaxSlot, errno.Success},
		{verbatim, MaxSlot + 1, errno.InvalidName},
		{usual, 260, errno.Success},
	} {
		for unit, size := range map[string]int{"a": 1, "é": 1, "😀": 2, "\xed\xa0\x80": 1} {
			name := c.prefix + strings.Repeat("b", c.units%size) + strings.Repeat(unit, c.units/size)
			if _, err := Parse(name); errno.Of(err) != c.code {
				t.Errorf("rule 1.7: %s and %d units of %q: %v, want code %d", c.prefix, c.units, unit, err, c.code)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`\\.\mailslot\x`, `\\?\mailslot\a/b.`, `//*/mailslot/x/`, `\\?\UNC\h\mailslot\x.`,
		`\\.\mailslot\a.\..\ b .`, "\\\\.\\mailslot\\\xed\xa0\xbd", `\??\mailslot\\\x`, `\\?\UNC\.\mailslot\x`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		if err != nil {
			if errno.Of(err) == errno.GenFailure {
				t.Fatalf("Parse(%q): %v carries no code", s, err)
			}
			return
		}
		if again, err := Parse(n.String()); err != nil || again != n {
			t.Fatalf("Parse(%q) = %+v; its String %q reads as %+v, %v", s, n, n.String(), again, err)
		}
		if back := FromUTF16(UTF16(n.Slot)); back != n.Slot {
			t.Fatalf("slot %q of %q is not canonical: %q", n.Slot, s, back)
		}
	})
}
