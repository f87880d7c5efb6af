package shm

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A program that is started would keep the locks, and with them names, alive; a
// link would lead to a file that is none of ours.
func TestCommonFileIsNeitherLeftToProgramsNorALink(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	fd, err := OpenCommon(path, true)
	if err != nil {
		t.Fatal(err)
	}
	defer Close(fd)
	if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("it is open in programs that are started: %#x, %v", flags, err)
	}
	link := path + ".link"
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if fd, err := OpenCommon(link, true); err != unix.ELOOP {
		t.Errorf("a link is followed: %v", err)
		Close(fd)
	}
}
