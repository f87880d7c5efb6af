package ntobj

import "mailslot/internal/errno"

// Status is an NTSTATUS, the code that Overlapped.Internal holds.
type Status uint32

// StatusPending is Overlapped.Internal while the request is under way.
const StatusPending Status = 0x103

// statuses is the table of section 0; where two statuses mean one code, the
// one that mailslots complete with comes first.
var statuses = []struct {
	status Status
	code   errno.Errno
}{
	{0, errno.Success},
	{0xC00000B5, errno.SemTimeout},
	{0xC0000023, errno.InsufficientBuffer},
	{0xC000000D, errno.InvalidParameter},
	{0xC0000022, errno.AccessDenied},
	{0xC0000008, errno.InvalidHandle},
	{0xC0000024, errno.InvalidHandle},
	{0xC0000033, errno.InvalidName},
	{0xC0000034, errno.FileNotFound},
	{0xC0000035, errno.AlreadyExists},
	{0xC000003A, errno.PathNotFound},
	{0xC0000043, errno.SharingViolation},
	{0xC0000120, errno.OperationAborted},
	{0xC00000B6, errno.HandleEOF},
	{0xC0000005, errno.NoAccess},
	{0xC00000E8, errno.InvalidUserBuffer},
	{0xC0000010, errno.InvalidFunction},
	{0xC0000002, errno.InvalidFunction},
	{0xC00000BB, errno.NotSupported},
	{0xC0000225, errno.NotFound},
	{StatusPending, errno.IOPending},
	{0xC0000044, errno.NotEnoughQuota},
	{0xC000009A, errno.NoSystemResources},
	{0xC00000BE, errno.BadNetPath},
}

const statusUnsuccessful Status = 0xC0000001

// StatusOf is the status that a request which ended with code carries.
func StatusOf(code errno.Errno) Status {
	for _, row := range statuses {
		if row.code == code {
			return row.status
		}
	}
	return statusUnsuccessful
}

// Errno is the Win32 code that RtlNtStatusToDosError makes of s.
func (s Status) Errno() errno.Errno {
	for _, row := range statuses {
		if row.status == s {
			return row.code
		}
	}
	return errno.GenFailure
}
