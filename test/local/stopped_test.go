//go:build linux

package local

import (
	"bufio"
	"fmt"
	"os"
	"testing"
	"time"

	"mailslot"
)

// TestStoppedReaderStopsNobody writes a backlog to a reader that is stopped
// with SIGSTOP: every write returns, memory is bounded, and all is read
// after SIGCONT.
func TestStoppedReaderStopsNobody(t *testing.T) {
	for _, c := range []struct {
		name        string
		count, size int
	}{
		{"AMillionOf16Bytes", 1_000_000, 16},
		{"2000Of64KB", 2_000, 64 << 10},
	} {
		t.Run(c.name, func(t *testing.T) { writeToStopped(t, c.count, c.size) })
	}
}

func writeToStopped(t *testing.T, count, size int) {
	computer(t)
	reader := start(t, "backlog-reader", nil)
	reader.expect("listening")
	w := dial(t, "backlog")
	before := sharedMemory(t, os.Getpid(), reader.pid())
	reader.stop()
	writeBacklog(t, w, count, size)
	reader.resume()
	reader.tell("count")
	reader.expect(fmt.Sprintf("unread %d", count))
	grown := sharedMemory(t, os.Getpid(), reader.pid()) - before
	checkGrowth(t, grown, count, size)
	reader.tell("read")
	reader.expect(fmt.Sprintf("read %d", count))
	reader.finish()
}

func writeBacklog(t *testing.T, w *mailslot.Writer, count, size int) {
	t.Helper()
	done := make(chan error, 1)
	go func() {
		buf := make([]byte, size)
		for i := range count {
			if err := w.WriteMessage(payload(buf, 0, uint64(i), size)); err != nil {
				done <- fmt.Errorf("write %d: %w", i, err)
				return
			}
		}
		done <- nil
	}()
	select {
	case err := <-done:
		must(t, err)
	case <-time.After(patience):
		t.Fatal("the writer waits for a stopped reader")
	}
}

// checkGrowth holds shared memory to the bound of the specification.
func checkGrowth(t *testing.T, grown, count, size int) {
	t.Helper()
	bound := 3*count*size/2 + 32*count + 1<<20
	t.Logf("shared memory grew by %d KiB; the bound is %d KiB", grown>>10, bound>>10)
	if grown < count*size {
		t.Fatalf("a backlog of %d bytes in %d bytes of shared memory: the measurement is wrong", count*size, grown)
	}
	if grown > bound {
		t.Fatalf("shared memory grew by %d bytes, more than %d", grown, bound)
	}
}

// backlogReader creates a slot and does what the lines say.
func backlogReader([]string) error {
	slot, err := mailslot.Listen("backlog")
	if err != nil {
		return err
	}
	defer slot.Close()
	fmt.Println("listening")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		info, err := slot.Info()
		if err != nil {
			return err
		}
		if in.Text() == "count" {
			fmt.Println("unread", info.Count)
			continue
		}
		if err := readInOrder(slot, info.Count); err != nil {
			return err
		}
		fmt.Println("read", info.Count)
	}
	return nil
}

// readInOrder reads n messages of one writer, numbered from 0.
func readInOrder(slot *mailslot.Slot, n int) error {
	buf := make([]byte, largestMixed)
	for want := range n {
		got, err := slot.ReadMessage(buf)
		if err != nil {
			return err
		}
		_, seq, err := parsePayload(buf[:got])
		if err != nil {
			return err
		}
		if seq != uint64(want) {
			return fmt.Errorf("read message %d when %d was due", seq, want)
		}
	}
	return nil
}
