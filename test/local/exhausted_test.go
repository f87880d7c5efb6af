//go:build linux

package local

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot"
	"mailslot/internal/errno"
)

const (
	starvedHandles = 40
	segmentSized   = 100 << 10 // too large to go inline: needs a descriptor
	fewDescriptors = 64
)

// TestFullDescriptorTableLosesNothing writes to a reader that cannot open one
// descriptor more. Info is exact or an error; when descriptors are free again,
// every message of a returned write is there.
func TestFullDescriptorTableLosesNothing(t *testing.T) {
	computer(t)
	reader := start(t, "starved-reader", nil)
	reader.expect("listening")
	reader.tell("starve")
	reader.expect("starved")
	returned := 0
	buf := make([]byte, segmentSized)
	for i := range starvedHandles {
		w := dial(t, "starved")
		for _, size := range []int{payloadHeader, segmentSized} {
			if err := w.WriteMessage(payload(buf, uint32(i), 1, size)); err == nil {
				returned++
			}
		}
		reader.tell("count")
		if said := reader.line(); said != fmt.Sprint("unread ", returned) && !strings.HasPrefix(said, "error") {
			t.Fatalf("%d writes have returned, the starved reader says %q", returned, said)
		}
	}
	reader.tell("feed")
	reader.expect("fed")
	reader.tell("count")
	reader.expect(fmt.Sprint("unread ", returned))
	reader.tell("read")
	reader.expect(fmt.Sprint("read ", returned))
	reader.finish()
}

// TestDescriptorsInFlightExhausted fills the user's allowance of descriptors
// in flight towards a stopped reader: the write that gets no more is an error
// that says so, and those that returned are read later.
func TestDescriptorsInFlightExhausted(t *testing.T) {
	asUser := option(func(*exec.Cmd) {})
	if os.Getuid() == 0 { // the kernel does not bound root
		_, asUser = sharedComputer(t)
	} else {
		computer(t)
	}
	reader := start(t, "starved-reader", nil, asUser)
	reader.expect("listening")
	reader.stop()
	writer := start(t, "flood", []string{strconv.Itoa(fewDescriptors)}, asUser)
	said := strings.Fields(writer.line())
	returned := number(said[0])
	if said[1] != strconv.Itoa(int(errno.NoSystemResources)) || returned < fewDescriptors/2 {
		t.Errorf("after %d writes the code is %s, want %d", returned, said[1], errno.NoSystemResources)
	}
	reader.resume()
	reader.tell("count")
	reader.expect(fmt.Sprint("unread ", returned))
	reader.tell("read")
	reader.expect(fmt.Sprint("read ", returned))
}

// flood opens handles, writes one large message with each and closes it, until
// an error.
func flood(args []string) error {
	limit := number(args[0])
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return err
	}
	buf := make([]byte, segmentSized)
	for returned := 0; returned < 100_000; returned++ {
		w, err := mailslot.Dial("starved")
		if err == nil {
			err = w.WriteMessage(payload(buf, 0, uint64(returned), segmentSized))
			w.Close()
		}
		if err != nil {
			fmt.Println(returned, uint32(errno.Of(err)), err)
			awaitEnd()
			return nil
		}
	}
	return fmt.Errorf("no limit was met")
}

// starvedReader creates a slot and does what the lines say: take all
// descriptors, give them back, count, read.
func starvedReader([]string) error {
	slot, err := mailslot.Listen("starved")
	if err != nil {
		return err
	}
	defer slot.Close()
	var taken []int
	commands := map[string]func(){
		"starve": func() { taken = takeDescriptors(); fmt.Println("starved") },
		"feed":   func() { closeAll(taken); fmt.Println("fed") },
		"count":  func() { printCount(slot) },
		"read":   func() { printRead(slot) },
	}
	fmt.Println("listening")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		commands[in.Text()]()
	}
	return nil
}

// takeDescriptors opens descriptors until the table is full.
func takeDescriptors() (taken []int) {
	limit := syscall.Rlimit{Cur: fewDescriptors, Max: 1024}
	syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	for {
		fd, err := unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			return taken
		}
		taken = append(taken, fd)
	}
}

func closeAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}

func printCount(slot *mailslot.Slot) {
	info, err := slot.Info()
	if err != nil {
		fmt.Println("error", err)
		return
	}
	fmt.Println("unread", info.Count)
}

// printRead reads until nothing is left and says how many messages were whole.
func printRead(slot *mailslot.Slot) {
	slot.SetReadTimeout(mailslot.NoWait)
	buf := make([]byte, largestMixed)
	for n := 0; ; n++ {
		size, err := slot.ReadMessage(buf)
		if errno.Of(err) == errno.SemTimeout {
			fmt.Println("read", n)
			return
		}
		if err == nil {
			_, _, err = parsePayload(buf[:size])
		}
		if err != nil {
			fmt.Println("error", err)
			return
		}
	}
}
