package smbtrans_test

import (
	"fmt"

	"mailslot/internal/smbtrans"
)

func Example() {
	w := smbtrans.Write{Slot: "test1", Class: smbtrans.ClassDatagram, Data: []byte("hello")}
	b := w.Append(nil)
	got, err := smbtrans.Parse(b)
	fmt.Printf("%d bytes, %s: %s, %v\n", len(b), got.Slot, got.Data, err)
	fmt.Println(smbtrans.SendLimit(len("test1")))
	// Output:
	// 93 bytes, test1: hello, <nil>
	// 424
}
