package control

import (
	"net"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
)

// trusted checks that the socket could only have been made by whoever serves
// it: its directory belongs to root or to that user, and to nobody else.
func trusted(c net.Conn, path string) error {
	fi, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return err
	}
	dir, ok := fi.Sys().(*syscall.Stat_t)
	if !ok || fi.Mode().Perm()&0o022 != 0 {
		return errno.New(errno.AccessDenied, "%s may be written by others; it is not the daemon's", filepath.Dir(path))
	}
	peer, err := PeerOf(c)
	if err != nil {
		return err
	}
	if peer.Uid != 0 && peer.Uid != dir.Uid {
		return errno.New(errno.AccessDenied, "%s is served by uid %d, which does not own it", path, peer.Uid)
	}
	return nil
}

// PeerOf is who is at the other end of a Unix stream, by the kernel's word.
func PeerOf(c net.Conn) (*unix.Ucred, error) {
	u, ok := c.(*net.UnixConn)
	if !ok {
		return nil, errno.New(errno.InvalidParameter, "%T is not a Unix socket", c)
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return nil, err
	}
	var cred *unix.Ucred
	var credErr error
	err = raw.Control(func(fd uintptr) {
		cred, credErr = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	})
	if err != nil {
		return nil, err
	}
	return cred, credErr
}
