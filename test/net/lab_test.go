//go:build linux

// Package net holds the lanes of the network: hosts in network namespaces with
// our daemon and Samba's nmbd on them. Everything needs root; nothing leaves
// the namespaces.
package net

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mailslot/internal/control"
)

// lab is a LAN of namespaces: hosts 1 to n with addresses 10.77.0.1 to n.
type lab struct {
	t   *testing.T
	id  string
	dir string
}

// patience bounds every wait of these tests for something that must happen.
const patience = 90 * time.Second

// newLab builds a LAN with flags of lab.sh and takes it down after the test.
// Tests with a LAN of their own run beside each other.
func newLab(t *testing.T, id string, flags ...string) *lab {
	t.Helper()
	t.Parallel()
	return newLabAlone(t, id, flags...)
}

// newLabAlone is newLab for a test that measures.
func newLabAlone(t *testing.T, id string, flags ...string) *lab {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("not run: network namespaces need root")
	}
	needTools(t, "ip")
	program(t)
	if err := exec.Command("unshare", "-n", "true").Run(); err != nil {
		t.Skipf("not run: no network namespaces here: %v", err)
	}
	id += strconv.FormatInt(int64(os.Getpid()%1296), 36)
	args := append([]string{"up", "-i", id}, flags...)
	out, err := exec.Command("./lab.sh", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("lab up: %v: %s", err, out)
	}
	l := &lab{t: t, id: id, dir: strings.TrimSpace(string(out))}
	t.Cleanup(func() {
		if out, err := exec.Command("./lab.sh", "down", "-i", id).CombinedOutput(); err != nil {
			t.Errorf("lab down: %v: %s", err, out)
		}
	})
	return l
}

func needTools(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("not run: %s is not installed (make deps)", name)
		}
	}
}

// needSamba skips without the unpacked programs.
func needSamba(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("../../build/deps/usr/sbin/nmbd"); err != nil {
		needTools(t, "nmbd", "nmblookup")
	}
}

// built is the program under test, compiled once for all tests.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "mailslot-net-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "mailslot")
	out, err := exec.Command("go", "build", "-o", path, "mailslot/cmd/mailslot").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	if host := os.Getenv(natsEnv); host != "" {
		os.Exit(serveNATS(host))
	}
	code := m.Run()
	if path, err := built(); err == nil && os.Getuid() == 0 {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

func program(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func addr(host int) string { return fmt.Sprintf("10.77.0.%d", host) }

// command is a program on a host. "mailslot" is the one under test.
func (l *lab) command(host int, name string, args ...string) *exec.Cmd {
	if name == "mailslot" {
		name = program(l.t)
	}
	all := append([]string{"exec", "-i", l.id, strconv.Itoa(host), name}, args...)
	cmd := exec.Command("./lab.sh", all...)
	cmd.Env = append(os.Environ(), "MAILSLOT_CONFIG="+l.configPath(host), "MAILSLOT_DIR=")
	return cmd
}

func (l *lab) configPath(host int) string {
	return filepath.Join(l.dir, fmt.Sprintf("h%d", host), "mailslot.toml")
}

// result is what a program said.
type result struct {
	out, err string
	code     int
}

// run runs a program on a host to its end.
func (l *lab) run(host int, name string, args ...string) result {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := l.command(host, name, args...)
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	stop := context.AfterFunc(ctx, func() { cmd.Process.Kill() })
	defer stop()
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		l.t.Fatal(err)
	}
	return result{out.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// ok runs a program that must succeed, and returns its output.
func (l *lab) ok(host int, name string, args ...string) string {
	l.t.Helper()
	r := l.run(host, name, args...)
	if r.code != 0 {
		l.t.Fatalf("h%d %s %q: exit %d: %s%s", host, name, args, r.code, r.out, r.err)
	}
	return r.out
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Fatalf("in vain for %v: %s", patience, what)
}

// configure writes a host's configuration: interface and names, then extra
// lines, which may begin with further keys of [network]. The daemon's own user
// need not exist here: it stays root, without a right of root's.
func (l *lab) configure(host int, extra string) {
	l.t.Helper()
	text := "[network]\nworkgroup = \"MSLOT\"\n"
	if !strings.Contains(extra, "computer") {
		text += fmt.Sprintf("computer = \"H%d\"\n", host)
	}
	if !strings.Contains(extra, "interfaces") {
		text += "interfaces = [\"eth0\"]\n"
	}
	if text += extra; !strings.Contains(text, "[daemon]") {
		text += "\n[daemon]\n"
	}
	if !strings.Contains(text, "\nuser = ") {
		text = strings.Replace(text, "[daemon]", "[daemon]\nuser = \"root\"", 1)
	}
	if err := os.WriteFile(l.configPath(host), []byte(text), 0o644); err != nil {
		l.t.Fatal(err)
	}
}

// daemon starts a daemon on a host and waits until its names stand.
func (l *lab) daemon(host int, extra string) *process {
	l.t.Helper()
	l.configure(host, extra)
	p := l.start(host, "mailslot", "daemon")
	l.t.Cleanup(func() {
		if l.t.Failed() {
			l.t.Logf("daemon of h%d: %s", host, p.stderr())
			if reply, err := l.ask(host, control.Request{Op: control.OpState}); err == nil {
				l.t.Logf("what h%d counted: %v", host, reply.State.Counters)
			}
		}
	})
	eventually(l.t, fmt.Sprintf("the names of h%d", host), func() bool {
		if p.ended() {
			l.t.Fatalf("the daemon of h%d ended: %s", host, p.stderr())
		}
		names := l.names(host)
		return len(names) > 0 && !strings.Contains(fmt.Sprint(names), "claiming")
	})
	return p
}

// ask asks a host's daemon by its control socket.
func (l *lab) ask(host int, r control.Request) (control.Reply, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	client := control.New(l.controlPath(host))
	defer client.Close()
	return client.Do(ctx, r)
}

func (l *lab) controlPath(host int) string {
	return filepath.Join(l.dir, fmt.Sprintf("h%d", host), "run/mailslotd/control")
}

// names are the names of a host's daemon, with their states.
func (l *lab) names(host int) map[string]string {
	reply, err := l.ask(host, control.Request{Op: control.OpNames})
	if err != nil && !errors.Is(err, control.ErrNoDaemon) {
		l.t.Fatal(err)
	}
	states := map[string]string{}
	for _, n := range reply.Names {
		states[fmt.Sprintf("%s<%02x>", n.Name, n.Suffix)] = n.State
	}
	return states
}

// state is how a host's daemon is doing.
func (l *lab) state(host int) control.State {
	l.t.Helper()
	reply, err := l.ask(host, control.Request{Op: control.OpState})
	if err != nil {
		l.t.Fatal(err)
	}
	return *reply.State
}
