package main

import (
	"context"
	"syscall"
	"testing"
	"time"
)

// TestDaemonOutlivesAHangup, by which it is told to reload, and ends on SIGTERM.
func TestDaemonOutlivesAHangup(t *testing.T) {
	command, stop := interruptible(context.Background())
	defer stop()
	daemon, stop := terminable(command)
	defer stop()
	syscall.Kill(syscall.Getpid(), syscall.SIGHUP)
	<-command.Done()
	if daemon.Err() != nil {
		t.Error("a hangup ends the daemon")
	}
	syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
	select {
	case <-daemon.Done():
	case <-time.After(10 * time.Second):
		t.Error("SIGTERM does not end the daemon")
	}
}
