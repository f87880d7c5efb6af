//go:build linux

package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot"
)

// TestMissingCallsAreDoneWithout: old kernels do not know them, some file
// systems cannot rename without replacing, and sandboxes refuse what is newer
// than they are.
func TestMissingCallsAreDoneWithout(t *testing.T) {
	for call, number := range map[string]uint32{
		"renameat2": unix.SYS_RENAMEAT2, "epoll_pwait2": unix.SYS_EPOLL_PWAIT2,
		"sched_getattr": unix.SYS_SCHED_GETATTR, "sched_setattr": unix.SYS_SCHED_SETATTR,
	} {
		for _, err := range []unix.Errno{unix.ENOSYS, unix.EPERM, unix.EINVAL} {
			if call == "epoll_pwait2" && err == unix.EINVAL {
				continue
			}
			t.Run(call+" "+err.Error(), func(t *testing.T) {
				computer(t)
				start(t, "without-call", []string{strconv.Itoa(int(number)), strconv.Itoa(int(err))}).expect("well")
			})
		}
	}
}

func TestMissingLockIsSaid(t *testing.T) {
	dir := computer(t)
	args := []string{strconv.Itoa(unix.SYS_FLOCK), strconv.Itoa(int(unix.ENOSYS))}
	if said := start(t, "without-call", args).line(); !strings.Contains(said, "cannot lock the slot's directory: function not implemented") {
		t.Errorf("said %q", said)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".tmp-*", "*")); err != nil || len(left) != 0 {
		t.Errorf("left %q, %v", left, err)
	}
}

// withoutCall is a server and a client where one system call fails.
func withoutCall(args []string) error {
	if err := refuseCall(uint32(number(args[0])), unix.Errno(number(args[1]))); err != nil {
		return err
	}
	if err := serveOnce(); err != nil {
		fmt.Println(err)
		return nil
	}
	fmt.Println("well")
	return nil
}

func serveOnce() error {
	s, err := mailslot.Listen("x")
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := mailslot.Listen("X"); !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("created twice: %w", err)
	}
	w, err := mailslot.Dial("x")
	if err != nil {
		return err
	}
	defer w.Close()
	time.AfterFunc(time.Millisecond, func() { w.WriteMessage([]byte("wake")) })
	if _, err = s.Receive(context.Background()); err != nil {
		return err
	}
	s.SetReadTimeout(time.Millisecond)
	if _, err = s.Receive(context.Background()); !errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("an empty slot was read: %w", err)
	}
	return s.Close()
}
