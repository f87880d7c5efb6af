package show

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"mailslot"
	"mailslot/cmd/mailslot/internal/codepage"
)

func message(data string) mailslot.Message {
	return mailslot.Message{
		Data: []byte(data),
		From: mailslot.Sender{UID: 1000, PID: 42},
		Time: time.Date(2026, 11, 22, 15, 4, 5, 600, time.FixedZone("", 3600)),
	}
}

func TestEachStylePrintsTheMessageItsWay(t *testing.T) {
	format, err := ParseTemplate(`{{.from.uid}}/{{.From.PID}} {{.text}}{{.Text}} {{.time}} {{.size}}`)
	if err != nil {
		t.Fatal(err)
	}
	utf16le, _ := codepage.Parse("utf-16le")
	cases := []struct {
		name    string
		printer Printer
		data    string
		want    string
	}{
		{"plain", Printer{}, "a\nb\tc\x1b", "a\\nb\tc\x1b\n"},
		{"plain keeps bytes that are not UTF-8 off a terminal", Printer{}, "a\xffb", "a\xffb\n"},
		{"plain on a terminal", Printer{Terminal: true}, "a\nb\tc\x1b\xff\u202e", `a\nb\tc\x1b\xff\u202e` + "\n"},
		{"plain empty", Printer{}, "", "\n"},
		{"plain decoded", Printer{Encoding: utf16le}, "h\x00i\x00", "hi\n"},
		{"raw", Printer{Style: Raw, Terminal: true}, "a\nb\x00\xff", "a\nb\x00\xff"},
		{"raw empty", Printer{Style: Raw}, "", ""},
		{"null", Printer{Style: Null}, "a\nb\x1b", "a\nb\x1b\x00"},
		{"null on a terminal", Printer{Style: Null, Terminal: true}, "a\nb\x1b", "a\nb\\x1b\x00"},
		{"null empty", Printer{Style: Null}, "", "\x00"},
		{"hex", Printer{Style: Hex}, "hi\n", "00000000  68 69 0a                                          |hi.|\n00000003\n"},
		{"hex empty", Printer{Style: Hex}, "", "00000000\n"},
		{"format", Printer{Style: Format, Template: format}, "x\n", `1000/42 x\nx\n 2026-11-22T14:04:05.0000006Z 2` + "\n"},
		{"json text", Printer{Style: JSON}, "a\nb<>\u009b", `{"time":"2026-11-22T14:04:05.0000006Z","slot":"x","size":7,"text":"a\nb<>\u009b","from":{"uid":1000,"pid":42}}` + "\n"},
		{"json binary", Printer{Style: JSON}, "\xff\x00", `{"time":"2026-11-22T14:04:05.0000006Z","slot":"x","size":2,"base64":"/wA=","from":{"uid":1000,"pid":42}}` + "\n"},
		{"json empty", Printer{Style: JSON}, "", `{"time":"2026-11-22T14:04:05.0000006Z","slot":"x","size":0,"text":"","from":{"uid":1000,"pid":42}}` + "\n"},
		{"marks", Printer{Terminal: true, Marks: Marks{"<", ">"}}, "a\\n\n", "a\\n<\\n>\n"},
	}
	for _, c := range cases {
		got, err := c.printer.Append(nil, "x", message(c.data))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestTimeThatIsNotKnownIsNullOrEmpty(t *testing.T) {
	format, err := ParseTemplate(`[{{.time}}]`)
	if err != nil {
		t.Fatal(err)
	}
	m := mailslot.Message{From: mailslot.Sender{UID: -1, PID: -1}}
	for want, p := range map[string]Printer{
		`{"time":null,"slot":"x","size":0,"text":"","from":{"uid":-1,"pid":-1}}` + "\n": {Style: JSON},
		"[]\n": {Style: Format, Template: format},
	} {
		if got, err := p.Append(nil, "x", m); err != nil || string(got) != want {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
	}
}

func TestNetworkSenderIsAComputer(t *testing.T) {
	m := message("hi")
	m.From.Origin = &mailslot.Origin{Host: "PC", Address: "10.0.0.7", Via: "udp138", Destination: "*"}
	p := Printer{Style: JSON}
	line, err := p.Append(nil, "x", m)
	if err != nil {
		t.Fatal(err)
	}
	var object struct{ From map[string]any }
	if err := json.Unmarshal(line, &object); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"host": "PC", "address": "10.0.0.7", "via": "udp138", "destination": "*"}
	if diff := cmp.Diff(want, object.From); diff != "" {
		t.Error(diff)
	}
}

func TestMisspeltTemplateFieldIsFoundAtOnce(t *testing.T) {
	for _, bad := range []string{"{{.txet}}", "{{.from.nobody}}", "{{"} {
		if _, err := ParseTemplate(bad); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
	for _, good := range []string{"{{.From.Host}}", "{{index .text 0}}", "{{.FROM}}"} {
		if _, err := ParseTemplate(good); (err == nil) != (good != "{{.FROM}}") {
			t.Errorf("%s: %v", good, err)
		}
	}
}

// What reaches a terminal must be printable whatever the message holds, be
// one line, and in the case of JSON still be the same text.
func FuzzNothingHiddenReachesTheTerminal(f *testing.F) {
	f.Add([]byte("plain"))
	f.Add([]byte("\x1b]0;title\x07\r\n\x9b31m\u202e\u2028\U000e0001\xff\xc3"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, style := range []Style{Plain, JSON, Hex} {
			p := Printer{Style: style, Terminal: true}
			out, err := p.Append(nil, "x", message(string(data)))
			if err != nil {
				t.Fatal(err)
			}
			body, _ := strings.CutSuffix(string(out), "\n")
			if style == Hex {
				body = strings.ReplaceAll(body, "\n", "")
			}
			if bad := strings.IndexFunc(body, func(r rune) bool { return !unicode.IsPrint(r) }); bad >= 0 {
				t.Fatalf("style %d prints %q", style, body[bad:])
			}
			if style == JSON && !json.Valid(out) {
				t.Fatalf("not JSON: %s", out)
			}
		}
	})
}
