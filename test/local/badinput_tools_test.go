//go:build linux

package local

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"mailslot"
	"mailslot/internal/errno"
)

func tryListen(name string) error {
	s, err := mailslot.Listen(name)
	if err == nil {
		s.Close()
	}
	return err
}

func tryDial(name string) error {
	w, err := mailslot.Dial(name)
	if err == nil {
		w.Close()
	}
	return err
}

// slotPath is the directory of the only slot in the namespace.
func slotPath(t *testing.T, dir string) string {
	t.Helper()
	sockets, err := filepath.Glob(filepath.Join(dir, "*", "s"))
	must(t, err)
	if len(sockets) != 1 {
		t.Fatalf("%d slots in the namespace", len(sockets))
	}
	return filepath.Dir(sockets[0])
}

func printCode(err error) { fmt.Println("code", uint32(errno.Of(err)), err) }

func hex8(i int) string { return fmt.Sprintf("%08x", i) }

// refuseCall makes a system call of every thread of this process fail from
// now on, as a sandbox would.
func refuseCall(call uint32, with syscall.Errno) error {
	const loadCallNumber = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS // at offset 0 of seccomp_data
	filter := []unix.SockFilter{
		{Code: loadCallNumber, K: 0},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(with)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	// The program and its filter are live until the call returns.
	_, _, e := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	if e != 0 {
		return e
	}
	return nil
}
