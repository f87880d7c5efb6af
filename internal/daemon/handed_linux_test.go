package daemon

import (
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// startEnv tells this program, started anew with a socket handed over, which
// configuration to start a daemon by.
const startEnv = "MAILSLOT_TEST_START"

// TestControlSocketThatIsHandedOverIsWhereProgramsLook: they would find no daemon
// elsewhere, and send for themselves what it does not let out.
func TestControlSocketThatIsHandedOverIsWhereProgramsLook(t *testing.T) {
	if config := os.Getenv(startEnv); config != "" {
		startHandedOver(t, config)
		return
	}
	dir := t.TempDir()
	path, link := filepath.Join(dir, "run", "control"), filepath.Join(dir, "link")
	if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("run", link); err != nil {
		t.Fatal(err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	handed, err := l.File()
	if err != nil {
		t.Fatal(err)
	}
	defer handed.Close()
	elsewhere := filepath.Join(dir, "elsewhere", "control")
	for configured, same := range map[string]bool{path: true, filepath.Join(link, "control"): true, elsewhere: false} {
		config := filepath.Join(dir, "mailslot.toml")
		text := fmt.Sprintf("[network]\ncomputer = \"H1\"\nworkgroup = \"W\"\ncontrol = %q\n", configured)
		if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), startEnv+"="+config, "LISTEN_FDS=1")
		cmd.ExtraFiles = []*os.File{handed}
		out, err := cmd.CombinedOutput()
		if (err == nil) != same {
			t.Errorf("%s: %v\n%s", configured, err, out)
		}
		if said := string(out); !same && !(strings.Contains(said, path) && strings.Contains(said, configured)) {
			t.Errorf("it does not name both: %s", said)
		}
	}
}

func startHandedOver(t *testing.T, config string) {
	t.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid()))
	d, err := Start(Options{ConfigPath: config, Log: slog.New(slog.DiscardHandler), Slots: &fakeSlots{}})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
}
