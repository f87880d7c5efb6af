package daemon

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/control"
)

// FuzzControlRequest feeds a line of a client without rights to a daemon that
// is off the wire: it answers every one, and none changes a name.
func FuzzControlRequest(f *testing.F) {
	for _, seed := range []string{
		`{"op":"send","name":"\\\\H1\\mailslot\\x","data":"aGVsbG8="}`,
		`{"op":"send","name":"//*/mailslot/a/b","data":""}`,
		`{"op":"resolve","name":"H1"}`, `{"op":"resolve","name":"NOBODY<1c>"}`, `{"op":"status","name":"10.0.0.1"}`,
		`{"op":"names"}`, `{"op":"state"}`, `{"op":"browse"}`, `{"op":"reload"}`,
		`{"op":"claim","name":"EVIL","group":true}`, `{"op":"release","name":"H1"}`,
		`{"op":"` + string(make([]byte, 300)) + `"}`, `[]`, `{`, ``,
	} {
		f.Add([]byte(seed))
	}
	d := offTheWire(f)
	s := &controlServer{backend: d, rate: newUserRate(0), log: slog.New(slog.DiscardHandler)}
	before := d.names()
	f.Fuzz(func(t *testing.T, line []byte) {
		reply := s.reply(context.Background(), asker{uid: 65534, gid: 65534}, line)
		text, err := json.Marshal(reply)
		if err != nil {
			t.Fatal(err)
		}
		var read control.Reply
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if reply.Error != nil && (reply.Error.Code == 0 || reply.Error.Text == "") {
			t.Errorf("a refusal without number or sentence: %s", text)
		}
		if diff := cmp.Diff(before, d.names()); diff != "" {
			t.Errorf("the names have changed: %s", diff)
		}
	})
}

// offTheWire is a running daemon that names no interface.
func offTheWire(t testing.TB) *Daemon {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "mailslot.toml")
	text := "[network]\ncomputer = \"H1\"\nworkgroup = \"W\"\ncontrol = \"" + filepath.Join(dir, "d", "control") + "\"\n"
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := Start(Options{ConfigPath: config, Log: slog.New(slog.DiscardHandler), Slots: &fakeSlots{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}
