package shm

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// OpenDir opens a directory for locking. It follows no symbolic link.
func OpenDir(path string) (int, error) { return open(path, unix.O_RDONLY) }

// OpenPath opens a directory for use in paths only, which needs no right to
// read it. It follows no symbolic link.
func OpenPath(path string) (int, error) { return open(path, unix.O_PATH) }

func open(path string, how int) (int, error) {
	if err := fault("open"); err != nil {
		return -1, err
	}
	fd, err := unix.Open(path, how|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	return lift(fd), err
}

// ReadIn reads the regular file called name in the directory behind dir, which
// nobody changes and which has at most limit bytes. It pins the file, if it
// can, unless pin is nil.
func ReadIn(dir int, name string, limit int64, pin *Pin) ([]byte, error) {
	fd, err := unix.Openat(dir, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFREG || st.Size > limit {
		return nil, fs.ErrInvalid
	}
	b := make([]byte, st.Size)
	n, err := unix.Read(fd, b)
	if err != nil || n != len(b) {
		return nil, fs.ErrInvalid
	}
	if pin != nil {
		pin.hold(fd, &st)
	}
	return b, nil
}

// Pin keeps a file from being forgotten by its file system, without a
// descriptor: until it is released, no other file has its identity.
type Pin struct {
	file fileID
	mem  []byte // nil: nothing is pinned
}

// fileID tells files of one computer apart.
type fileID struct{ dev, ino uint64 }

func idOf(st *unix.Stat_t) fileID { return fileID{uint64(st.Dev), uint64(st.Ino)} }

// hold maps the file, not to be read: others may make it shorter.
func (p *Pin) hold(fd int, st *unix.Stat_t) {
	if fault("mmap") != nil {
		return
	}
	if mem, err := unix.Mmap(fd, 0, max(1, int(st.Size)), unix.PROT_NONE, unix.MAP_PRIVATE); err == nil {
		*p = Pin{idOf(st), mem}
	}
}

// Held reports whether a file is pinned.
func (p *Pin) Held() bool { return p.mem != nil }

// At reports whether path leads to the pinned file.
func (p *Pin) At(path string) bool {
	var st unix.Stat_t
	return unix.Lstat(path, &st) == nil && idOf(&st) == p.file
}

// Move hands the file over to a new pin.
func (p *Pin) Move() Pin {
	moved := *p
	*p = Pin{}
	return moved
}

// Release lets go of the file.
func (p *Pin) Release() {
	if p.mem != nil {
		unix.Munmap(p.mem)
		*p = Pin{}
	}
}
