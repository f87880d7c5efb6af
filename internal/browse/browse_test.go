package browse

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/wiretest"
)

// bodies says what the vectors with well-known bodies carry.
var bodies = map[string]Body{
	"20-browse-announcement-request":           &AnnouncementRequest{0, "PYHOST"},
	"21-browse-get-backup-list-request":        &BackupRequest{4, 0xDEADBEEF},
	"22-browse-get-backup-list-response-nmbd":  &BackupResponse{1, 0xDEADBEEF, "NMBD1\x00"},
	"23-browse-host-announcement-nmbd":         nmbd(OpHostAnnouncement, 0, time.Minute, 0x00819A03),
	"25-browse-election-nmbd":                  &Election{1, 0x41010F0A, 6000, "NMBD1"},
	"26-browse-local-master-announcement-nmbd": nmbd(OpLocalMasterAnnouncement, 3, 4*time.Minute, 0x00849A03),
	"30-netlogon-primary-query-smbtorture":     &PrimaryQuery{"TORTURE_TEST", `\MAILSLOT\NET\GETDC150`, "TORTURE_TEST", 1},
	"31-netlogon-primary-response-nmbd":        &PrimaryResponse{"NMBD1", "NMBD1", "MSLOT", 1},
	"32-ntlogon-samlogon-request-net": &SAMLogon{Computer: "MEMB2", User: "MEMB2$",
		Reply: `\MAILSLOT\NET\GETDC1004D0A`, Account: 0x80, Version: 0x0100000B},
}

func nmbd(op, update byte, period time.Duration, typ uint32) *Announcement {
	return &Announcement{Op: op, Update: update, Period: period, Name: "NMBD1", Major: 6, Minor: 1,
		Type: typ, Version: BrowserVersion, Mark: BrowserMark, Comment: "lab nmbd"}
}

