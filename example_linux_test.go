package mailslot_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"time"

	"mailslot"
)

// These show what Windows does not tell or limit.

func Example() {
	slot, err := mailslot.Listen("hello") // \\.\mailslot\hello
	if err != nil {
		log.Fatal(err)
	}
	defer slot.Close()

	w, err := mailslot.Dial("hello") // any process, any number of them
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	if err := w.WriteMessage([]byte("hello, slot")); err != nil { // never waits
		log.Fatal(err)
	}

	m, err := slot.Receive(context.Background()) // with who wrote it, and when
	fmt.Printf("%s, from this process: %t, %v\n", m.Data, m.From.PID == os.Getpid(), err)
	// Output: hello, slot, from this process: true, <nil>
}

// A slot with limits, whose reads give up after 50 ms.
func ExampleListenConfig() {
	config := mailslot.ListenConfig{MaxMessageSize: 100, ReadTimeout: 50 * time.Millisecond}
	slot, err := config.Listen("limits")
	if err != nil {
		log.Fatal(err)
	}
	defer slot.Close()
	_, err = slot.ReadMessage(make([]byte, 100))
	fmt.Println(errors.Is(err, os.ErrDeadlineExceeded))

	w, err := mailslot.Dial("limits")
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	fmt.Println(w.WriteMessage(make([]byte, 101)))
	// Output:
	// true
	// write mailslot \\.\mailslot\limits: the message is too large: it has 101 bytes, the slot takes at most 100
}

// Ready makes a slot one case of a select. An element means that a message may
// wait, so read until none does.
func ExampleSlot_Ready() {
	config := mailslot.ListenConfig{ReadTimeout: mailslot.NoWait}
	slot, err := config.Listen("ready")
	if err != nil {
		log.Fatal(err)
	}
	defer slot.Close()
	w, err := mailslot.Dial("ready")
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	ready, err := slot.Ready()
	if err != nil {
		log.Fatal(err)
	}
	go w.WriteMessage([]byte("a message"))

	buf := make([]byte, 64)
	for got := false; !got; {
		select {
		case <-ready:
			for {
				n, err := slot.ReadMessage(buf)
				if err != nil { // os.ErrDeadlineExceeded: empty
					break
				}
				fmt.Printf("%s\n", buf[:n])
				got = true
			}
		case <-time.After(time.Minute):
			fmt.Println("nothing came")
			return
		}
	}
	// Output: a message
}

// A client that starts before its server waits for the slot to appear.
func ExampleDialer() {
	_, err := mailslot.Dial("later")
	fmt.Println(errors.Is(err, fs.ErrNotExist))

	serving := make(chan *mailslot.Slot)
	go func() {
		slot, err := mailslot.Listen("later")
		if err != nil {
			log.Fatal(err)
		}
		serving <- slot
	}()
	dialer := mailslot.Dialer{Wait: time.Minute}
	w, err := dialer.Dial(context.Background(), "later")
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	fmt.Println(w.Peer().PID == os.Getpid())
	(<-serving).Close()
	// Output:
	// true
	// true
}

// WriteMessage never waits; Send waits for room when the reader is behind.
func ExampleWriter_Send() {
	config := mailslot.ListenConfig{Quota: 64 << 10}
	slot, err := config.Listen("full")
	if err != nil {
		log.Fatal(err)
	}
	defer slot.Close()
	w, err := mailslot.Dial("full")
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	message := make([]byte, 4096)
	for err == nil {
		err = w.WriteMessage(message)
	}
	var code mailslot.Errno
	fmt.Println(errors.As(err, &code), uint32(code), code.Name())

	go func() {
		buf := make([]byte, len(message))
		for range 16 {
			slot.ReadMessage(buf)
		}
	}()
	fmt.Println(w.Send(context.Background(), message))
	// Output:
	// true 1816 ERROR_NOT_ENOUGH_QUOTA
	// <nil>
}
