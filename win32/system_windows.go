package win32

import (
	"golang.org/x/sys/windows"

	"mailslot/internal/kernel32"
)

// On Windows everything is the system's own, with the types of
// golang.org/x/sys/windows, so that both packages may be used side by side.
type (
	Handle              = windows.Handle
	Errno               = windows.Errno
	Overlapped          = windows.Overlapped
	SecurityAttributes  = windows.SecurityAttributes
	SECURITY_DESCRIPTOR = windows.SECURITY_DESCRIPTOR
	ACL                 = windows.ACL
)

// InvalidHandle is what a failed CreateMailslot or CreateFile answers.
const InvalidHandle = windows.InvalidHandle

// CurrentProcess is the pseudo handle that DuplicateHandle wants.
func CurrentProcess() Handle { return windows.CurrentProcess() }

// CreateMailslot makes a slot of this computer and its server handle.
func CreateMailslot(name *uint16, maxMessageSize, readTimeout uint32, sa *SecurityAttributes) (Handle, error) {
	return kernel32.CreateMailslot(name, maxMessageSize, readTimeout, sa)
}

// GetMailslotInfo asks for the state of a slot. Each output may be nil.
func GetMailslotInfo(h Handle, maxMessageSize, nextSize, messageCount, readTimeout *uint32) error {
	return kernel32.GetMailslotInfo(h, maxMessageSize, nextSize, messageCount, readTimeout)
}

// SetMailslotInfo changes the time-out of reads that begin later.
func SetMailslotInfo(h Handle, readTimeout uint32) error {
	return kernel32.SetMailslotInfo(h, readTimeout)
}

// CreateFile opens a client handle.
func CreateFile(name *uint16, access, mode uint32, sa *SecurityAttributes, createmode, attrs uint32, templatefile Handle) (Handle, error) {
	return windows.CreateFile(name, access, mode, sa, createmode, attrs, templatefile)
}

// ReadFile reads one message of a server handle into p. Until it completes, ov
// and p must stay where they are: neither may lie on a goroutine's stack.
func ReadFile(h Handle, p []byte, done *uint32, ov *Overlapped) error {
	return windows.ReadFile(h, p, orNowhere(done), ov)
}

// WriteFile writes p as one message to a client handle.
func WriteFile(h Handle, p []byte, done *uint32, ov *Overlapped) error {
	return windows.WriteFile(h, p, orNowhere(done), ov)
}

// orNowhere is a place for a number that the caller does not want: the system
// insists on one without ov.
func orNowhere(done *uint32) *uint32 {
	if done == nil {
		return new(uint32)
	}
	return done
}

// GetOverlappedResult tells how the request of ov ended.
func GetOverlappedResult(h Handle, ov *Overlapped, done *uint32, wait bool) error {
	return windows.GetOverlappedResult(h, ov, orNowhere(done), wait)
}

// CancelIo cancels what this thread has begun on h. A goroutine is no thread:
// use CancelIoEx.
func CancelIo(h Handle) error { return windows.CancelIo(h) }

// CancelIoEx cancels the read of ov, or all on h if ov is nil.
func CancelIoEx(h Handle, ov *Overlapped) error { return windows.CancelIoEx(h, ov) }

// CloseHandle closes a handle.
func CloseHandle(h Handle) error { return windows.CloseHandle(h) }

// DuplicateHandle opens another handle on the same object.
func DuplicateHandle(sourceProcess, source, targetProcess Handle, target *Handle, access uint32, inherit bool, options uint32) error {
	return windows.DuplicateHandle(sourceProcess, source, targetProcess, target, access, inherit, options)
}

// GetHandleInformation tells the HANDLE_FLAG values of h.
func GetHandleInformation(h Handle, flags *uint32) error {
	return kernel32.GetHandleInformation(h, flags)
}

// SetHandleInformation changes those HANDLE_FLAG values of h that are in mask.
func SetHandleInformation(h Handle, mask, flags uint32) error {
	return windows.SetHandleInformation(h, mask, flags)
}

// GetFileType is FILE_TYPE_UNKNOWN for a mailslot handle.
func GetFileType(h Handle) (uint32, error) { return windows.GetFileType(h) }

// CreateEvent makes an event, or opens the one called name.
func CreateEvent(sa *SecurityAttributes, manualReset, initialState uint32, name *uint16) (Handle, error) {
	return windows.CreateEvent(sa, manualReset, initialState, name)
}

// OpenEvent opens the event called name.
func OpenEvent(access uint32, inherit bool, name *uint16) (Handle, error) {
	return windows.OpenEvent(access, inherit, name)
}

// SetEvent signals an event.
func SetEvent(h Handle) error { return windows.SetEvent(h) }

// ResetEvent takes an event's signal back.
func ResetEvent(h Handle) error { return windows.ResetEvent(h) }

// PulseEvent lets those go on who wait now and leaves the event reset.
func PulseEvent(h Handle) error { return windows.PulseEvent(h) }

// WaitForSingleObject waits until h is signaled.
func WaitForSingleObject(h Handle, milliseconds uint32) (uint32, error) {
	return windows.WaitForSingleObject(h, milliseconds)
}

// WaitForMultipleObjects waits for one of the handles, or for all at once.
func WaitForMultipleObjects(handles []Handle, waitAll bool, milliseconds uint32) (uint32, error) {
	return windows.WaitForMultipleObjects(handles, waitAll, milliseconds)
}

// NewSecurityDescriptor makes a descriptor without DACL.
func NewSecurityDescriptor() (*SECURITY_DESCRIPTOR, error) { return windows.NewSecurityDescriptor() }

// SecurityDescriptorFromString reads a descriptor in SDDL.
func SecurityDescriptorFromString(sddl string) (*SECURITY_DESCRIPTOR, error) {
	return windows.SecurityDescriptorFromString(sddl)
}

// UTF16PtrFromString makes a zero-terminated string of UTF-16 units.
func UTF16PtrFromString(s string) (*uint16, error) { return windows.UTF16PtrFromString(s) }

// UTF16PtrToString is the inverse.
func UTF16PtrToString(p *uint16) string { return windows.UTF16PtrToString(p) }
