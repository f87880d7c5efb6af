package win32

import "mailslot/internal/errno"

// The errors of mailslot calls.
const (
	ERROR_SUCCESS              = errno.Success
	NO_ERROR                   = errno.Success
	ERROR_INVALID_FUNCTION     = errno.InvalidFunction
	ERROR_FILE_NOT_FOUND       = errno.FileNotFound
	ERROR_PATH_NOT_FOUND       = errno.PathNotFound
	ERROR_TOO_MANY_OPEN_FILES  = errno.TooManyOpenFiles
	ERROR_ACCESS_DENIED        = errno.AccessDenied
	ERROR_INVALID_HANDLE       = errno.InvalidHandle
	ERROR_NOT_ENOUGH_MEMORY    = errno.NotEnoughMemory
	ERROR_BAD_FORMAT           = errno.BadFormat
	ERROR_GEN_FAILURE          = errno.GenFailure
	ERROR_SHARING_VIOLATION    = errno.SharingViolation
	ERROR_HANDLE_EOF           = errno.HandleEOF
	ERROR_NOT_SUPPORTED        = errno.NotSupported
	ERROR_BAD_NETPATH          = errno.BadNetPath
	ERROR_INVALID_PARAMETER    = errno.InvalidParameter
	ERROR_SEM_TIMEOUT          = errno.SemTimeout
	ERROR_INSUFFICIENT_BUFFER  = errno.InsufficientBuffer
	ERROR_INVALID_NAME         = errno.InvalidName
	ERROR_ALREADY_EXISTS       = errno.AlreadyExists
	ERROR_FILENAME_EXCED_RANGE = errno.FilenameExcedRange
	ERROR_MORE_DATA            = errno.MoreData
	ERROR_OPERATION_ABORTED    = errno.OperationAborted
	ERROR_IO_INCOMPLETE        = errno.IOIncomplete
	ERROR_IO_PENDING           = errno.IOPending
	ERROR_NOACCESS             = errno.NoAccess
	ERROR_NOT_FOUND            = errno.NotFound
	ERROR_REVISION_MISMATCH    = errno.RevisionMismatch
	ERROR_INVALID_ACL          = errno.InvalidACL
	ERROR_INVALID_SID          = errno.InvalidSID
	ERROR_NO_SYSTEM_RESOURCES  = errno.NoSystemResources
	ERROR_INVALID_USER_BUFFER  = errno.InvalidUserBuffer
	ERROR_NOT_ENOUGH_QUOTA     = errno.NotEnoughQuota
)
