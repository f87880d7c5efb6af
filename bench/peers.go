//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"mailslot/bench/load"
)

// cPeers are the programs of bench/peers and what they are linked with.
func cPeers() map[string][]string {
	return map[string][]string{
		"dgram":      {"harness.c", "dgram.c"},
		"dgram_mmsg": {"harness.c", "dgram_mmsg.c"},
		"seqpacket":  {"harness.c", "seqpacket.c"},
		"mq":         {"harness.c", "mq.c", "-lrt"},
		"pipe":       {"harness.c", "pipe.c"},
		"zmq":        {"harness.c", "zmq.c", "-lzmq"},
		"shmring":    {"harness.c", "shmring.c"},
		"floor":      {"floor.c", "-pthread"},

		"libmailslot": {"harness.c", "libmailslot.c", "-ldl"},
		"load":        {"load.c", "-ldl"},
	}
}

// goPeers are the transports of package load.
func goPeers() []string {
	return []string{"mailslot", "mailslot-shared", "mailslot-unlimited", "gounix", "nats", "gofloor", "lan-udp", "lan-mailslot", "lan-daemon"}
}

// peers knows how to start every program that could be built.
type peers struct {
	dir     string            // of the compiled ones
	library string            // the C library, as "make lib" leaves it
	program string            // mailslot itself, for its daemon
	lab     string            // the script that makes a LAN
	missing map[string]string // why a program cannot run
}

// compile builds the C programs with gcc -O2. One that cannot be built is
// reported in its cells and leaves the others alone.
func compile(sources, dir string) (*peers, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	lab, err := filepath.Abs(filepath.Join(sources, "..", "..", "test", "net", "lab.sh"))
	if err != nil {
		return nil, err
	}
	p := &peers{
		dir: dir, library: filepath.Join(filepath.Dir(dir), "capi", "libmailslot.so"),
		program: filepath.Join(dir, "mailslot"), lab: lab, missing: map[string]string{},
	}
	if out, err := exec.Command("go", "build", "-o", p.program, "mailslot/cmd/mailslot").CombinedOutput(); err != nil {
		p.missing["lan-mailslot"] = "the program does not build: " + firstLine(out)
		p.missing["lan-daemon"] = p.missing["lan-mailslot"]
	}
	if _, err := os.Stat(p.library); err != nil {
		p.missing["libmailslot"] = "libmailslot.so is not built: make lib"
		p.missing["load"] = p.missing["libmailslot"]
	}
	for name, parts := range cPeers() {
		if err := compileOne(sources, filepath.Join(dir, name), parts); err != nil {
			p.missing[name] = err.Error()
		}
	}
	return p, nil
}

func compileOne(sources, target string, parts []string) error {
	gcc, err := exec.LookPath("gcc")
	if err != nil {
		return errors.New("gcc missing")
	}
	args := []string{"-O2", "-Wall", "-Wextra", "-o", target}
	for _, part := range parts {
		if strings.HasSuffix(part, ".c") {
			part = filepath.Join(sources, part)
		}
		args = append(args, part)
	}
	out, err := exec.Command(gcc, args...).CombinedOutput()
	switch {
	case err == nil:
		return nil
	case bytes.Contains(out, []byte("zmq.h")):
		return errors.New("libzmq missing")
	}
	return fmt.Errorf("does not compile: %s", firstLine(out))
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return line
}

// argv is the command line that runs a lane with this name for its channels.
func (p *peers) argv(l lane, name string) []string {
	program := strings.TrimSuffix(l.program, polling)
	argv := []string{filepath.Join(p.dir, program)}
	if slices.Contains(goPeers(), program) {
		argv = []string{"/proc/self/exe", load.ChildFlag, program}
	}
	for _, a := range l.args {
		if a == NAME {
			a = name
		}
		argv = append(argv, fmt.Sprint(a))
	}
	return argv
}

// why says why a program cannot run; empty if it can.
func (p *peers) why(program string) string {
	return p.missing[strings.TrimSuffix(program, polling)]
}
