package local

import (
	"os"
	"strings"
	"sync/atomic"

	"golang.org/x/sys/windows"

	"mailslot/internal/errno"
	"mailslot/internal/kernel32"
	"mailslot/internal/slotname"
)

// Slot is the server's end of a slot of the system.
type Slot struct {
	handle
	about    About
	timeout  atomic.Uint32 // as this process set it last
	deadline deadline

	requests requests

	count, bytes atomic.Uint64 // messages that this process has read, and their bytes
}

// Listen creates the slot called name: WTF-8, without the \\.\mailslot\ prefix.
// Directory and quotas have no counterpart, and whether the slot hears the
// network is the system's decision.
func Listen(name string, c Config) (*Slot, error) {
	path, err := pathOf(name)
	if err != nil {
		return nil, err
	}
	sa, err := attributes(c.Mode)
	if err != nil {
		return nil, err
	}
	h, err := kernel32.CreateMailslot(path, c.MaxSize, c.ReadTimeout, sa)
	if err == windows.ERROR_ALREADY_EXISTS {
		return nil, errno.New(errno.AlreadyExists, "the mailslot %s exists already", name)
	}
	if err != nil {
		return nil, sysError("cannot create "+name, err)
	}
	s := &Slot{handle: handle{h: h}, about: aboutOf(name, c.MaxSize)}
	s.about.PID, s.about.Mode = os.Getpid(), c.Mode
	s.timeout.Store(c.ReadTimeout)
	return s, nil
}

// pathOf is the name as the system wants it, in the form that it takes as it
// is: the name has been normalised already.
func pathOf(name string) (*uint16, error) {
	if strings.IndexByte(name, 0) >= 0 {
		return nil, errno.New(errno.InvalidName, "%#.64q contains a zero byte", name)
	}
	return &append(slotname.UTF16(`\\?\mailslot\`+name), 0)[0], nil
}

// About describes the slot; Name is its name as it was given.
func (s *Slot) About() About { return s.about }

// SetReadTimeout changes the time-out of reads that start later, in milliseconds.
func (s *Slot) SetReadTimeout(ms uint32) error {
	if !s.enter() {
		return closedError()
	}
	defer s.leave()
	err := kernel32.SetMailslotInfo(s.h, ms)
	if err == nil {
		s.timeout.Store(ms)
	}
	return err
}

// ReadTimeout is the read time-out in milliseconds.
func (s *Slot) ReadTimeout() (uint32, error) { return s.timeout.Load(), nil }

// Info is the four values of GetMailslotInfo, and what this process has read.
func (s *Slot) Info() (i Info, err error) {
	err = s.InfoInto(&i)
	return i, err
}

// InfoInto is Info into i.
func (s *Slot) InfoInto(i *Info) error {
	if !s.enter() {
		return closedError()
	}
	defer s.leave()
	if err := infoInto(s.h, i); err != nil {
		return err
	}
	i.Read, i.ReadBytes = s.count.Load(), s.bytes.Load()
	return nil
}

// infoInto asks through a handle of either kind. What the system does not tell
// is -1.
func infoInto(h windows.Handle, i *Info) error {
	var next, count uint32
	if err := kernel32.GetMailslotInfo(h, &i.MaxSize, &next, &count, &i.ReadTimeout); err != nil {
		return sysError("the slot does not tell its state", err)
	}
	const noMessage = 0xFFFFFFFF
	i.NextSize, i.Count = NoMessage, int(count)
	if next != noMessage {
		i.NextSize = int(next)
	}
	i.Writers, i.UnreadBytes = -1, -1
	return nil
}

// Ready and ReadyFD have no counterpart: nothing can be waited for but a read,
// and one that waits needs a slot whose reads wait.
func (s *Slot) Ready() (<-chan struct{}, error) { return nil, errNoReadiness }

// ReadyFD answers an error; see Ready.
func (s *Slot) ReadyFD() (int, error) { return -1, errNoReadiness }

var errNoReadiness = errno.New(errno.NotSupported, "Windows tells of a message only those who read: read in a goroutine")

// Close closes the handle: reads that wait end with errno.HandleEOF, later
// calls answer errno.InvalidHandle. Unless other processes have the handle
// too, the slot ends.
func (s *Slot) Close() error {
	if !s.close() {
		return closedError()
	}
	s.deadline.stop()
	s.requests.close()
	return nil
}
