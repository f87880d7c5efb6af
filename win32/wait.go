//go:build !windows

package win32

import "mailslot/internal/ntobj"

// WaitForSingleObject waits until h is signaled, at most the given time; the
// answer is WAIT_OBJECT_0, uint32(WAIT_TIMEOUT) or, with an error, WAIT_FAILED.
//
// A server handle says nothing about messages: it is signaled unless a read
// waits (rule 7.1). Wait for the event of an overlapped read instead.
func WaitForSingleObject(h Handle, milliseconds uint32) (uint32, error) {
	return WaitForMultipleObjects([]Handle{h}, false, milliseconds)
}

// WaitForMultipleObjects waits for one of the handles, and answers
// WAIT_OBJECT_0 plus its index, or for all of them at once.
func WaitForMultipleObjects(handles []Handle, waitAll bool, milliseconds uint32) (uint32, error) {
	event, code := ntobj.WaitHandles(nil, handles, waitAll, false, milliseconds)
	return event, result(code)
}
