package secureenv_test

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/secureenv"
)

const (
	variable = "MAILSLOT_SECUREENV_TEST"
	told     = "MAILSLOT_SECUREENV_CHILD"
	stranger = 12345
)

func TestMain(m *testing.M) {
	if os.Getenv(told) != "" {
		fmt.Print(secureenv.Get(variable))
		return
	}
	os.Exit(m.Run())
}

func TestAnOrdinaryProgramSeesItsEnvironment(t *testing.T) {
	if got := started(t, program(t, 0o755)); got != "value" {
		t.Errorf("%q", got)
	}
}

func TestASetUIDProgramSeesNothing(t *testing.T) {
	for _, mode := range []fs.FileMode{fs.ModeSetuid | 0o755, fs.ModeSetgid | 0o755} {
		if got := started(t, program(t, mode)); got != "" {
			t.Errorf("mode %v: %q", mode, got)
		}
	}
}

// A program with capabilities of its file runs under the uid of who started it.
func TestAProgramWithFileCapabilitiesSeesNothing(t *testing.T) {
	path := program(t, 0o755)
	le := binary.LittleEndian
	capabilities := le.AppendUint32(nil, 0x0200_0001)                          // VFS_CAP_REVISION_2, effective
	capabilities = le.AppendUint32(capabilities, 1<<unix.CAP_NET_BIND_SERVICE) // permitted
	capabilities = append(capabilities, make([]byte, 12)...)                   // inheritable, and the upper halves
	if err := unix.Setxattr(path, "security.capability", capabilities, 0); err != nil {
		t.Skipf("not run: no file capabilities here: %v", err)
	}
	if got := started(t, path); got != "" {
		t.Errorf("%q", got)
	}
}

// program is a copy of this test, with a mode of its own.
func program(t *testing.T, mode fs.FileMode) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("not run: needs root to make set-uid programs")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for d := dir; d != os.TempDir() && d != "/"; d = filepath.Dir(d) {
		os.Chmod(d, 0o755)
	}
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil || st.Flags&unix.ST_NOSUID != 0 {
		t.Skip("not run: the temporary directory takes no set-uid programs")
	}
	text, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "program")
	if err := os.WriteFile(path, text, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// started is what another user, who starts the program, makes it see.
func started(t *testing.T, path string) string {
	t.Helper()
	cmd := exec.Command(path)
	cmd.Dir = "/"
	cmd.Env = []string{told + "=1", variable + "=value"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: stranger, Gid: stranger}}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
