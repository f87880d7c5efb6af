//go:build linux

package local

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"mailslot"
	"mailslot/internal/errno"
)

// victim is a process that is struck while it opens, writes, asks and closes.
type victim struct {
	*rand.Rand
	board *blackboard
	id    uint64
	size  func(*rand.Rand) int
	ahead uint64 // unread messages at most
	seq   uint64 // of the next message
	buf   []byte
}

// victimWriter writes its share through many handles, every other of which is
// closed after a few messages, and notes each returned write. A slot that is
// gone it opens anew; where there is none it gives up in the end.
func victimWriter(args []string) error {
	board, err := openBlackboard(args[0])
	if err != nil {
		return err
	}
	v := &victim{
		Rand: rand.New(rand.NewPCG(number(args[4]), 0)), board: board, id: number(args[1]),
		size: victimSizes[args[2]], ahead: number(args[5]), seq: 1, buf: make([]byte, largestMixed),
	}
	perOpen := int(number(args[3]))
	for tries := 0; v.seq <= victimShare && tries < 2*victimShare; tries++ {
		messages := perOpen
		if tries%2 == 0 {
			messages = fewMessages
		}
		err := v.visit(messages)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && errno.Of(err) != errno.HandleEOF {
			return err
		}
	}
	return nil
}

// visit opens the slot, writes so many messages, asks and closes.
func (v *victim) visit(messages int) (err error) {
	w, err := mailslot.Dial(ackedSlot)
	if err != nil {
		yield() // the server begins anew
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for range messages {
		if err := writePatiently(w, payload(v.buf, uint32(v.id), v.seq, v.size(v.Rand))); err != nil {
			return err
		}
		v.board.words[v.id].Store(v.seq)
		if v.ahead > 0 {
			v.board.pace(v.id, v.seq, v.Uint64N(v.ahead))
		}
		v.seq++
	}
	_, err = w.Info()
	return err
}

// victimShare is how many messages a victim writes that never comes to the
// point where it is to be struck.
const victimShare = 1500

// fewMessages still go inline.
const fewMessages = 4

// victimSizes are the sizes of a load's messages.
var victimSizes = map[string]func(*rand.Rand) int{
	"small": func(r *rand.Rand) int { return payloadHeader + r.IntN(64) },
	"mixed": mixedSize,
	"large": func(r *rand.Rand) int { return 8<<10 + r.IntN(60<<10) },
}

// victimReader creates the slot, reads, asks, closes and creates it anew until
// its input ends.
func victimReader([]string) error {
	var ended atomic.Bool
	var once sync.Once
	go func() { awaitEnd(); ended.Store(true) }()
	buf := make([]byte, largestMixed)
	for !ended.Load() {
		slot, err := mailslot.Listen(ackedSlot)
		if err != nil {
			return err
		}
		once.Do(func() { fmt.Println("ready") })
		slot.SetReadTimeout(victimPatience)
		for n := 0; n < 500 && !ended.Load(); n++ {
			size, err := slot.ReadMessage(buf)
			if err == nil {
				_, _, err = parsePayload(buf[:size])
			}
			if err != nil && errno.Of(err) != errno.SemTimeout {
				return err
			}
			if _, err := slot.Info(); err != nil {
				return err
			}
		}
		if err := slot.Close(); err != nil {
			return err
		}
	}
	return nil
}

// victimPatience is the read time-out of a victim: short, so that time-outs
// are among what is struck.
const victimPatience = 1e6 // 1 ms
