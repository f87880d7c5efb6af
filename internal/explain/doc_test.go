package explain

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/wiretest"
)

// The page about the wire shows a packet and its explanation.
func TestDocumentShowsWhatWePrint(t *testing.T) {
	page, err := os.ReadFile("../../docs/wire.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```hex\n(.*?)```\n\n```text\n(.*?)```").FindSubmatch(page)
	if m == nil {
		t.Fatal("no packet in the page")
	}
	packet := wiretest.Unhex(t, strings.ReplaceAll(string(m[1]), "\n", ""))
	got, err := Packet(packet, 0)
	if d := cmp.Diff(string(m[2]), got); d != "" || err != nil {
		t.Error(d, err)
	}
}
