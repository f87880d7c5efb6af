//go:build !windows

package win32

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestDescriptorsMeanModes(t *testing.T) {
	me, mine := fmt.Sprintf("S-1-22-1-%d", os.Geteuid()), fmt.Sprintf("S-1-22-2-%d", os.Getegid())
	for _, c := range []struct {
		sddl string
		mode fs.FileMode
	}{
		{"", 0o666},
		{"O:BAG:SY", 0o666},
		{"D:NO_ACCESS_CONTROL", 0o666},
		{"D:", 0},
		{"D:P", 0},
		{"D:(A;;GA;;;WD)", 0o666},
		{"D:(A;;GA;;;S-1-1-0)", 0o666},
		{"D:(A;;GW;;;AU)", 0o666},
		{"D:(A;;FW;;;BU)", 0o666},
		{"D:(A;;FA;;;IU)", 0o666},
		{"D:(A;;0x2;;;wd)", 0o666},
		{"D:(A;;2;;;WD)", 0o666},
		{"D:(A;;DC;;;WD)", 0o666},
		{"D:(A;;0x40000000;;;WD)", 0o666},
		{"D:(A;;GR;;;WD)", 0},
		{"D:(A;;GRGX;;;WD)", 0},
		{"D:(A;;GA;;;OW)", 0o600},
		{"D:(A;;GA;;;BA)(A;;GA;;;SY)", 0o600},
		{"D:(A;;GA;;;" + me + ")", 0o600},
		{"D:(A;;GA;;;" + mine + ")", 0o060},
		{"D:(A;;GA;;;CO)(A;;GA;;;CG)", 0o660},
		{"D:(A;;GA;;;BG)(A;;GA;;;AN)(A;;GA;;;S-1-5-21-1-2-3-1001)", 0},
		{"D:(D;;GA;;;WD)(A;;GA;;;OW)", 0},
		{"D:(A;;GA;;;OW)(D;;GA;;;WD)", 0o600},
		{"D:(D;;GA;;;OW)(A;;GA;;;WD)", 0o066},
		{"D:(D;;GA;;;BG)(A;;GA;;;WD)", 0o666},
		{"D:(D;;GR;;;WD)(A;;GA;;;WD)", 0o666},
		{"D:(A;IO;GA;;;WD)", 0},
		{"D:(A;OICI;GA;;;WD)", 0o666},
		{"O:BA G:SY D:PAI (A; ;GA; ; ;WD) S:(AU;SAFA;GA;;;WD)", 0o666},
	} {
		sd, err := SecurityDescriptorFromString(c.sddl)
		if err != nil {
			t.Errorf("%s: %v", c.sddl, err)
		} else if got := sd.mode(); got != c.mode {
			t.Errorf("%s means %04o, want %04o", c.sddl, got, c.mode)
		}
	}
}

func TestMalformedDescriptors(t *testing.T) {
	for _, c := range []struct {
		sddl string
		code Errno
	}{
		{"x", ERROR_INVALID_ACL},
		{"X:", ERROR_INVALID_ACL},
		{"D:D:", ERROR_INVALID_ACL},
		{"D:(A;;GA;;;WD", ERROR_INVALID_ACL},
		{"D:(A;;GA;;WD)", ERROR_INVALID_ACL},
		{"D:(A;;GA;;;WD;x)", ERROR_INVALID_ACL},
		{"D:(XA;;GA;;;WD)", ERROR_INVALID_ACL},
		{"D:(A;;QQ;;;WD)", ERROR_INVALID_ACL},
		{"D:(A;;G;;;WD)", ERROR_INVALID_ACL},
		{"D:(A;QQ;GA;;;WD)", ERROR_INVALID_ACL},
		{"D:(A;;0x1ffffffff;;;WD)", ERROR_INVALID_ACL},
		{"D:(A;;1_0;;;WD)", ERROR_INVALID_ACL},
		{"D:(A;;GA;x;;WD)", ERROR_INVALID_ACL},
		{"D:)", ERROR_INVALID_ACL},
		{"D:(A;;GA;;;)", ERROR_INVALID_SID},
		{"D:(A;;GA;;;W1)", ERROR_INVALID_SID},
		{"D:(A;;GA;;;XX)", ERROR_INVALID_SID},
		{"D:(A;;GA;;;S-1)", ERROR_INVALID_SID},
		{"D:(A;;GA;;;S-2-1-0)", ERROR_INVALID_SID},
		{"D:(A;;GA;;;S-1-281474976710656-0)", ERROR_INVALID_SID},
		{"D:(A;;GA;;;S-1-1-4294967296)", ERROR_INVALID_SID},
		{"O:", ERROR_INVALID_SID},
		{"O:G:SY", ERROR_INVALID_SID},
	} {
		if sd, err := SecurityDescriptorFromString(c.sddl); err != c.code {
			t.Errorf("%s: %v, %v, want %v", c.sddl, sd, err, c.code)
		}
	}
}

func TestDescriptorLimits(t *testing.T) {
	entry := "(A;;GA;;;WD)"
	padded := func(n int) string { return "D:" + entry + strings.Repeat(" ", n-2-len(entry)) }
	sid := func(n int) string { return "D:(A;;GA;;;S-1-5" + strings.Repeat("-1", n) + ")" }
	for _, c := range []struct {
		sddl string
		ok   bool
	}{
		{padded(maxSDDL - 1), true},
		{padded(maxSDDL), true},
		{padded(maxSDDL + 1), false},
		{"D:" + strings.Repeat(entry, maxACEs-1), true},
		{"D:" + strings.Repeat(entry, maxACEs), true},
		{"D:" + strings.Repeat(entry, maxACEs+1), false},
		{sid(maxSubAuthorities - 1), true},
		{sid(maxSubAuthorities), true},
		{sid(maxSubAuthorities + 1), false},
	} {
		if _, err := SecurityDescriptorFromString(c.sddl); (err == nil) != c.ok {
			t.Errorf("%.20s... of %d bytes: %v", c.sddl, len(c.sddl), err)
		}
	}
}

func TestDescriptorsBuiltInSteps(t *testing.T) {
	sd, err := NewSecurityDescriptor()
	if err != nil || sd.mode() != 0o666 {
		t.Errorf("without DACL: %04o, %v", sd.mode(), err)
	}
	sd.SetDACL(nil, true, false)
	if sd.mode() != 0o666 {
		t.Errorf("NULL DACL: %04o", sd.mode())
	}
	sd.SetDACL(new(ACL), true, false)
	if sd.mode() != 0 {
		t.Errorf("empty DACL: %04o", sd.mode())
	}
	if mode := (&SecurityAttributes{}).mode(); mode != 0 {
		t.Errorf("no descriptor: %04o", mode)
	}
	if mode := (&SecurityAttributes{SecurityDescriptor: sd}).mode(); mode != nobodyMode {
		t.Errorf("empty DACL for a slot: %04o", mode)
	}
}

func FuzzSecurityDescriptorFromString(f *testing.F) {
	for _, s := range []string{
		"", "D:", "D:NO_ACCESS_CONTROL", "O:BAG:SYD:PAI(A;OICI;GA;;;WD)(D;;0x2;;;S-1-5-32-545)S:(AU;SAFA;GA;;;WD)",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sd, err := SecurityDescriptorFromString(s)
		if err != nil {
			return
		}
		again, err := SecurityDescriptorFromString(sd.String())
		if err != nil || again.mode() != sd.mode() || again.String() != sd.String() {
			t.Fatalf("%q is %v, which reads as %v, %v", s, sd, again, err)
		}
	})
}
