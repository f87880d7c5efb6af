//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"mailslot/internal/local"
)

// nobody is the user that scripts use as "another user".
const nobody = 65534

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"mailslot": main,
		"mailslot-as-nobody": func() {
			if err := becomeNobody(); err != nil {
				panic(err)
			}
			main()
		},
	})
}

func becomeNobody() error {
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := syscall.Setgid(nobody); err != nil {
		return err
	}
	return syscall.Setuid(nobody)
}

// TestScripts runs testdata/script. Each script is one computer: it has a
// namespace of its own.
func TestScripts(t *testing.T) {
	if _, err := local.Namespace(); errors.Is(err, errors.ErrUnsupported) {
		t.Skip("not run: no local transport on this system")
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			dir := filepath.Join(e.WorkDir, "slots")
			e.Setenv("MAILSLOT_DIR", dir)
			return os.Mkdir(dir, 0o700)
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Getuid() == 0, nil
			}
			return false, errors.New("unknown condition " + name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":           exits,
			"appears":         appears,
			"unread":          unread,
			"capture":         capture,
			"interrupted":     interruptedScript,
			"leftover":        leftover,
			"waiting":         waiting,
			"stray":           stray,
			"sharednamespace": sharedNamespace,
		},
	})
}

// exits CODE COMMAND... runs a command to its end.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	if got := codeOf(err); strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s (%v)", got, args[0], err)
	}
}

func codeOf(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// patience bounds every wait of the scripts.
const patience = 20 * time.Second

func until(ts *testscript.TestScript, what string, done func() bool) {
	for end := time.Now().Add(patience); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			ts.Fatalf("in vain waited until %s", what)
		}
	}
}

// appears NAME waits until the slot NAME (with backslashes) is there;
// ! appears NAME waits until it is not.
func appears(ts *testscript.TestScript, neg bool, args []string) {
	until(ts, args[0]+" appears or goes", func() bool {
		about, err := local.Lookup(ts.Getenv("MAILSLOT_DIR"), args[0])
		return (err == nil && about.Alive) != neg
	})
}

// unread NAME N waits until the slot holds N messages.
func unread(ts *testscript.TestScript, _ bool, args []string) {
	until(ts, args[0]+" holds "+args[1], func() bool {
		info, err := infoIn(ts, args[0])
		return err == nil && strconv.Itoa(info.Count) == args[1]
	})
}

// interrupted SIGNAL CODE WHEN COMMAND... starts a command, signals it at the
// moment WHEN, and checks its exit code. WHEN is slot:NAME (the slot is
// there), writer:NAME (the slot has a writer) or output:FILE (it prints, for it
// was given FILE, by its standard input or by a FIFO called fifo if there is one).
func interruptedScript(ts *testscript.TestScript, _ bool, args []string) {
	signals := map[string]os.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}
	cmd := command(ts, args[3], args[4:]...)
	in, err := cmd.StdinPipe() // never closed: reading waits for ever
	ts.Check(err)
	defer in.Close()
	var out safeBuffer
	cmd.Stdout = &out
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, signals[args[0]]) // or the command ignores it where nohup runs the tests
	defer signal.Stop(heard)
	when, name, _ := strings.Cut(args[2], ":")
	ready := func() bool { return out.String() != "" }
	switch when {
	case "slot":
		ready = func() bool {
			about, err := local.Lookup(ts.Getenv("MAILSLOT_DIR"), name)
			return err == nil && about.Alive
		}
	case "writer":
		// Whatever process the tests start has a copy of each of their handles for
		// a moment, also of those that are closed meanwhile.
		w, err := local.Dial(ts.Getenv("MAILSLOT_DIR"), name)
		ts.Check(err)
		defer w.Close()
		writes := func() bool {
			info, err := w.Info()
			return err == nil && info.Writers > 0
		}
		until(ts, name+" has no writer", func() bool { return !writes() })
		ready = writes
	}
	ts.Check(cmd.Start())
	if when == "output" {
		to := in
		if _, err := os.Stat(ts.MkAbs("fifo")); err == nil {
			to, err = os.OpenFile(ts.MkAbs("fifo"), os.O_RDWR, 0)
			ts.Check(err)
			defer to.Close()
		}
		_, err := io.WriteString(to, ts.ReadFile(name))
		ts.Check(err)
	}
	until(ts, args[2], ready)
	ts.Check(cmd.Process.Signal(signals[args[0]]))
	defer time.AfterFunc(patience, func() { cmd.Process.Kill() }).Stop()
	if got := codeOf(cmd.Wait()); strconv.Itoa(got) != args[1] {
		ts.Fatalf("exit code %d, want %s", got, args[1])
	}
}