func TestVectorsDecode(t *testing.T) {
	seen := 0
	for _, v := range wiretest.Vectors(t, "dgm") {
		want, ok := bodies[v.Name]
		if !ok {
			continue
		}
		seen++
		t.Run(v.Name, func(t *testing.T) {
			slot, b := strings.TrimPrefix(v.Decode.Slot, `\MAILSLOT\`), wiretest.Unhex(t, v.Decode.Data)
			got, err := Parse(slot, b)
			if d := cmp.Diff(want, got, cmp.AllowUnexported(BackupResponse{})); d != "" || err != nil {
				t.Fatal(d, err)
			}
			if again := encode(t, got); again != nil && !bytes.Equal(again, b) {
				t.Errorf("encodes to %x, want %x", again, b)
			}
			wiretest.RefusesPrefixes(t, b, func(b []byte) error { _, err := Parse(slot, b); return err })
			if n := wiretest.Allocated(func() { Parse(slot, b) }); n > uint64(2*v.Len) {
				t.Errorf("parsing allocates %d for a datagram of %d", n, v.Len)
			}
		})
	}
	if seen != len(bodies) {
		t.Errorf("%d of %d vectors seen", seen, len(bodies))
	}
}

// encode is the body's encoding if it is one that we send.
func encode(t *testing.T, body Body) (b []byte) {
	var err error
	switch v := body.(type) {
	case *Announcement:
		b, err = v.Append(nil)
	case *AnnouncementRequest:
		b = v.Append(nil)
	case *BackupRequest:
		b = v.Append(nil)
	case *Popup:
		b, err = v.Append(nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// handmade bodies are those of which no capture exists, from [MS-BRWS],
// [MS-ADTS] and spec 9.
var handmade = []struct {
	slot, body string
	want       Body
}{
	{SlotLanman, "\x01\x00\x03\x9a\x81\x00\x06\x01\x3c\x00NMBD1\x00lab\x00",
		&LanmanAnnouncement{0x00819A03, 6, 1, time.Minute, "NMBD1", "lab"}},
	{SlotMessenger, "ANNA\x00BERT\x00lunch?\x00", &Popup{"ANNA", "BERT", "lunch?"}},
	{SlotBrowse, "\x0bHOST\x00", &BecomeBackup{"HOST"}},
	{SlotBrowse, "\x0dHOST\x00", &MasterAnnouncement{"HOST"}},
	{SlotBrowse, "\x0e\x02", &ResetState{2}},
	{SlotNTLogon, "\x12\x00\x01\x00A\x00\x00\x00B\x00\x00\x00R\x00\x01\x00\x00\x00\x03\x00\x00\x00\x00\x00" +
		"SID\x0b\x00\x00\x00\xff\xff\xff\xff",
		&SAMLogon{1, "A", "B", "R", 1, []byte("SID"), 11}},
	{`net\getdc123`, "\x13\x00\\\x00\\\x00S\x00\x00\x00U\x00\x00\x00D\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff",
		&SAMLogonReply{OpSAMLogonFound, `\\S`, "U", "D", 1}},
	{`NET\GETDC0A4D0002`, "\x17\x00\x00\x00\xfd\x03\x00\x00" + "0123456789abcdef" + "names",
		&SAMLogonReplyEx{OpSAMLogonFoundEx, 0x3FD, [16]byte([]byte("0123456789abcdef")), []byte("names")}},
}

func TestHandmadeBodiesDecode(t *testing.T) {
	for _, c := range handmade {
		got, err := Parse(c.slot, []byte(c.body))
		if d := cmp.Diff(c.want, got); d != "" || err != nil {
			t.Errorf("%s %q: %s %v", c.slot, c.body, d, err)
			continue
		}
		if _, open := got.(*SAMLogonReplyEx); !open { // whose end nothing marks
			wiretest.RefusesPrefixes(t, []byte(c.body), func(b []byte) error { _, err := Parse(c.slot, b); return err })
		}
	}
}

func TestBackupResponseNames(t *testing.T) {
	body, err := Parse("browse", []byte("\x0a\x03\x01\x00\x00\x00ONE\x00\x00THREE\x00"))
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Collect(body.(*BackupResponse).Names())
	if d := cmp.Diff([]string{"ONE", "", "THREE"}, got); d != "" {
		t.Error(d)
	}
}

func TestWideStrings(t *testing.T) {
	for in, want := range map[string]string{
		"\x3d\xd8\x00\xde\x00\x00":                   "😀",
		"\x00\xdeA\x00\x00\x00":                      "\ufffdA",
		"\x3d\xd8\x00\x00":                           "\ufffd",
		"\x16\x04\x00\x00":                           "Ж",
		"\x00\x00":                                   "",
		strings.Repeat("\x00\x4e", 500) + "\x00\x00": strings.Repeat("一", 500),
	} {
		c := cursor{b: []byte(in)}
		if got := c.wide(); got != want || c.err != nil || c.off != len(in) {
			t.Errorf("%x: %q, %v, read %d", in, got, c.err, c.off)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		slot, body string
		want       error
	}{
		{"OTHER", "", ErrSlot},
		{`NET\GETDC`, "\x07\x00", ErrSlot},
		{SlotBrowse, "\x03", ErrOpcode},
		{SlotLanman, "\x02\x00", ErrOpcode},
		{SlotNetlogon, "\x08\x00", ErrOpcode},
		{SlotMessenger, "A\x00B\x00C", ErrString},
		{SlotBrowse, "", ErrTruncated},
		{SlotNTLogon, "\x12\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00", ErrTruncated},
	} {
		if _, err := Parse(c.slot, []byte(c.body)); err != c.want {
			t.Errorf("%s %q: %v, want %v", c.slot, c.body, err, c.want)
		}
	}
}

func TestAnnouncementLimits(t *testing.T) {
	for _, c := range []struct {
		name, comment int
		ok            bool
	}{
		{14, 42, true}, {15, MaxComment, true}, {16, 0, false}, {1, MaxComment + 1, false},
	} {
		a := Announcement{Name: strings.Repeat("n", c.name), Comment: strings.Repeat("c", c.comment)}
		if _, err := a.Append(nil); (err == nil) != c.ok {
			t.Errorf("name of %d, comment of %d: %v", c.name, c.comment, err)
		}
	}
}

func TestPopupRefusesNUL(t *testing.T) {
	if _, err := (&Popup{"a", "b", "c\x00d"}).Append(nil); err != ErrString {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	slots := []string{SlotBrowse, SlotLanman, SlotMessenger, SlotNetlogon}
	for _, v := range wiretest.Vectors(f, "dgm") {
		for i := range slots {
			f.Add(byte(i), wiretest.Unhex(f, v.Decode.Data))
		}
	}
	for _, c := range handmade {
		f.Add(byte(slices.Index(slots, c.slot)), []byte(c.body))
	}
	const around = 168 // what the SMB and the datagram add to a body, at least
	f.Fuzz(func(t *testing.T, i byte, b []byte) {
		slot := slots[int(i)%len(slots)]
		Parse(slot, b)
		if n := testing.AllocsPerRun(1, func() { Parse(slot, b) }); n > 10 {
			t.Errorf("%v allocations", n)
		}
		if n := wiretest.Allocated(func() { Parse(slot, b) }); n > uint64(2*(len(b)+around)) {
			t.Errorf("%d bytes allocated for %d", n, len(b))
		}
	})
}
