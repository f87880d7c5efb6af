//go:build linux

package local

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"sync/atomic"

	"mailslot"
	"mailslot/internal/errno"
)

// victimWriter opens, writes, asks and closes until it has written its share,
// noting each returned write. A slot that is gone ends it too.
func victimWriter(args []string) error {
	board, err := openBlackboard(args[0])
	if err != nil {
		return err
	}
	id, size, perOpen := number(args[1]), victimSizes[args[2]], int(number(args[3]))
	r := rand.New(rand.NewPCG(number(args[4]), 0))
	buf := make([]byte, largestMixed)
	seq := uint64(1)
	for tries := 0; seq <= victimShare && tries < 2*victimShare; tries++ {
		w, err := mailslot.Dial(ackedSlot)
		if errors.Is(err, fs.ErrNotExist) {
			yield() // the victim of the reader's test begins later, or anew
			continue
		}
		if err != nil {
			return err
		}
		for range perOpen {
			if err := writePatiently(w, payload(buf, uint32(id), seq, size(r))); err != nil {
				return err
			}
			board.words[id].Store(seq)
			if len(args) > 5 {
				board.pace(id, seq, number(args[5]))
			}
			seq++
		}
		if _, err := w.Info(); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	return nil
}

// victimShare is how many messages a victim writes that never comes to the
// point where it is to be struck.
const victimShare = 1500

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
	go func() { awaitEnd(); ended.Store(true) }()
	buf := make([]byte, largestMixed)
	for !ended.Load() {
		slot, err := mailslot.Listen(ackedSlot)
		if err != nil {
			return err
		}
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