// capture FILE writes a capture of one packet, which is malformed.
func capture(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(onePacket), 0o600))
}

// onePacket is a capture (pcap, raw IP) of 11 02, sent to UDP port 138.
const onePacket = "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00\x65\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x1e\x00\x00\x00\x1e\x00\x00\x00" +
	"\x45\x00\x00\x1e\x00\x00\x00\x00\x40\x11\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02" +
	"\x00\x8a\x00\x8a\x00\x0a\x00\x00\x11\x02"

// command prepares a command in the script's namespace.
func command(ts *testscript.TestScript, name string, args ...string) *exec.Cmd {
	path, err := exec.LookPath(name)
	ts.Check(err)
	cmd := exec.Command(path, args...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "MAILSLOT_DIR="+ts.Getenv("MAILSLOT_DIR"))
	return cmd
}

func infoIn(ts *testscript.TestScript, slot string) (local.Info, error) {
	w, err := local.Dial(ts.Getenv("MAILSLOT_DIR"), slot)
	if err != nil {
		return local.Info{}, err
	}
	defer w.Close()
	return w.Info()
}

// waiting SIGNAL N waits until N processes wait for the signal.
func waiting(ts *testscript.TestScript, _ bool, args []string) {
	until(ts, args[1]+" wait for "+args[0], func() bool {
		return strconv.Itoa(len(waiters(ts, args[0]))) == args[1]
	})
}

// stray SIGNAL writes messages that are not the signal to all who wait for it.
func stray(ts *testscript.TestScript, _ bool, args []string) {
	for _, slot := range waiters(ts, args[0]) {
		w, err := local.Dial(ts.Getenv("MAILSLOT_DIR"), slot)
		ts.Check(err)
		for _, m := range []string{"", "hello", signalMessage, signalMessage + args[0] + "x"} {
			ts.Check(w.Write([]byte(m)))
		}
		ts.Check(w.Close())
	}
}

func waiters(ts *testscript.TestScript, signal string) []string {
	slots, err := local.List(ts.Getenv("MAILSLOT_DIR"))
	ts.Check(err)
	var found []string
	for _, about := range slots {
		if about.Alive && waitsFor(about.Name, signal) {
			found = append(found, about.Name)
		}
	}
	return found
}

// leftover NAME makes what a killed owner leaves behind.
func leftover(ts *testscript.TestScript, _ bool, args []string) {
	cmd := command(ts, "mailslot", "listen", args[0])
	ts.Check(cmd.Start())
	appears(ts, false, []string{strings.ReplaceAll(args[0], "/", `\`)})
	ts.Check(cmd.Process.Kill())
	cmd.Wait() // it was killed: the error says so
}

// sharedNamespace gives the script a namespace that other users can reach,
// which its own directory is not.
func sharedNamespace(ts *testscript.TestScript, _ bool, _ []string) {
	dir, err := os.MkdirTemp("", "mailslot-test-")
	ts.Check(err)
	ts.Defer(func() { os.RemoveAll(dir) })
	ts.Check(os.Chmod(dir, 0o777|os.ModeSticky))
	ts.Setenv("MAILSLOT_DIR", dir)
}

// safeBuffer is a bytes.Buffer that a process may write to while a test reads.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
