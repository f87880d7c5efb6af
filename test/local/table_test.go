//go:build linux

package local

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestStrangersDescriptorsLeaveTheServerItsTable: a stranger keeps all threads
// busy that close what he has passed, and passes more. The server takes in no
// more than it may open: newcomers are served, and a ring of an old handle.
func TestStrangersDescriptorsLeaveTheServerItsTable(t *testing.T) {
	_, asStranger := sharedComputer(t)
	const files = 256
	server := start(t, "host", []string{"shared"})
	server.expect("listening")
	must(t, unix.Prlimit(server.pid(), unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: files, Max: files}, nil))
	old := dial(t, "shared")
	server.stop() // or it lets go of them first
	flooder := start(t, "flooder", nil, asStranger)
	flooder.expect("lingering")
	server.resume()
	time.Sleep(time.Second / 2) // they are being closed
	flooder.tell("more")
	flooder.expect("sent")
	if n := openOf(t, server.pid()); n > files/2 {
		t.Errorf("the server has %d descriptors of %d", n, files)
	}
	for i := range 5 {
		must(t, dial(t, "shared").WriteMessage(fmt.Append(nil, "newcomer ", i)))
	}
	must(t, old.WriteMessage(fmt.Appendf(nil, "%40000s", "ring")))
	for said := 0; said < 6; {
		if l := server.line(); l != "" && l != "hi" {
			said++
		}
	}
	server.tell("end")
	server.finish()
}

// openOf is how many descriptors a process has.
func openOf(t *testing.T, pid int) int {
	t.Helper()
	all, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	must(t, err)
	return len(all)
}

// flooder passes a server sockets that linger, for all threads that it has for
// that, and then a file with each of many rings. It stays, so that they do.
func flooder([]string) error {
	c, err := greet()
	if err != nil {
		return err
	}
	for range 6 {
		c, err := greet()
		if err != nil {
			return err
		}
		if err := c.sendLingering(rawFrame(200, 4, 1, []byte("evil")), 12); err != nil {
			return err
		}
	}
	fmt.Println("lingering")
	awaitEnd()
	null, err := unix.Open(os.DevNull, unix.O_RDONLY, 0)
	if err != nil {
		return err
	}
	patience := unix.NsecToTimeval(int64(time.Second))
	unix.SetsockoptTimeval(c.fd, unix.SOL_SOCKET, unix.SO_SNDTIMEO, &patience)
	for range 300 {
		r, err := newRing()
		if err != nil {
			return err
		}
		r.record(0, 0, 0, uint64(monotonic()))
		r.publish(16, 1)
		err = c.send(rawFrame(rawSegment, 4, 0, []byte{1, 0, 0, 0}), r.fd, null)
		r.close()
		if errors.Is(err, unix.EAGAIN) {
			break // it takes no more
		}
		if err != nil {
			return err
		}
	}
	time.Sleep(time.Second / 2) // it takes what it takes
	fmt.Println("sent")
	awaitEnd()
	return nil
}
