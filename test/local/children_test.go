//go:build linux

package local

import (
	"encoding/hex"
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot"
)

// TestHandleServesChildAfterChild has one process after the other inherit a
// handle, write through it and end, as the children of a service that runs for
// years do.
func TestHandleServesChildAfterChild(t *testing.T) {
	computer(t)
	slot := listen(t, "x", mailslot.ListenConfig{})
	w := dial(t, "x")
	for n := range share(1500, 40) {
		fd, about, err := w.Share()
		must(t, err)
		passed, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		must(t, err)
		f := os.NewFile(uintptr(passed), "handle")
		child := start(t, "child", []string{hex.EncodeToString(about), fmt.Sprint(n)}, withFiles(f))
		f.Close()
		child.finish()
		child.dismiss()
		m, err := slot.Receive(t.Context())
		must(t, err)
		if string(m.Data) != fmt.Sprint(n) {
			t.Fatalf("read %q, want %d", m.Data, n)
		}
	}
	must(t, w.WriteMessage([]byte("parent")))
	info, err := slot.Info()
	must(t, err)
	if info.Count != 1 || info.Offenders != 0 || info.Writers != 1 {
		t.Fatalf("%+v", info)
	}
}

// child writes its second argument through the handle that it has inherited.
func child(args []string) error {
	about, err := hex.DecodeString(args[0])
	if err != nil {
		return err
	}
	w, err := mailslot.Inherit(3, about)
	if err != nil {
		return err
	}
	return w.WriteMessage([]byte(args[1]))
}
