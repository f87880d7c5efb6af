//go:build !windows

package win32

import (
	"time"

	"mailslot"
	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/ntobj"
)

// client is the object behind client handles.
type client struct {
	ntobj.FileHeader
	writer *mailslot.Writer
	name   string
	share  *share // nil unless share modes count
}

// Write appends one message. It never waits, so it always completes at once.
func (c *client) Write(r ntobj.Request) (uint32, errno.Errno) {
	if err := c.writer.WriteMessage(r.Buf); err != nil {
		return 0, errno.Of(err)
	}
	return c.Complete(r, uint32(len(r.Buf)))
}

// Read is the wrong direction (rule 5.13).
func (c *client) Read(ntobj.Request) (uint32, errno.Errno) { return 0, errno.InvalidParameter }

// Signaled is rule 7.2.
func (c *client) Signaled(*ntobj.Thread) bool { return clientIsSignaled }

func (c *client) info() (info, Errno) {
	i, err := c.writer.Info()
	if err != nil {
		return info{}, errno.Of(err)
	}
	// NoMessage is -1, which is MAILSLOT_NO_MESSAGE in 32 bits.
	return info{i.MaxMessageSize, uint32(i.NextSize), uint32(i.Count), milliseconds(i.ReadTimeout)}, errno.Success
}

func milliseconds(d mailslot.ReadTimeout) uint32 {
	switch d {
	case 0:
		return local.Forever
	case mailslot.NoWait:
		return local.NoWait
	}
	return uint32(d / time.Millisecond)
}

func (c *client) setReadTimeout(uint32) Errno { return setThroughClient }

// Destroy closes the handle's connection. What it wrote stays readable.
func (c *client) Destroy() {
	c.writer.Close()
	if c.share != nil {
		shares.leave(c.share)
	}
}

// SlotName is the name as FileNameInfo shows it, without the leading backslash.
func (c *client) SlotName() string { return c.name }
