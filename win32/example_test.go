package win32_test

import (
	"fmt"
	"log"
	"os"
	"testing"

	"mailslot/win32"
)

// TestMain gives the examples a computer of their own.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "win32-examples")
	if err != nil {
		log.Fatal(err)
	}
	os.Setenv("MAILSLOT_DIR", dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func Example() {
	name, _ := win32.UTF16PtrFromString(`\\.\mailslot\sample`)
	server, err := win32.CreateMailslot(name, 0, win32.MAILSLOT_WAIT_FOREVER, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer win32.CloseHandle(server)
	client, err := win32.CreateFile(name, win32.GENERIC_WRITE, win32.FILE_SHARE_READ, nil, win32.OPEN_EXISTING, 0, 0)
	if err != nil {
		log.Fatal(err)
	}
	defer win32.CloseHandle(client)

	var written uint32
	err = win32.WriteFile(client, []byte("message one for mailslot"), &written, nil)
	fmt.Println("wrote", written, err)

	var next, count uint32
	err = win32.GetMailslotInfo(server, nil, &next, &count, nil)
	fmt.Println("next", next, "of", count, err)

	buf := make([]byte, next)
	var read uint32
	err = win32.ReadFile(server, buf, &read, nil)
	fmt.Printf("%s, %v\n", buf[:read], err)
	// Output:
	// wrote 24 <nil>
	// next 24 of 1 <nil>
	// message one for mailslot, <nil>
}

// The way of the best-known sample program: the read begins before the message
// is there, and its event says when it is done.
func ExampleReadFile_overlapped() {
	server, client := handles("overlapped", win32.MAILSLOT_WAIT_FOREVER)
	defer win32.CloseHandle(server)
	defer win32.CloseHandle(client)
	event, err := win32.CreateEvent(nil, 0, 0, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer win32.CloseHandle(event)

	ov, buf := win32.Overlapped{HEvent: event}, make([]byte, 64)
	err = win32.ReadFile(server, buf, nil, &ov)
	fmt.Println(err == win32.ERROR_IO_PENDING)

	win32.WriteFile(client, []byte("here it is"), nil, nil)
	state, err := win32.WaitForSingleObject(event, win32.INFINITE)
	fmt.Println(state == win32.WAIT_OBJECT_0, err)
	var read uint32
	err = win32.GetOverlappedResult(server, &ov, &read, false)
	fmt.Printf("%s, %v\n", buf[:read], err)
	// Output:
	// true
	// true <nil>
	// here it is, <nil>
}

func ExampleSetMailslotInfo() {
	server, client := handles("timeout", win32.MAILSLOT_WAIT_FOREVER)
	defer win32.CloseHandle(server)
	defer win32.CloseHandle(client)
	fmt.Println(win32.SetMailslotInfo(server, 10)) // milliseconds

	var timeout uint32
	win32.GetMailslotInfo(client, nil, nil, nil, &timeout) // Windows 8 and later
	err := win32.ReadFile(server, make([]byte, 8), nil, nil)
	fmt.Println(timeout, err == win32.ERROR_SEM_TIMEOUT)
	// Output:
	// <nil>
	// 10 true
}

// A descriptor decides who may write: everybody, as far as the namespace
// lets others in.
func ExampleSecurityDescriptorFromString() {
	sd, err := win32.SecurityDescriptorFromString("D:(A;;GA;;;WD)")
	if err != nil {
		log.Fatal(err)
	}
	name, _ := win32.UTF16PtrFromString(`\\.\mailslot\public`)
	slot, err := win32.CreateMailslot(name, 400, 0, &win32.SecurityAttributes{SecurityDescriptor: sd})
	fmt.Println(err, win32.CloseHandle(slot))
	// Output: <nil> <nil>
}

// handles are a slot's server handle and a client's.
func handles(slot string, timeout uint32) (server, client win32.Handle) {
	name, _ := win32.UTF16PtrFromString(`\\.\mailslot\` + slot)
	server, err := win32.CreateMailslot(name, 0, timeout, nil)
	if err != nil {
		log.Fatal(err)
	}
	client, err = win32.CreateFile(name, win32.GENERIC_WRITE, win32.FILE_SHARE_READ, nil, win32.OPEN_EXISTING, 0, 0)
	if err != nil {
		log.Fatal(err)
	}
	return server, client
}
