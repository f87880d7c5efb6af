package local

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
)

// sysError turns a failed system call into the code that Windows programs
// know, and says what to do where that is known.
func sysError(what string, err error) error {
	switch {
	case errors.Is(err, unix.EMFILE), errors.Is(err, unix.ENFILE):
		return errno.New(errno.TooManyOpenFiles, "%s: %w", what, err).Advise("close handles or raise the limit of open files (ulimit -n)")
	case errors.Is(err, unix.ETOOMANYREFS):
		return errno.New(errno.NoSystemResources, "%s: %w: too many segments wait for the server to take them", what, err).
			Advise("it reads too slowly, or raise the limit of open files")
	case errors.Is(err, unix.ENOMEM), errors.Is(err, unix.ENOBUFS), errors.Is(err, unix.EFAULT):
		return errno.New(errno.NoSystemResources, "%s: %w: the memory for messages is exhausted", what, err)
	case errors.Is(err, unix.EFBIG):
		return errno.New(errno.NoSystemResources, "%s: %w", what, err).Advise("raise the limit of file sizes (ulimit -f)")
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		return errno.New(errno.NoSystemResources, "%s: %w: the file system of the namespace directory is full", what, err)
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
		return errno.New(errno.NoSystemResources, "%s: %w", what, err).Advise("try again")
	case errors.Is(err, unix.EROFS):
		return errno.New(errno.AccessDenied, "%s: %w: the namespace directory is mounted read-only", what, err).
			Advise("set MAILSLOT_DIR to another")
	case errors.Is(err, fs.ErrNotExist) && !procMounted():
		return errWithoutProc
	case errors.Is(err, fs.ErrPermission):
		return errno.New(errno.AccessDenied, "%s: %w", what, err)
	case errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EOPNOTSUPP):
		return errno.New(errno.NotSupported, "%s: %w: the kernel or a sandbox does not offer this call", what, err)
	}
	return errno.New(errno.GenFailure, "%s: %w", what, err)
}

// procMounted reports whether descriptors can be used as paths.
func procMounted() bool {
	var st unix.Stat_t
	return unix.Stat("/proc/self/fd", &st) == nil
}

var errWithoutProc = errno.New(errno.NotSupported, "/proc is not mounted, and slots are opened through /proc/self/fd").
	Advise("mount -t proc proc /proc")
