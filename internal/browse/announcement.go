package browse

import (
	"bytes"
	"encoding/binary"
	"time"
)

// The operations of the slot BROWSE ([MS-BRWS] 2.2).
const (
	OpHostAnnouncement        = 0x01
	OpAnnouncementRequest     = 0x02
	OpElection                = 0x08
	OpBackupRequest           = 0x09
	OpBackupResponse          = 0x0A
	OpBecomeBackup            = 0x0B
	OpDomainAnnouncement      = 0x0C
	OpMasterAnnouncement      = 0x0D
	OpResetState              = 0x0E
	OpLocalMasterAnnouncement = 0x0F
)

// The bits of a server's type that we set or show ([MS-BRWS] 2.2.1.1).
const (
	TypeWorkstation   uint32 = 0x00000001
	TypeServer        uint32 = 0x00000002
	TypeUnix          uint32 = 0x00000800
	TypeNT            uint32 = 0x00001000
	TypeBrowser       uint32 = 0x00010000
	TypeBackupBrowser uint32 = 0x00020000
	TypeMasterBrowser uint32 = 0x00040000
	TypeDomainMaster  uint32 = 0x00080000
	TypeDomain        uint32 = 0x80000000
)

// MaxComment is the longest comment of a host announcement.
const MaxComment = 43

// nameField is the announcement's name with its NUL.
const nameField = 16

// Announcement is a computer's announcement, a local master's, or (with a
// domain for the computer and its master for the comment) a domain's.
type Announcement struct {
	Op      byte // OpHostAnnouncement, OpLocalMasterAnnouncement or OpDomainAnnouncement
	Update  byte
	Period  time.Duration // until the next one, in whole milliseconds
	Name    string
	Major   byte
	Minor   byte
	Type    uint32
	Version uint16 // of the browser protocol: 010F
	Mark    uint16 // AA55; a domain announcement has other things here
	Comment string
}

// Version and mark of an announcement that we send.
const (
	BrowserVersion = 0x010F
	BrowserMark    = 0xAA55
)

// Append appends the body. It refuses a name or comment that does not fit.
func (a *Announcement) Append(b []byte) ([]byte, error) {
	if len(a.Name) >= nameField || len(a.Comment) > MaxComment {
		return b, ErrLong
	}
	le := binary.LittleEndian
	b = append(b, a.Op, a.Update)
	b = le.AppendUint32(b, uint32(a.Period.Milliseconds()))
	var name [nameField]byte
	copy(name[:], a.Name)
	b = append(b, name[:]...)
	b = append(b, a.Major, a.Minor)
	b = le.AppendUint32(b, a.Type)
	b = le.AppendUint16(b, a.Version)
	b = le.AppendUint16(b, a.Mark)
	return appendText(b, a.Comment), nil
}

func parseAnnouncement(c *cursor, op byte) *Announcement {
	a := &Announcement{Op: op, Update: c.u8()}
	a.Period = time.Duration(c.u32()) * time.Millisecond
	name, _, _ := bytes.Cut(c.take(nameField), []byte{0})
	a.Name = string(name)
	a.Major, a.Minor = c.u8(), c.u8()
	a.Type = c.u32()
	a.Version, a.Mark = c.u16(), c.u16()
	a.Comment = c.text()
	return a
}

func (*Announcement) body() {}
