package win32

import "mailslot/internal/ntobj"

// Special values of mailslot calls.
const (
	MAILSLOT_NO_MESSAGE   = 0xFFFFFFFF // next size of an empty slot
	MAILSLOT_WAIT_FOREVER = 0xFFFFFFFF // read time-out
)

// Rights.
const (
	GENERIC_READ         = ntobj.GenericRead
	GENERIC_WRITE        = ntobj.GenericWrite
	GENERIC_EXECUTE      = ntobj.GenericExecute
	GENERIC_ALL          = ntobj.GenericAll
	MAXIMUM_ALLOWED      = ntobj.MaximumAllowed
	DELETE               = ntobj.Delete
	READ_CONTROL         = ntobj.ReadControl
	WRITE_DAC            = ntobj.WriteDAC
	WRITE_OWNER          = ntobj.WriteOwner
	SYNCHRONIZE          = ntobj.Synchronize
	FILE_READ_DATA       = ntobj.FileReadData
	FILE_WRITE_DATA      = ntobj.FileWriteData
	FILE_APPEND_DATA     = ntobj.FileAppendData
	FILE_READ_ATTRIBUTES = ntobj.FileReadAttributes
	FILE_GENERIC_READ    = ntobj.FileGenericRead
	FILE_GENERIC_WRITE   = ntobj.FileGenericWrite
	FILE_GENERIC_EXECUTE = ntobj.FileGenericExecute
	FILE_ALL_ACCESS      = ntobj.FileAllAccess
	EVENT_MODIFY_STATE   = ntobj.EventModifyState
	EVENT_ALL_ACCESS     = ntobj.EventAllAccess
)

// Share modes, dispositions and flags of CreateFile. Flags and attributes
// have no effect on mailslots (rule 3.8).
const (
	FILE_SHARE_READ   = 1
	FILE_SHARE_WRITE  = 2
	FILE_SHARE_DELETE = 4

	CREATE_NEW        = 1
	CREATE_ALWAYS     = 2
	OPEN_EXISTING     = 3
	OPEN_ALWAYS       = 4
	TRUNCATE_EXISTING = 5

	FILE_ATTRIBUTE_NORMAL     = 0x00000080
	FILE_FLAG_OVERLAPPED      = 0x40000000
	FILE_FLAG_WRITE_THROUGH   = 0x80000000
	FILE_FLAG_DELETE_ON_CLOSE = 0x04000000
)

// What the other calls take and answer.
const (
	HANDLE_FLAG_INHERIT            = ntobj.Inherit
	HANDLE_FLAG_PROTECT_FROM_CLOSE = ntobj.ProtectFromClose

	DUPLICATE_CLOSE_SOURCE = 1
	DUPLICATE_SAME_ACCESS  = 2

	FILE_TYPE_UNKNOWN = 0

	INFINITE             = ntobj.Infinite
	MAXIMUM_WAIT_OBJECTS = ntobj.MaxWaitObjects
)

// What a wait answers, typed as in golang.org/x/sys/windows: the time-out is an
// error too, and uint32(WAIT_TIMEOUT) as an answer.
const (
	WAIT_OBJECT_0        = 0
	WAIT_ABANDONED       = 0x80
	WAIT_FAILED          = 0xFFFFFFFF
	WAIT_TIMEOUT   Errno = 258
)
