package mailslot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"testing"
	"time"

	"mailslot"
)

// TestMain gives the examples a computer of their own.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "mailslot-examples")
	if err != nil {
		log.Fatal(err)
	}
	os.Setenv("MAILSLOT_DIR", dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// A buffer that is too short loses nothing: Info tells the size that is needed.
func ExampleSlot_ReadMessage() {
	slot, w := pair("short")
	defer slot.Close()
	defer w.Close()
	w.WriteMessage([]byte("twelve bytes"))

	buf := make([]byte, 5)
	n, err := slot.ReadMessage(buf)
	if errors.Is(err, io.ErrShortBuffer) {
		info, _ := slot.Info()
		buf = make([]byte, info.NextSize)
		n, err = slot.ReadMessage(buf)
	}
	fmt.Printf("%s, %v\n", buf[:n], err)
	// Output: twelve bytes, <nil>
}

func ExampleSlot_Messages() {
	slot, w := pair("jobs")
	defer w.Close()
	for _, job := range []string{"one", "", "three"} { // an empty message is a message
		w.WriteMessage([]byte(job))
	}
	for m, err := range slot.Messages(context.Background()) {
		if err != nil {
			break // the context ended, or the slot was closed
		}
		fmt.Printf("%q\n", m.Data)
		if string(m.Data) == "three" {
			slot.Close()
		}
	}
	// Output:
	// "one"
	// ""
	// "three"
}

// A deadline in the past ends reads that wait, as it does for a net.Conn.
func ExampleSlot_SetReadDeadline() {
	slot, w := pair("stop")
	defer slot.Close()
	defer w.Close()
	reader := make(chan error)
	go func() {
		_, err := slot.Receive(context.Background())
		reader <- err
	}()
	slot.SetReadDeadline(time.Now())
	fmt.Println(errors.Is(<-reader, os.ErrDeadlineExceeded))

	slot.SetReadDeadline(time.Time{}) // reads wait again
	w.WriteMessage([]byte("still there"))
	m, err := slot.Receive(context.Background())
	fmt.Printf("%s, %v\n", m.Data, err)
	// Output:
	// true
	// still there, <nil>
}

func ExampleSlot_Info() {
	slot, w := pair("state")
	defer slot.Close()
	defer w.Close()
	w.WriteMessage([]byte("first"))
	w.WriteMessage(nil)
	info, err := slot.Info() // w.Info() answers the same
	fmt.Println(info.Count, info.NextSize, info.MaxMessageSize, info.ReadTimeout, err)
	// Output: 2 5 0 0s <nil>
}

func ExampleParseName() {
	for _, s := range []string{"net/netlogon", `\\.\MAILSLOT\x`, "//office/mailslot/alerts", `C:\x`} {
		name, err := mailslot.ParseName(s)
		fmt.Println(name.Local(), name.Host(), name.Slot(), err)
	}
	// Output:
	// true  net\netlogon <nil>
	// true  x <nil>
	// false office alerts <nil>
	// true   `C:\x` is not of the form \\.\mailslot\name
}

// pair is a slot and a handle on it.
func pair(name string) (*mailslot.Slot, *mailslot.Writer) {
	slot, err := mailslot.Listen(name)
	if err != nil {
		log.Fatal(err)
	}
	w, err := mailslot.Dial(name)
	if err != nil {
		log.Fatal(err)
	}
	return slot, w
}
