package explain_test

import (
	"fmt"

	"mailslot/internal/explain"
	"mailslot/internal/smbtrans"
)

func Example() {
	w := smbtrans.Write{Slot: "test1", Class: smbtrans.ClassDatagram, Data: []byte("hello")}
	text, err := explain.Packet(w.Append(nil), 0)
	fmt.Print(text, err)
	// Output:
	// SMB transaction, 93 bytes
	//   slot         \MAILSLOT\test1
	//   priority     0
	//   class        2
	//   data         5 bytes
	//     00000000  68 65 6c 6c 6f                                    |hello|
	// <nil>
}
