package explain

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/browse"
	"mailslot/internal/smbtrans"
	"mailslot/internal/wiretest"
	"mailslot/netbios"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Every vector is explained as testdata says, whether the port is known or not.
func TestVectors(t *testing.T) {
	ports := map[string]uint16{"ns": 137, "dgm": 138}
	for _, v := range wiretest.Vectors(t, "") {
		t.Run(v.Name, func(t *testing.T) {
			got, err := Packet(v.Bytes(t), ports[v.Kind])
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", v.Name+".txt")
			if *update {
				os.WriteFile(golden, []byte(got), 0o644)
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
			if guessed, _ := Packet(v.Bytes(t), 0); guessed != got {
				t.Errorf("guessed otherwise:\n%s", guessed)
			}
		})
	}
}

func TestRefusalsAreExplained(t *testing.T) {
	vector := wiretest.Vectors(t, "dgm")[0].Bytes(t)
	notMailslot := append([]byte(nil), vector...)
	notMailslot[82+61] = 9 // the operation
	for name, c := range map[string]struct {
		b    []byte
		port uint16
		want error
		says string
	}{
		"nothing":     {nil, 138, netbios.ErrTruncated, "datagram service, 0 bytes"},
		"cut short":   {vector[:100], 138, netbios.ErrTruncated, "refused      netbios: the packet ends too early"},
		"no mailslot": {notMailslot, 138, smbtrans.BadOpcode, "destination  GOHOST<00>"},
		"garbage":     {[]byte("garbage, nothing else"), 0, netbios.ErrKind, "67 61 72 62"},
		"bad body":    {badElection(t), 138, browse.ErrString, `slot         \MAILSLOT\BROWSE`},
	} {
		got, err := Packet(c.b, c.port)
		if !errors.Is(err, c.want) || !strings.Contains(got, c.says) {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}

// badElection is an election whose candidate's name does not end.
func badElection(t *testing.T) []byte {
	for _, v := range wiretest.Vectors(t, "dgm") {
		if strings.HasPrefix(v.Name, "25") {
			b := v.Bytes(t)
			b[len(b)-1] = 'x'
			return b
		}
	}
	t.Fatal("no election")
	return nil
}

func TestSenderTextIsEscaped(t *testing.T) {
	name, _ := netbios.NewName("X", 0)
	name[1] = '\x1b'
	popup, _ := (&browse.Popup{From: "\x1b[31mred", To: "\xff", Text: "a\nb"}).Append(nil)
	write := smbtrans.Write{Slot: browse.SlotMessenger, Class: smbtrans.ClassDatagram, Data: popup}
	d := netbios.Datagram{
		DatagramHeader: netbios.DatagramHeader{Type: netbios.DirectGroup, Flags: netbios.FirstFragment},
		Source:         name, Destination: name, Data: write.Append(nil),
	}
	got, err := Packet(d.Append(nil), 138)
	if err != nil {
		t.Fatal(err)
	}
	checkPrintable(t, got)
	for _, want := range []string{`X\x1b`, `"\x1b[31mred"`, `"\xff"`, `"a\nb"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// checkPrintable wants text that a terminal shows as it is. Slot names may
// have letters of a code page.
func checkPrintable(t *testing.T, s string) {
	if !utf8.ValidString(s) {
		t.Fatalf("no UTF-8: %q", s)
	}
	for _, c := range s {
		if !unicode.IsPrint(c) && c != '\n' {
			t.Fatalf("character %U in\n%q", c, s)
		}
	}
}

func FuzzPacket(f *testing.F) {
	for _, v := range wiretest.Vectors(f, "") {
		f.Add(v.Bytes(f), uint16(138))
		f.Add(v.Bytes(f), uint16(137))
	}
	f.Fuzz(func(t *testing.T, b []byte, port uint16) {
		s, _ := Packet(b, port)
		checkPrintable(t, s)
	})
}
