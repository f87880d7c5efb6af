//go:build linux

package load

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The two computers of a LAN. The one that measures is the first; the children
// that it starts, and the names whose channel they read, are on the second.
const (
	here  = 1
	there = 2
)

// Where the benchmark says that the script and the program of the LAN lie, and
// where a process on the first computer finds the way to the second.
const (
	LabEnv         = "BENCH_LAB"
	ProgramEnv     = "BENCH_MAILSLOT"
	lanEnv         = "BENCH_LAN"        // a process there
	otherConfigEnv = "BENCH_LAN_CONFIG" // and the configuration
)

// lan is two computers in network namespaces, made by test/net/lab.sh.
type lan struct {
	script, id, dir string
	processes       []*exec.Cmd // that live as long as the LAN
	holder          int         // one of them, on the second computer
}

// onLAN runs another cell between two computers.
func onLAN(c *call) error {
	if os.Getuid() != 0 {
		fmt.Fprintln(c.out, "skip network namespaces need root")
		return nil
	}
	l := &lan{script: os.Getenv(LabEnv), id: "b" + strconv.FormatInt(int64(os.Getpid()), 36)}
	out, err := exec.Command(l.script, "up", "-i", l.id, "-S", "-n", "2", "-t", "120").Output()
	if err != nil {
		fmt.Fprintln(c.out, "skip no network namespaces here")
		return nil
	}
	defer l.down()
	l.dir = strings.TrimSpace(string(out))
	for _, host := range daemonsOf(c.Transport) {
		if err := l.startDaemon(host); err != nil {
			return err
		}
	}
	if err := l.hold(); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := l.run(here, self, append([]string{ChildFlag, c.transport}, strings.Fields(c.args[0])...)...)
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", lanEnv, l.holder), otherConfigEnv+"="+l.config(there))
	cmd.Stdout, cmd.Stderr = c.out, os.Stderr
	return cmd.Run()
}

// hold keeps a process on the second computer, by which others find there:
// those on the first do not see its name.
func (l *lan) hold() error {
	cmd := l.run(there, "sleep", "120")
	if err := cmd.Start(); err != nil {
		return err
	}
	l.processes, l.holder = append(l.processes, cmd), cmd.Process.Pid
	for range 1000 {
		if name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", l.holder)); string(name) == "sleep\n" {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errors.New("the second computer does not start")
}

func (l *lan) down() {
	for _, p := range l.processes {
		p.Process.Kill()
		p.Wait()
	}
	exec.Command(l.script, "down", "-i", l.id).Run()
}

// run is a program on one of the computers.
func (l *lan) run(host int, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(l.script, append([]string{"exec", "-i", l.id, strconv.Itoa(host), program}, args...)...)
	cmd.Env = append(os.Environ(), "MAILSLOT_DIR=", "MAILSLOT_CONFIG="+l.config(host))
	return cmd
}

func (l *lan) config(host int) string {
	return filepath.Join(l.dir, fmt.Sprintf("h%d", host), "mailslot.toml")
}

// startDaemon starts a daemon without limits and waits until its name is found.
func (l *lan) startDaemon(host int) error {
	for h := here; h <= there; h++ {
		text := fmt.Sprintf("[network]\ninterfaces = [\"eth0\"]\ncomputer = \"H%d\"\nworkgroup = \"BENCH\"\n[daemon]\nuser = \"root\"\n[limits]\nper_source = -1\nper_user = -1\n", h)
		if err := os.WriteFile(l.config(h), []byte(text), 0o644); err != nil {
			return err
		}
	}
	program := os.Getenv(ProgramEnv)
	daemon := l.run(host, program, "daemon")
	if err := daemon.Start(); err != nil {
		return err
	}
	l.processes = append(l.processes, daemon)
	for range 20 {
		if l.run(here+there-host, program, "resolve", fmt.Sprintf("H%d", host)).Run() == nil {
			return nil
		}
	}
	return errors.New("the daemon's name is not found")
}

// onOther is a child on the other computer, if this process is on a LAN.
func onOther(argv []string) *exec.Cmd {
	if holder := os.Getenv(lanEnv); holder != "" {
		self, _ := os.Executable()
		cmd := exec.Command("nsenter", append([]string{"-t", holder, "-m", "-n", self}, argv...)...)
		cmd.Env = append(os.Environ(), lanEnv+"=", "MAILSLOT_CONFIG="+os.Getenv(otherConfigEnv))
		return cmd
	}
	return exec.Command("/proc/self/exe", argv...)
}
