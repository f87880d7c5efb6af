package local

import (
	"errors"
	"net"
	"strings"
	"testing"

	"mailslot/internal/errno"
)

func TestAWriteOverTheQuotaSaysHowMuchIsUnread(t *testing.T) {
	dir := t.TempDir()
	s, err := Listen("full", Config{Dir: dir, Quota: MinQuota})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := Dial(dir, "full")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	p := make([]byte, 1008) // 1024 with its header: 64 in the ring fill the quota
	for range maxInline + MinQuota/1024 {
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	err = w.Write(p)
	if errno.Of(err) != errno.NotEnoughQuota || !errors.Is(err, errno.NotEnoughQuota) {
		t.Fatalf("the write answered %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "unread") || !strings.Contains(text, "65536") {
		t.Errorf("the sentence tells no figures: %s", text)
	}
	if n := net.Error(nil); !errors.As(err, &n) || n.Timeout() {
		t.Errorf("%v is not a net.Error that is no time-out", err)
	}
}
