package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a pseudo-terminal with a command on it.
type terminal struct {
	master *os.File
	screen safeBuffer    // everything printed
	hungUp chan struct{} // closed when nobody has the terminal open any more
	cmd    *exec.Cmd
}

// onPTY starts mailslot on a terminal of its own, in a namespace of its own.
func onPTY(t *testing.T, dir string, env []string, args ...string) *terminal {
	t.Helper()
	path, err := exec.LookPath("mailslot")
	if err != nil {
		t.Fatal(err)
	}
	master, slave := openPTY(t)
	defer slave.Close()
	x := &terminal{master: master, hungUp: make(chan struct{}), cmd: exec.Command(path, args...)}
	x.cmd.Stdin, x.cmd.Stdout, x.cmd.Stderr = slave, slave, slave
	x.cmd.Env = append(append(os.Environ(), "MAILSLOT_DIR="+dir, "TERM=xterm-256color", "NO_COLOR="), env...)
	x.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.cmd.Process.Kill() })
	go func() {
		defer close(x.hungUp)
		p := make([]byte, 4096)
		for {
			n, err := master.Read(p)
			x.screen.Write(p[:n])
			if err != nil {
				return
			}
		}
	}()
	return x
}

func openPTY(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("not run: no pseudo-terminals: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 100}); err != nil {
		t.Fatal(err)
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return master, slave
}

// shows waits until the text has been printed.
func (x *terminal) shows(t *testing.T, text string) {
	t.Helper()
	for end := time.Now().Add(patience); !strings.Contains(x.screen.String(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q was not printed; printed was %q", text, x.screen.String())
		}
	}
}

func (x *terminal) types(t *testing.T, keys string) {
	t.Helper()
	if _, err := x.master.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

// exits waits for the command's end and for all that it printed.
func (x *terminal) exits(t *testing.T, code int) {
	t.Helper()
	got := codeOf(x.cmd.Wait())
	select {
	case <-x.hungUp:
	case <-time.After(patience):
		t.Fatal("something keeps the terminal open")
	}
	if got != code {
		t.Fatalf("exit code %d, want %d; printed was %q", got, code, x.screen.String())
	}
}

const (
	ctrlC = "\x03"
	ctrlD = "\x04"
)

func TestTerminalShowsControlCharactersEscaped(t *testing.T) {
	dir := t.TempDir()
	x := onPTY(t, dir, []string{"NO_COLOR=1"}, "listen", "x", "-n", "1")
	x.shows(t, `listening on \\.\mailslot\x; Ctrl-C ends it`)
	send(t, dir, "x", "a\nb\x1b[31m\x9b")
	x.exits(t, 0)
	x.shows(t, `a\nb\x1b[31m\x9b`+"\r\n")
	if strings.Contains(x.screen.String(), "\x1b") {
		t.Errorf("colours in spite of NO_COLOR: %q", x.screen.String())
	}
}

func TestTerminalMarksEscapesByColour(t *testing.T) {
	dir := t.TempDir()
	x := onPTY(t, dir, nil, "listen", "x", "-n", "1")
	send(t, dir, "x", "a\tb")
	x.exits(t, 0)
	x.shows(t, "a\x1b[2m\\t\x1b[22mb")
}

func TestOnlyRawPrintsBinaryToATerminal(t *testing.T) {
	dir := t.TempDir()
	for _, style := range []string{"--raw", "--null", "--json", "--hex"} {
		x := onPTY(t, dir, []string{"NO_COLOR=1"}, "listen", "x", "-n", "1", style)
		send(t, dir, "x", "<\x1b>")
		x.exits(t, 0)
		x.shows(t, ">")
		if raw := strings.Contains(x.screen.String(), "<\x1b>"); raw != (style == "--raw") {
			t.Errorf("%s prints %q", style, x.screen.String())
		}
	}
}

func TestNullKeepsLineFeedsAndTabsOnATerminal(t *testing.T) {
	dir := t.TempDir()
	x := onPTY(t, dir, []string{"NO_COLOR=1"}, "listen", "x", "-n", "1", "--null")
	send(t, dir, "x", "a\nb\tc\x1b")
	x.exits(t, 0)
	x.shows(t, "a\r\nb\tc"+`\x1b`+"\x00")
}

func TestTypedCtrlCEndsWith130(t *testing.T) {
	dir := t.TempDir()
	start(t, mailslotCommand(t, dir, "listen", "there"))
	send(t, dir, "there", "the slot is there")
	for _, c := range []struct {
		args []string
		sign string // printed when signals are caught
	}{
		{[]string{"listen", "x"}, "listening"},
		{[]string{"listen", "x", "--exec", "cat"}, "listening"},
		{[]string{"send", "there"}, "Ctrl-D"},
		{[]string{"send", "there", "--lines"}, "Ctrl-D"},
		{[]string{"watch", "--plain"}, "present"},
		{[]string{"watch", "--json"}, "present"},
		{[]string{"watch"}, "there"},
	} {
		x := onPTY(t, dir, nil, c.args...)
		x.shows(t, c.sign)
		x.types(t, ctrlC)
		x.exits(t, 130)
	}
}

func TestSendReadsTheKeyboardUntilCtrlD(t *testing.T) {
	dir := t.TempDir()
	reader := onPTY(t, dir, nil, "listen", "x", "-n", "1", "--json")
	reader.shows(t, "listening")
	x := onPTY(t, dir, nil, "send", "x")
	x.shows(t, "Ctrl-D")
	x.types(t, "typed\n"+ctrlD)
	x.exits(t, 0)
	reader.shows(t, `"text":"typed\n"`)
	reader.exits(t, 0)
}

func TestErrorsAreRedOnlyWithColours(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		env  []string
		want string
	}{
		{nil, "\x1b[31mmailslot:\x1b[0m x: "},
		{[]string{"NO_COLOR=1"}, "mailslot: x: "},
		{[]string{"TERM=dumb"}, "mailslot: x: "},
	} {
		x := onPTY(t, dir, c.env, "send", "x", "hi")
		x.exits(t, exitNoSlot)
		x.shows(t, "ERROR_FILE_NOT_FOUND")
		if !strings.HasPrefix(x.screen.String(), c.want) {
			t.Errorf("%v: %q", c.env, x.screen.String())
		}
	}
}

func TestLongWaitShowsProgressAndRemovesIt(t *testing.T) {
	dir := t.TempDir()
	x := onPTY(t, dir, nil, "send", "late", "hi", "--wait", "20s")
	x.shows(t, "\r\x1b[Kwaiting for the slot to appear")
	reader := onPTY(t, dir, nil, "listen", "late", "-n", "1")
	x.exits(t, 0)
	reader.exits(t, 0)
	if !strings.HasSuffix(x.screen.String(), "\r\x1b[K") {
		t.Errorf("left on the screen: %q", x.screen.String())
	}
}

func TestLiveViewShowsSlotsUntilQ(t *testing.T) {
	dir := t.TempDir()
	reader := onPTY(t, dir, nil, "listen", "shown", "--exec", "sleep 60")
	reader.shows(t, "listening")
	x := onPTY(t, dir, nil, "watch", "--interval", "20ms")
	x.shows(t, "shown")
	x.types(t, "q")
	x.exits(t, 0)
	x.shows(t, "\x1b[?1049l") // the screen is as it was
	reader.types(t, ctrlC)
	reader.exits(t, 130)
}

func TestDumbTerminalGetsLines(t *testing.T) {
	dir := t.TempDir()
	reader := onPTY(t, dir, nil, "listen", "shown", "--exec", "sleep 60")
	reader.shows(t, "listening")
	x := onPTY(t, dir, []string{"TERM=dumb"}, "watch", "--interval", "20ms")
	x.shows(t, "present shown")
	wait := onPTY(t, dir, []string{"TERM=dumb"}, "send", "late", "hi", "--wait", "2.2s")
	wait.exits(t, exitNoSlot)
	x.types(t, ctrlC)
	x.exits(t, 130)
	if seen := x.screen.String() + wait.screen.String(); strings.Contains(seen, "\x1b") {
		t.Errorf("a dumb terminal got %q", seen)
	}
	reader.types(t, ctrlC)
	reader.exits(t, 130)
}
