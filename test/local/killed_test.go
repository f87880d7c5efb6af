//go:build linux

package local

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"mailslot"
	"mailslot/internal/errno"
)

const (
	killedFull    = 1000
	killedShare   = 200
	killedAtOnce  = 4
	longestLife   = 8 * time.Millisecond // of a writer, once it writes
	ackedSlot     = "acked"
	ackedQuota    = 1 << 20
	heartbeatID   = 0xFFFF
	judgedAt      = blackboardWords / 2    // words where the judge notes what it has read
	furthestAhead = 30                     // unread messages of one writer
	allowedDelay  = 100 * time.Millisecond // beyond the twin's
	allowedBeyond = 1000                   // one heartbeat in so many
)

// TestKilledWritersLoseNothing kills writers with SIGKILL at random moments.
// Every message of a write that had returned is read, once, untorn and in
// order; at most the one in flight is read besides. Meanwhile the reader is
// as punctual as a thread that only sleeps and wakes.
func TestKilledWritersLoseNothing(t *testing.T) {
	computer(t)
	r := random(t)
	board := newBlackboard(t)
	slot := listen(t, ackedSlot, mailslot.ListenConfig{Quota: ackedQuota})
	j := startJudge(t, slot, board)
	beat := startTwin(t)

	victims := share(killedFull, killedShare)
	for first := 0; first < victims; first += killedAtOnce {
		killSome(t, r, board, first, min(killedAtOnce, victims-first))
	}
	beat.stop(t)
	j.drain(t)
	for w := range victims {
		acked, read := board.words[w].Load(), j.lastOf(w)
		if read < acked || read > acked+1 {
			t.Errorf("writer %d: %d writes had returned, %d messages were read", w, acked, read)
		}
	}
	beat.compare(t, j.beats)
}

// killSome starts n writers and kills each at a random moment of its life.
func killSome(t *testing.T, r *rand.Rand, board *blackboard, first, n int) {
	t.Helper()
	var writers []*process
	for i := range n {
		args := []string{board.path, strconv.Itoa(first + i), strconv.FormatUint(r.Uint64(), 10)}
		writers = append(writers, start(t, "acked-writer", args))
	}
	for _, w := range writers {
		if r.IntN(10) != 0 { // one in ten dies before or while it opens
			w.expect("ready")
		}
	}
	for _, w := range writers {
		time.Sleep(time.Duration(r.Int64N(int64(longestLife) / int64(n))))
		w.kill()
	}
}

// ackedWriter writes messages 1, 2, 3, ... and notes each returned write.
func ackedWriter(args []string) error {
	board, err := openBlackboard(args[0])
	if err != nil {
		return err
	}
	me := number(args[1])
	r := rand.New(rand.NewPCG(number(args[2]), 0))
	buf := make([]byte, largestMixed)
	fmt.Println("ready")
	for seq := uint64(1); ; {
		w, err := mailslot.Dial(ackedSlot)
		if err != nil {
			return err
		}
		for range 1 + r.IntN(400) {
			if err := writePatiently(w, payload(buf, uint32(me), seq, mixedSize(r))); err != nil {
				return err
			}
			board.words[me].Store(seq)
			board.pace(me, seq, furthestAhead)
			seq++
		}
		w.Close()
	}
}

// pace sleeps while a writer is ahead of the judge: these lanes measure
// delays, and a message behind a backlog, or a reader that needs a whole
// processor, is late for that reason alone.
func (b *blackboard) pace(writer, seq, ahead uint64) {
	for seq > b.words[judgedAt+writer].Load()+ahead {
		time.Sleep(200 * time.Microsecond)
	}
}

// writePatiently tries again while the quota is used up.
func writePatiently(w *mailslot.Writer, p []byte) error {
	for {
		err := w.WriteMessage(p)
		if errno.Of(err) != errno.NotEnoughQuota {
			return err
		}
		yield()
	}
}

// judge reads everything and checks that each writer's messages are whole and
// come as 1, 2, 3, ...
type judge struct {
	slot  *mailslot.Slot
	board *blackboard
	done  chan error

	mu    sync.Mutex
	beats map[uint64]time.Duration // delay of each heartbeat
}

// quietEnd is how long the slot must stay silent before a drain is over; all
// writers are gone by then, so nothing can come later.
const quietEnd = 500 * time.Millisecond

func startJudge(t *testing.T, slot *mailslot.Slot, board *blackboard) *judge {
	t.Helper()
	j := &judge{
		slot: slot, board: board, done: make(chan error, 1), beats: map[uint64]time.Duration{},
	}
	go func() { j.done <- j.read() }()
	return j
}

// read ends with nil at the read deadline that drain sets.
func (j *judge) read() error {
	buf := make([]byte, largestMixed)
	for {
		n, err := j.slot.ReadMessage(buf)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := j.judge(buf[:n]); err != nil {
			return err
		}
	}
}

func (j *judge) judge(p []byte) error {
	writer, seq, err := parsePayload(p)
	if err != nil {
		return err
	}
	if writer == heartbeatID {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.beats[seq] = monotonic() - time.Duration(seq)
		return nil
	}
	if last := j.lastOf(int(writer)); seq != last+1 {
		return fmt.Errorf("writer %d: message %d was read after %d", writer, seq, last)
	}
	j.board.words[judgedAt+writer].Store(seq)
	return nil
}

// lastOf is the last message of a writer that was read.
func (j *judge) lastOf(writer int) uint64 { return j.board.words[judgedAt+writer].Load() }

// drain lets the judge read what is left and checks that the slot is empty.
func (j *judge) drain(t *testing.T) {
	t.Helper()
	j.slot.SetReadTimeout(quietEnd)
	w := dial(t, ackedSlot) // wakes a read that began without a time-out
	must(t, w.WriteMessage(payload(make([]byte, payloadHeader), heartbeatID, uint64(monotonic()), 0)))
	must(t, <-j.done)
	if info, err := j.slot.Info(); err != nil || info.Count != 0 {
		t.Fatalf("after the last message: %+v, %v", info, err)
	}
}
