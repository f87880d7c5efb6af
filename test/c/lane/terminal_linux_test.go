package lane

import (
	"fmt"
	"os"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// openTerminal makes a pseudo-terminal: the end of the user, and the program's.
func openTerminal(t *testing.T) (user, program *os.File) {
	t.Helper()
	user, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("not run: no pseudo-terminals: %v", err)
	}
	t.Cleanup(func() { user.Close() })
	if err := unix.IoctlSetPointerInt(int(user.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(user.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return user, program
}

// Keys, lines and Ctrl-C at a terminal reach the program as at a console.
func TestTerminal(t *testing.T) {
	for _, b := range ansiBuilds {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			binary := b.compile(t, "../programs/keys.cpp")
			user, program := openTerminal(t)
			s := &server{computer: newComputer(t)}
			s.cmd = s.command(binary)
			s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = program, program, program
			s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
			if err := s.cmd.Start(); err != nil {
				t.Fatal(err)
			}
			go func() {
				buf := make([]byte, 256)
				for {
					n, err := user.Read(buf)
					if err != nil {
						return
					}
					s.out.Write(buf[:n])
				}
			}()
			for _, step := range []struct{ prompt, keys string }{
				{"press", "q"}, {"key q", "\x1b[A"}, {"type", "Ann\n"}, {"interrupt", "\x03"},
			} {
				s.poll(step.prompt)
				user.WriteString(step.keys)
			}
			s.poll("wait 0")
			contains(t, s.wait(), "key q\r\narrow H\r\ntype\r\n", "line [Ann]\r\n", "control 0\r\n", "wait 0\r\n")
		})
	}
}
