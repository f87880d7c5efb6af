package daemon

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
)

// Confine gives up every privilege of the process but the one to bind its
// ports. Since privileges belong to threads and Go has many, it does so on one
// and starts the program anew from there: it returns only when there is
// nothing left to give up, or with an error.
//
// When started by root the program becomes the user called name, or the default
// one. It stays root only if that is the name: a root that may do nothing that
// a user may not. Before that it prepares the directory of the control socket.
func Confine(name, controlDir string) error {
	caps, err := capabilities()
	if err != nil {
		return err
	}
	if caps&^bindOnly == 0 {
		return nil
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("the daemon has privileges (%#x) that it cannot give up; start it as root or give it CAP_NET_BIND_SERVICE alone", caps)
	}
	uid, gid, err := account(name)
	if err != nil {
		return err
	}
	if err := prepareDir(controlDir, uid, gid); err != nil {
		return err
	}
	runtime.LockOSThread() // for good: execve comes next
	if err := confineThread(uid, gid); err != nil {
		return fmt.Errorf("cannot give up privileges: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(self, os.Args, os.Environ())
}

// bindOnly is the one capability that is kept, as a bit.
const bindOnly = uint64(1) << unix.CAP_NET_BIND_SERVICE

// capabilities are those that the process may use.
func capabilities() (uint64, error) {
	h := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var d [2]unix.CapUserData
	if err := unix.Capget(&h, &d[0]); err != nil {
		return 0, err
	}
	return uint64(d[1].Permitted)<<32 | uint64(d[0].Permitted), nil
}

// prepareDir makes the control socket's directory, the daemon's alone. One that
// is there must be that already: it may be another's, or the whole of /run.
func prepareDir(dir string, uid, gid int) error {
	defer syscall.Umask(syscall.Umask(0o022)) // the daemon's user has to come there
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	err := os.Mkdir(dir, 0o755)
	if err == nil {
		return os.Lchown(dir, uid, gid)
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	ok, err := belongsTo(dir, uid)
	if err == nil && !ok {
		err = errno.New(errno.AccessDenied, "%s is there already, and does not belong to user %d alone, as whom the daemon runs: "+
			"by control in [network] name a socket in a directory of its own, which it makes, or give this one to the user with chown", dir, uid)
	}
	return err
}

// confineThread changes the calling thread alone. What it leaves is what the
// program has after execve: the ambient set.
func confineThread(uid, gid int) error {
	for c := 0; c <= unix.CAP_LAST_CAP; c++ {
		if c == unix.CAP_NET_BIND_SERVICE {
			continue
		}
		// A capability that this kernel does not know cannot be dropped.
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, uintptr(c), 0, 0, 0); err != nil && err != unix.EINVAL {
			return fmt.Errorf("bounding set: %w", err)
		}
	}
	if err := becomeUser(uid, gid); err != nil {
		return err
	}
	h := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	only := [2]unix.CapUserData{{Effective: uint32(bindOnly), Permitted: uint32(bindOnly), Inheritable: uint32(bindOnly)}}
	if err := unix.Capset(&h, &only[0]); err != nil {
		return fmt.Errorf("capabilities: %w", err)
	}
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_RAISE, unix.CAP_NET_BIND_SERVICE, 0, 0); err != nil {
		return fmt.Errorf("ambient set: %w", err)
	}
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}

// noRoot are the bits that take from uid 0 its right to all capabilities, for
// good: SECBIT_NOROOT and SECBIT_NO_SETUID_FIXUP with their locks.
const noRoot = 1<<0 | 1<<1 | 1<<2 | 1<<3

func becomeUser(uid, gid int) error {
	if uid == 0 {
		return unix.Prctl(unix.PR_SET_SECUREBITS, noRoot, 0, 0, 0)
	}
	if err := unix.Prctl(unix.PR_SET_KEEPCAPS, 1, 0, 0, 0); err != nil {
		return err
	}
	// The raw calls change this thread only; those of the library change all,
	// and cannot where the program is linked with C.
	if _, _, e := unix.RawSyscall(unix.SYS_SETGROUPS, 0, 0, 0); e != 0 {
		return fmt.Errorf("groups: %w", e)
	}
	if _, _, e := unix.RawSyscall(unix.SYS_SETRESGID, uintptr(gid), uintptr(gid), uintptr(gid)); e != 0 {
		return fmt.Errorf("group %d: %w", gid, e)
	}
	if _, _, e := unix.RawSyscall(unix.SYS_SETRESUID, uintptr(uid), uintptr(uid), uintptr(uid)); e != 0 {
		return fmt.Errorf("user %d: %w", uid, e)
	}
	return nil
}
