package winetest

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// CreateMailslot makes a slot by the call below that of kernel32, which under
// Wine too answers an overlapped handle, as CreateMailslot does on Windows.
// path begins with \\.\mailslot\.
func CreateMailslot(path string, maxSize, timeout uint32) (windows.Handle, error) {
	name, err := windows.NewNTUnicodeString(`\??\` + path[len(`\\.\`):])
	if err != nil {
		return windows.InvalidHandle, err
	}
	attributes := windows.OBJECT_ATTRIBUTES{ObjectName: name, Attributes: windows.OBJ_CASE_INSENSITIVE}
	attributes.Length = uint32(unsafe.Sizeof(attributes))
	var h windows.Handle
	var status windows.IO_STATUS_BLOCK
	const access = windows.FILE_GENERIC_READ | windows.WRITE_DAC
	const options, quota = 0, 0
	create := windows.NewLazySystemDLL("ntdll.dll").NewProc("NtCreateMailslotFile")
	// The pointers are converted in the call, which keeps alive what is there.
	code, _, _ := create.Call(uintptr(unsafe.Pointer(&h)), access, uintptr(unsafe.Pointer(&attributes)),
		uintptr(unsafe.Pointer(&status)), options, quota, uintptr(maxSize), uintptr(unsafe.Pointer(patience(timeout))))
	if code != 0 {
		return windows.InvalidHandle, windows.NTStatus(code).Errno()
	}
	return h, nil
}

// patience is a time-out as the system counts: negative, in steps of 100 ns, nil
// for ever.
func patience(milliseconds uint32) *int64 {
	const forever = 0xFFFFFFFF
	if milliseconds == forever {
		return nil
	}
	steps := -int64(milliseconds) * int64(time.Millisecond/100)
	return &steps
}
