package kernel32

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	dll = windows.NewLazySystemDLL("kernel32.dll")

	createMailslot  = dll.NewProc("CreateMailslotW")
	getMailslotInfo = dll.NewProc("GetMailslotInfo")
	setMailslotInfo = dll.NewProc("SetMailslotInfo")

	getHandleInformation = dll.NewProc("GetHandleInformation")
)

// In each of the calls the pointers are converted in the call itself, which
// keeps what they point to alive and in its place until it returns.

// CreateMailslot is CreateMailslotW.
func CreateMailslot(name *uint16, maxMessageSize, readTimeout uint32, sa *windows.SecurityAttributes) (windows.Handle, error) {
	h, _, err := createMailslot.Call(
		uintptr(unsafe.Pointer(name)), uintptr(maxMessageSize), uintptr(readTimeout), uintptr(unsafe.Pointer(sa)))
	if windows.Handle(h) == windows.InvalidHandle {
		return windows.InvalidHandle, err
	}
	return windows.Handle(h), nil
}

// GetMailslotInfo is the function of the same name; each output may be nil.
func GetMailslotInfo(h windows.Handle, maxMessageSize, nextSize, messageCount, readTimeout *uint32) error {
	ok, _, err := getMailslotInfo.Call(uintptr(h),
		uintptr(unsafe.Pointer(maxMessageSize)), uintptr(unsafe.Pointer(nextSize)),
		uintptr(unsafe.Pointer(messageCount)), uintptr(unsafe.Pointer(readTimeout)))
	return unless(ok, err)
}

// SetMailslotInfo is the function of the same name.
func SetMailslotInfo(h windows.Handle, readTimeout uint32) error {
	ok, _, err := setMailslotInfo.Call(uintptr(h), uintptr(readTimeout))
	return unless(ok, err)
}

func unless(ok uintptr, err error) error {
	if ok != 0 {
		return nil
	}
	return err
}

// GetHandleInformation is the function of the same name.
func GetHandleInformation(h windows.Handle, flags *uint32) error {
	ok, _, err := getHandleInformation.Call(uintptr(h), uintptr(unsafe.Pointer(flags)))
	return unless(ok, err)
}
