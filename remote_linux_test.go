package mailslot_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailslot"
	"mailslot/internal/errno"
	"mailslot/internal/nbt"
)

// offWire makes this process a computer called GOHOST that is on no network,
// with a namespace of its own and no daemon, and returns its directory.
func offWire(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	config := fmt.Sprintf("[network]\ncomputer = \"GOHOST\"\nworkgroup = \"MSLOT\"\ncontrol = %q\n", filepath.Join(dir, "control"))
	path := filepath.Join(dir, "mailslot.toml")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MAILSLOT_CONFIG", path)
	t.Setenv("MAILSLOT_DIR", filepath.Join(dir, "slots"))
	return dir
}

func dial(t *testing.T, name string) *mailslot.Writer {
	t.Helper()
	w, err := mailslot.Dial(name)
	if err != nil {
		t.Fatalf("opening %s touched the network: %v", name, err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func TestRemoteErrorsSurfaceOnWrite(t *testing.T) {
	offWire(t)
	for _, name := range []string{`\\NOBODY\mailslot\x`, `\\*\mailslot\x`, `\\MSLOT\mailslot\x`} {
		err := dial(t, name).WriteMessage([]byte("hello"))
		if errno.Of(err) != errno.BadNetPath {
			t.Errorf("%s: %v, want 53", name, err)
		}
	}
}

func TestRemoteMessageOverTheLimitIsBadNetPath(t *testing.T) {
	offWire(t)
	for slot, limit := range map[string]int{"x": 424, "eightchr": 424, "ninechars": 420, "thirteenchars": 416} {
		w := dial(t, `\\GOHOST\mailslot\`+slot)
		if err := w.WriteMessage(make([]byte, limit)); err != nil {
			t.Errorf("%s: %d bytes: %v", slot, limit, err)
		}
		err := w.WriteMessage(make([]byte, limit+1))
		if errno.Of(err) != errno.BadNetPath || !errors.Is(err, nbt.ErrTooLong) || !errors.Is(err, mailslot.ErrTooLarge) {
			t.Errorf("%s: %d bytes: %v", slot, limit+1, err)
		}
	}
}

func TestOwnComputersNameIsDeliveredHere(t *testing.T) {
	offWire(t)
	slot, err := mailslot.Listen("net/alarm")
	if err != nil {
		t.Fatal(err)
	}
	defer slot.Close()
	w := dial(t, `\\gohost\mailslot\NET\Alarm`)
	for _, text := range []string{"one", ""} {
		if err := w.WriteMessage([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"one", ""} {
		buf := make([]byte, 16)
		if n, err := slot.ReadMessage(buf); err != nil || string(buf[:n]) != want {
			t.Errorf("%q, %v, want %q", buf[:n], err, want)
		}
	}
	if i, err := slot.Info(); err != nil || i.Count != 0 {
		t.Errorf("%+v, %v", i, err)
	}
}

func TestUnknownSlotOfTheOwnComputerIsSilence(t *testing.T) {
	offWire(t)
	if err := dial(t, `\\GOHOST\mailslot\nowhere`).WriteMessage([]byte("x")); err != nil {
		t.Error(err)
	}
}

func TestClosedRemoteHandleIsClosed(t *testing.T) {
	offWire(t)
	w := dial(t, `\\GOHOST\mailslot\x`)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.WriteMessage(nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("write: %v", err)
	}
	if err := w.Close(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("second close: %v", err)
	}
}

func TestRemoteHandleKnowsNoStateAndNoPeer(t *testing.T) {
	offWire(t)
	w := dial(t, `\\OTHER\mailslot\x`)
	if _, err := w.Info(); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("info: %v", err)
	}
	if p := w.Peer(); p.UID != -1 {
		t.Errorf("peer %+v", p)
	}
}

// TestDaemonsRefusalIsFinal: with a daemon the process never sends itself, not
// even to its own name, nor does it mind a mistake in the configuration, which
// the daemon read when it was right.
func TestDaemonsRefusalIsFinal(t *testing.T) {
	dir := offWire(t)
	file, err := os.OpenFile(filepath.Join(dir, "mailslot.toml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(file, "misspelt = 1")
	file.Close()
	l, err := net.Listen("unix", filepath.Join(dir, "control"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	asked := make(chan string, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		line, _ := bufio.NewReader(c).ReadString('\n')
		asked <- line
		fmt.Fprintln(c, `{"error":{"code":5,"text":"not allowed"}}`)
	}()
	slot, err := mailslot.Listen("x")
	if err != nil {
		t.Fatal(err)
	}
	defer slot.Close()
	err = dial(t, `\\GOHOST\mailslot\x`).WriteMessage([]byte("hello"))
	if errno.Of(err) != errno.AccessDenied || !strings.Contains(err.Error(), "not allowed") {
		t.Errorf("%v", err)
	}
	if line := <-asked; !strings.Contains(line, `"op":"send"`) {
		t.Errorf("asked %s", line)
	}
	if i, _ := slot.Info(); i.Count != 0 {
		t.Error("the process delivered what the daemon refused")
	}
}

func TestBrokenConfigurationIsSaid(t *testing.T) {
	dir := offWire(t)
	if err := os.WriteFile(filepath.Join(dir, "mailslot.toml"), []byte("[network]\ninterfaces = eth0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := dial(t, `\\OTHER\mailslot\x`).WriteMessage([]byte("hello"))
	if errno.Of(err) != errno.BadNetPath || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("%v", err)
	}
}
