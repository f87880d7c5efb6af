package main

import (
	"os/signal"
	"syscall"
	"testing"
	"time"
)

// TestDaemonOutlivesAHangup, by which it is told to reload, and ends on SIGTERM.
func TestDaemonOutlivesAHangup(t *testing.T) {
	uncaught()
	defer signal.Reset(syscall.SIGHUP)
	daemon, stop := terminable(t.Context())
	defer stop()
	syscall.Kill(syscall.Getpid(), syscall.SIGHUP) // ends the test, or nothing
	syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
	select {
	case <-daemon.Done():
	case <-time.After(10 * time.Second):
		t.Error("SIGTERM does not end the daemon")
	}
}
