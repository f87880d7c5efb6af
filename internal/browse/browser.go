package browse

import (
	"encoding/binary"
	"iter"
	"strings"
)

// AnnouncementRequest asks all computers to announce themselves.
type AnnouncementRequest struct {
	Flags byte
	Reply string // who asks
}

// Election is a bid for the office of local master browser.
type Election struct {
	Version  byte
	Criteria uint32
	Uptime   uint32 // milliseconds
	Name     string
}

// BackupRequest asks the local master for servers that hold the browse list.
type BackupRequest struct {
	Count byte
	Token uint32 // comes back in the response
}

// BackupResponse answers a BackupRequest.
type BackupResponse struct {
	Count  byte
	Token  uint32
	packed string // the names, a NUL after each
}

// BecomeBackup makes a computer a backup browser, MasterAnnouncement tells a
// domain master of a local master.
type (
	BecomeBackup       struct{ Name string }
	MasterAnnouncement struct{ Name string }
)

// ResetState tells a browser to stand down in one of three ways.
type ResetState struct{ Options byte }

// Append appends the body.
func (r *BackupRequest) Append(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(append(b, OpBackupRequest, r.Count), r.Token)
}

// Append appends the body.
func (r *AnnouncementRequest) Append(b []byte) []byte {
	return appendText(append(b, OpAnnouncementRequest, r.Flags), r.Reply)
}

// Names are the servers of the response.
func (r *BackupResponse) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := r.packed; rest != ""; {
			var name string
			if name, rest, _ = strings.Cut(rest, "\x00"); !yield(name) {
				return
			}
		}
	}
}

func parseBrowse(b []byte) (Body, error) {
	c := cursor{b: b}
	body := parseBrowseOp(&c, c.u8())
	switch {
	case c.err != nil:
		return nil, c.err
	case body == nil:
		return nil, ErrOpcode
	}
	return body, nil
}

func parseBrowseOp(c *cursor, op byte) Body {
	switch op {
	case OpHostAnnouncement, OpLocalMasterAnnouncement, OpDomainAnnouncement:
		return parseAnnouncement(c, op)
	case OpAnnouncementRequest:
		return &AnnouncementRequest{c.u8(), c.text()}
	case OpElection:
		e := &Election{Version: c.u8(), Criteria: c.u32(), Uptime: c.u32()}
		c.u32()
		e.Name = c.text()
		return e
	case OpBackupRequest:
		return &BackupRequest{c.u8(), c.u32()}
	case OpBackupResponse:
		return parseBackupResponse(c)
	case OpBecomeBackup:
		return &BecomeBackup{c.text()}
	case OpMasterAnnouncement:
		return &MasterAnnouncement{c.text()}
	case OpResetState:
		return &ResetState{c.u8()}
	}
	return nil
}

// parseBackupResponse keeps the names packed: a list of strings would take
// many times the packet's memory.
func parseBackupResponse(c *cursor) *BackupResponse {
	r := &BackupResponse{Count: c.u8(), Token: c.u32()}
	start := c.off
	for range r.Count {
		c.raw()
	}
	r.packed = string(c.b[start:c.off])
	return r
}

func (*AnnouncementRequest) body() {}
func (*Election) body()            {}
func (*BackupRequest) body()       {}
func (*BackupResponse) body()      {}
func (*BecomeBackup) body()        {}
func (*MasterAnnouncement) body()  {}
func (*ResetState) body()          {}
