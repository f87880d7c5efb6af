package named

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
	"mailslot/internal/shm"
)

// dataSuffix ends the name of the file beside a section's own: its memory, or
// the path of the file that it maps.
const dataSuffix = ".data"

// longestPath is how much of a data file is read as a path.
const longestPath = 4096

// Section is memory that processes map. It can be neither waited for nor
// changed; views of it outlive it.
type Section struct {
	ntobj.Base
	common *common // of a named one
	fd     int
}

// NewSection makes the section called name, or finds it. It has size bytes of
// memory, or, where file is none of -1, the bytes of that file, made longer if it
// must be; size 0 is all of the file. No name makes one of this process alone.
func NewSection(name string, size int64, file int) (o ntobj.Object, existed bool, code errno.Errno) {
	if name == "" {
		fd, err := memory(size, file)
		if err != nil {
			return nil, false, codeOf(err)
		}
		return &Section{fd: fd}, false, errno.Success
	}
	var err error
	o, existed, code = enter(name, kindSection, func(c *common) { err = c.fill(size, file) })
	if err != nil {
		if code == errno.Success {
			o.Destroy()
		}
		return nil, false, codeOf(err)
	}
	return o, existed, code
}

// FD is the descriptor to map, which is the section's.
func (s *Section) FD() int { return s.fd }

// Common is what makes a named one known to other processes.
func (s *Section) Common() ntobj.Common {
	if s.common == nil {
		return nil
	}
	return s.common
}

// Destroy closes it. With its last handle of all processes the name is gone.
func (s *Section) Destroy() {
	drop(s.fd)
	if s.common != nil {
		s.common.Close()
	}
}

// memory is a descriptor of its own for an unnamed section.
func memory(size int64, file int) (fd int, err error) {
	if file >= 0 {
		if err = reach(file, size); err != nil {
			return -1, err
		}
		fd, err = unix.FcntlInt(uintptr(file), unix.F_DUPFD_CLOEXEC, 0)
	} else if fd, err = unix.MemfdCreate("mailslot-section", unix.MFD_CLOEXEC); err == nil {
		if err = reach(fd, size); err != nil {
			unix.Close(fd)
		}
	}
	if err != nil {
		return -1, err
	}
	return shm.HoldLifted(fd), nil
}

// reach makes a file at least size bytes long.
func reach(fd int, size int64) error {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	if size <= st.Size {
		return nil
	}
	return unix.Ftruncate(fd, size)
}

// fill writes the data file of a new section. The registry is locked.
func (c *common) fill(size int64, file int) error {
	fd, err := shm.OpenCommon(c.path+dataSuffix, true)
	if err != nil {
		return err
	}
	defer drop(fd)
	if err := unix.Ftruncate(fd, 0); err != nil {
		return err
	}
	if file < 0 {
		return unix.Ftruncate(fd, size)
	}
	if err := reach(file, size); err != nil {
		return err
	}
	path, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", file))
	if err != nil || len(path) > longestPath || !strings.HasPrefix(path, "/") {
		return errno.New(errno.NotSupported, "a named mapping of this file cannot be found by others")
	}
	c.state.Manual.Store(1) // the data is a path
	_, err = unix.Pwrite(fd, []byte(path), 0)
	return err
}

// section opens the data of a section that is there.
func (c *common) section() (*Section, error) {
	fd, err := shm.OpenCommon(c.path+dataSuffix, false)
	if err != nil {
		return nil, err
	}
	if c.state.Manual.Load() == 0 {
		return &Section{common: c, fd: fd}, nil
	}
	defer drop(fd)
	path := make([]byte, longestPath)
	n, err := unix.Pread(fd, path, 0)
	if err != nil {
		return nil, err
	}
	mapped, err := unix.Open(string(path[:n]), unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err == unix.EACCES || err == unix.EROFS {
		mapped, err = unix.Open(string(path[:n]), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	}
	if err != nil {
		return nil, err
	}
	return &Section{common: c, fd: shm.HoldLifted(mapped)}, nil
}

// forget removes the files of an object. The registry is locked.
func forget(path string) {
	unix.Unlink(path + dataSuffix)
	unix.Unlink(path)
}
