//go:build linux

package local

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot"
)

const heartbeatPause = time.Millisecond

// twin is a thread that only sleeps and wakes, by the same clock as the reader
// under test: what it is late is the machine's doing, not ours.
type twin struct {
	helper *process
	late   map[uint64]time.Duration // by heartbeat
	done   chan struct{}
}

// startTwin starts a process that writes a heartbeat to the slot and to a pipe
// again and again, and reads the pipe.
func startTwin(t *testing.T) *twin {
	t.Helper()
	in, out, err := os.Pipe()
	must(t, err)
	defer out.Close()
	tw := &twin{late: map[uint64]time.Duration{}, done: make(chan struct{})}
	tw.helper = start(t, "heartbeat", nil, withFiles(out))
	go tw.read(in)
	return tw
}

func (tw *twin) read(in *os.File) {
	defer close(tw.done)
	defer in.Close()
	for beat := make([]byte, 8); ; {
		if _, err := io.ReadFull(in, beat); err != nil {
			return
		}
		at := binary.LittleEndian.Uint64(beat)
		tw.late[at] = monotonic() - time.Duration(at)
	}
}

// stop ends the heartbeat; its last beats may still be unread.
func (tw *twin) stop(t *testing.T) {
	t.Helper()
	tw.helper.finish()
	<-tw.done
}

// compare checks that every heartbeat was read, and that the reader was as
// punctual as the twin, but for one heartbeat in allowedBeyond. Where the twin
// itself cannot keep time, others use the machine and nothing can be said.
func (tw *twin) compare(t *testing.T, reader map[uint64]time.Duration) {
	t.Helper()
	beyond, unpunctual, worst := 0, 0, time.Duration(0)
	for at, late := range tw.late {
		readerLate, read := reader[at]
		if !read {
			t.Fatalf("the heartbeat at %d was not read", at)
		}
		worst = max(worst, readerLate-late)
		if readerLate > late+allowedDelay {
			beyond++
		}
		if late > allowedDelay/2 {
			unpunctual++
		}
	}
	t.Run("punctual", func(t *testing.T) { tw.judge(t, beyond, unpunctual, worst) })
}

func (tw *twin) judge(t *testing.T, beyond, unpunctual int, worst time.Duration) {
	if unpunctual*allowedBeyond > len(tw.late) {
		t.Skipf("not run: the machine is too busy to compare: the twin was more than %v late at %d of %d heartbeats",
			allowedDelay/2, unpunctual, len(tw.late))
	}
	t.Logf("%d heartbeats, the reader at most %v later than its twin", len(tw.late), worst)
	if beyond*allowedBeyond > len(tw.late) {
		t.Errorf("%d of %d heartbeats were read more than %v after the twin woke", beyond, len(tw.late), allowedDelay)
	}
}

// heartbeat writes the time to the slot and to the pipe until its input ends.
func heartbeat([]string) error {
	w, err := mailslot.Dial(ackedSlot)
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		bufio.NewReader(os.Stdin).ReadByte()
		close(ended)
	}()
	pipe := os.NewFile(3, "twin")
	buf := make([]byte, payloadHeader)
	toTwin := func(now uint64) error {
		_, err := pipe.Write(binary.LittleEndian.AppendUint64(nil, now))
		return err
	}
	toSlot := func(now uint64) error { return writePatiently(w, payload(buf, heartbeatID, now, 0)) }
	// On a busy machine the second is late by what comes between: it is each in turn.
	for first, second := toTwin, toSlot; ; first, second = second, first {
		select {
		case <-ended:
			return w.Close()
		case <-time.After(heartbeatPause):
		}
		now := uint64(monotonic())
		if err := errors.Join(first(now), second(now)); err != nil {
			return err
		}
	}
}

// monotonic is the clock that all processes of this computer share.
func monotonic() time.Duration {
	var ts unix.Timespec
	unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts)
	return time.Duration(ts.Nano())
}
