package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailslot/internal/errno"
	"mailslot/netbios"
)

// TestGroupWithoutAddressesIsAnError, not a table of nobody: a WINS server gives
// the address of everybody for an ordinary group.
func TestGroupWithoutAddressesIsAnError(t *testing.T) {
	askWINS(t, netbios.Entry{Flags: netbios.Group, Addr: netbios.BroadcastAddr()})
	for name, ask := range map[string]func(context.Context) error{
		"resolve": func(ctx context.Context) error { _, err := resolveName(ctx, "SITE"); return err },
		"status":  func(ctx context.Context) error { _, err := nodeStatus(ctx, "SITE"); return err },
	} {
		err := ask(t.Context())
		if errno.Of(err) != errno.BadNetPath || !strings.Contains(fmt.Sprint(err), "SITE is a group without addresses") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// askWINS has the commands ask a WINS server that gives every name one owner.
func askWINS(t *testing.T, owner netbios.Entry) {
	t.Helper()
	server, err := net.ListenPacket("udp4", fmt.Sprintf("127.13.7.1:%d", netbios.NameServicePort))
	if err != nil {
		t.Skipf("not run: no name server on loopback: %v", err)
	}
	t.Cleanup(func() { server.Close() })
	go answerAll(server, owner)
	dir := t.TempDir()
	config := filepath.Join(dir, "mailslot.toml")
	text := fmt.Sprintf("[network]\ninterfaces = [\"lo\"]\nnode_type = \"p\"\nwins = [\"127.13.7.1\"]\ncontrol = %q\n",
		filepath.Join(dir, "control"))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MAILSLOT_CONFIG", config)
}

func answerAll(server net.PacketConn, owner netbios.Entry) {
	p := make([]byte, 576)
	for {
		n, from, err := server.ReadFrom(p)
		if err != nil {
			return // closed
		}
		question, err := netbios.ParseNameService(p[:n])
		if q, ok := question.(*netbios.Query); ok && err == nil {
			a := netbios.Answer{Name: q.Name, Type: netbios.TypeNB, TTL: 1, Entries: []netbios.Entry{owner}}
			a.Header = netbios.Header{ID: q.ID, Flags: netbios.QueryPositive}
			server.WriteTo(a.Append(nil), from)
		}
	}
}
