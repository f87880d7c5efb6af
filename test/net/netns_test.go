//go:build linux

package net

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// inside runs f on a thread that is in the namespace of a host, or of the
// switch for host 0. A socket that f opens stays there.
func (l *lab) inside(host int, f func() error) {
	l.t.Helper()
	name := l.id + "-sw"
	if host > 0 {
		name = l.id + "-h" + strconv.Itoa(host)
	}
	if err := within("/run/netns/"+name, f); err != nil {
		l.t.Fatalf("in %s: %v", name, err)
	}
}

// within takes the calling thread into a namespace and back.
func within(path string, f func() error) error {
	runtime.LockOSThread()
	home, err := unix.Open("/proc/thread-self/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(home)
	away, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(away)
	if err := unix.Setns(away, unix.CLONE_NEWNET); err != nil {
		return err
	}
	err = f()
	if back := unix.Setns(home, unix.CLONE_NEWNET); back != nil {
		return back // and the thread stays locked: it ends with the goroutine
	}
	runtime.UnlockOSThread()
	return err
}

// udp opens a UDP socket on a host.
func (l *lab) udp(host int, address string) *net.UDPConn {
	l.t.Helper()
	var conn *net.UDPConn
	l.inside(host, func() error {
		lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
			return c.Control(func(fd uintptr) { unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_BROADCAST, 1) })
		}}
		pc, err := lc.ListenPacket(context.Background(), "udp4", address)
		if err == nil {
			conn = pc.(*net.UDPConn)
		}
		return err
	})
	l.t.Cleanup(func() { conn.Close() })
	return conn
}

// memory is the resident size of a process in bytes.
func memory(t testing.TB, pid int) int64 {
	t.Helper()
	var pages, resident int64
	if err := scanFile(fmt.Sprintf("/proc/%d/statm", pid), &pages, &resident); err != nil {
		t.Fatal(err)
	}
	return resident * int64(unix.Getpagesize())
}

// scanFile reads the numbers at the beginning of a file.
func scanFile(path string, into ...any) error {
	text, err := os.ReadFile(path)
	if err == nil {
		_, err = fmt.Sscan(string(text), into...)
	}
	return err
}

const (
	sigStop = unix.SIGSTOP
	sigCont = unix.SIGCONT
)
