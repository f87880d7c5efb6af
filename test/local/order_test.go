//go:build linux

package local

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"mailslot"
)

const (
	tokenHolders  = 4
	tokenShare    = 120_000
	tokenFull     = 1_000_000
	redialOneIn   = 60 // messages; a fresh handle begins with inline messages
	handlesEach   = 2
	tokenSlot     = `order\token`
	tokenDeadline = 10 * time.Minute
)

// readFunc is one manner of reading the next message into a buffer.
type readFunc func(*mailslot.Slot, *rand.Rand, []byte) (int, error)

// TestTokenOrder passes a token round several processes, each of which writes
// when it holds it: message k returned before message k+1 began, so they must
// be read as 0, 1, 2, ... whatever the handles, sizes and sleep of the reader.
func TestTokenOrder(t *testing.T) {
	readers := map[string]readFunc{
		"ReaderSleeps": sleepingRead, "ReaderPolls": pollingRead, "ReaderLags": laggingRead,
	}
	cells := len(readers) * 2
	for _, token := range []string{"Pipe", "Spin"} {
		for name, read := range readers {
			t.Run(name+"/TokenBy"+token, func(t *testing.T) {
				passToken(t, token, share(tokenFull, tokenShare)/cells, read)
			})
		}
	}
}

// passToken runs total messages through the slot and checks their order.
func passToken(t *testing.T, token string, total int, read readFunc) {
	computer(t)
	r := random(t)
	slot := listen(t, tokenSlot, mailslot.ListenConfig{Quota: 1 << 30})
	writers := startTokenHolders(t, token, total, r)
	buf := make([]byte, largestMixed)
	for want := range total {
		n, err := read(slot, r, buf)
		if err != nil {
			info, _ := slot.Info()
			t.Fatalf("message %d: %v; then %+v; the token's holders:%s", want, err, info, states(writers))
		}
		_, seq, err := parsePayload(buf[:n])
		must(t, err)
		if seq != uint64(want) {
			t.Fatalf("message %d was read when %d was due", seq, want)
		}
	}
	for _, w := range writers {
		w.finish()
	}
	if info, err := slot.Info(); err != nil || info.Count != 0 {
		t.Fatalf("after the last message: %+v, %v", info, err)
	}
}

func startTokenHolders(t *testing.T, token string, total int, r *rand.Rand) []*process {
	board := newBlackboard(t)
	pipes := make([][2]*os.File, tokenHolders)
	for i := range pipes {
		in, out, err := os.Pipe()
		must(t, err)
		pipes[i] = [2]*os.File{in, out}
		defer in.Close()
		defer out.Close()
	}
	var writers []*process
	for i := range tokenHolders {
		args := []string{token, board.path, strconv.Itoa(i), strconv.Itoa(total), strconv.FormatUint(r.Uint64(), 10)}
		ring := withFiles(pipes[i][0], pipes[(i+1)%tokenHolders][1])
		writers = append(writers, start(t, "token-writer", args, ring))
	}
	for _, w := range writers {
		w.expect("ready")
	}
	_, err := pipes[0][1].Write([]byte{0})
	must(t, err)
	board.words[0].Store(1)
	return writers
}

// states says which helpers have ended, and with what last words.
func states(helpers []*process) (text string) {
	for i, p := range helpers {
		select {
		case <-p.ended:
			text += fmt.Sprintf("\n%d ended: %v: %s", i, p.err, p.log.Bytes())
		default:
			text += fmt.Sprintf("\n%d runs", i)
		}
	}
	return text
}

// sleepingRead blocks until a message comes.
func sleepingRead(s *mailslot.Slot, _ *rand.Rand, buf []byte) (int, error) {
	s.SetReadDeadline(time.Now().Add(patience))
	return s.ReadMessage(buf)
}

// pollingRead never sleeps.
func pollingRead(s *mailslot.Slot, _ *rand.Rand, buf []byte) (int, error) {
	s.SetReadTimeout(mailslot.NoWait)
	for deadline := time.Now().Add(patience); ; yield() {
		n, err := s.ReadMessage(buf)
		if !errors.Is(err, os.ErrDeadlineExceeded) || time.Now().After(deadline) {
			return n, err
		}
	}
}

// laggingRead now and then stays away, so that rings fill and grow.
func laggingRead(s *mailslot.Slot, r *rand.Rand, buf []byte) (int, error) {
	if r.IntN(2000) == 0 {
		time.Sleep(time.Duration(r.IntN(int(20 * time.Millisecond))))
	}
	return sleepingRead(s, r, buf)
}

// tokenWriter writes every tokenHolders-th message, when its turn comes.
func tokenWriter(args []string) error {
	board, err := openBlackboard(args[1])
	if err != nil {
		return err
	}
	me, total, seed := number(args[2]), number(args[3]), number(args[4])
	next, pass := pipeToken()
	if args[0] == "Spin" {
		next, pass = spinToken(board, me)
	}
	fmt.Println("ready")
	return writeInTurn(rand.New(rand.NewPCG(seed, me)), me, total, next, pass)
}

// writeInTurn writes with several handles, each replaced now and then.
func writeInTurn(r *rand.Rand, me, total uint64, next, pass func() error) error {
	var handles [handlesEach]*mailslot.Writer
	buf := make([]byte, largestMixed)
	for seq := me; seq < total; seq += tokenHolders {
		if err := next(); err != nil {
			return err
		}
		h := &handles[r.IntN(handlesEach)]
		if err := refresh(h, r); err != nil {
			return err
		}
		if err := (*h).WriteMessage(payload(buf, uint32(me), seq, mixedSize(r))); err != nil {
			return err
		}
		if err := pass(); err != nil {
			return err
		}
	}
	return nil
}

// refresh opens the handle if there is none, and now and then anew.
func refresh(h **mailslot.Writer, r *rand.Rand) error {
	if *h != nil && r.IntN(redialOneIn) != 0 {
		return nil
	}
	if *h != nil {
		(*h).Close()
	}
	var err error
	*h, err = mailslot.Dial(tokenSlot)
	return err
}

// pipeToken hands a byte from process to process: every holder sleeps.
func pipeToken() (next, pass func() error) {
	in, out := os.NewFile(3, "token in"), os.NewFile(4, "token out")
	one := make([]byte, 1)
	next = func() error { _, err := in.Read(one); return err }
	pass = func() error { out.Write(one); return nil } // the last holders may be gone
	return next, pass
}

// spinToken hands a word in shared memory on: no holder sleeps.
func spinToken(b *blackboard, me uint64) (next, pass func() error) {
	turn := &b.words[0] // 1 + the number of messages written
	next = func() error {
		for deadline := time.Now().Add(tokenDeadline); (turn.Load()+tokenHolders-1)%tokenHolders != me || turn.Load() == 0; yield() {
			if time.Now().After(deadline) {
				return errors.New("the token never came")
			}
		}
		return nil
	}
	pass = func() error { turn.Add(1); return nil }
	return next, pass
}

// number reads a helper's numeric argument.
func number(s string) uint64 {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		panic(err) // the test itself wrote it
	}
	return n
}
