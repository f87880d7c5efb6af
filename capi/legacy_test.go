//go:build cgo && linux

package main

import (
	"testing"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
	"mailslot/internal/shm"
	"mailslot/win32"
)

// A child that is being started keeps no server handle open: the last close of it
// waits for the overlapped reads, whose memory is the program's again then.
func TestBequestLeavesAServersCloseToWaitForItsReads(t *testing.T) {
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	name, err := win32.UTF16PtrFromString(`\\.\mailslot\bequest`)
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		h, err := win32.CreateMailslot(name, 0, win32.MAILSLOT_WAIT_FOREVER, nil)
		if err != nil {
			t.Fatal(err)
		}
		var read win32.Overlapped
		if err := win32.ReadFile(h, make([]byte, 8), nil, &read); err != win32.ERROR_IO_PENDING {
			t.Fatal(err)
		}
		begun, ended := make(chan bool, 1), make(chan bool)
		go func() {
			defer close(ended)
			entry := ntobj.Handles.Get(h)
			for {
				b, e := bequeath(h, entry)
				if e != errno.Success {
					return // it is closed
				}
				shm.Close(b.fd)
				select {
				case begun <- true:
				default:
				}
			}
		}()
		<-begun
		if err := win32.CloseHandle(h); err != nil {
			t.Fatal(err)
		}
		pending := uint32(read.Internal) == uint32(ntobj.StatusPending)
		<-ended
		if pending {
			t.Fatal("it is closed, and its read is pending")
		}
	}
}
