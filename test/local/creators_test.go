//go:build linux

package local

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot"
)

const (
	creators      = 200
	contestFull   = 1000 // slots created in turn
	contestShare  = 40
	contestName   = "contested"
	contestEnd    = 30 * time.Minute // only ends a contest that hangs
	longestTenure = 2 * time.Millisecond
)

// TestOneWinnerAmongManyCreators lets two hundred processes create the same
// name over and over and kills some of them. A winner holds a lock which the
// kernel gives to one process only: were two slots live, the second winner
// could not take it. A winner whose name no longer leads to it is lost.
func TestOneWinnerAmongManyCreators(t *testing.T) {
	dir := computer(t)
	r := random(t)
	board := newBlackboard(t)
	args := func() []string {
		return []string{board.path, filepath.Join(dir, "..", "lock"), strconv.FormatUint(r.Uint64(), 10)}
	}
	crowd := make([]*process, creators)
	for i := range crowd {
		crowd[i] = start(t, "creator", args())
	}
	target := uint64(share(contestFull, contestShare))
	for end := time.Now().Add(contestEnd); board.words[wins].Load() < target; {
		if time.Now().After(end) {
			t.Fatalf("only %d slots were created", board.words[wins].Load())
		}
		i := r.IntN(creators)
		crowd[i].kill()
		crowd[i].report()
		crowd[i] = start(t, "creator", args())
		time.Sleep(time.Duration(r.IntN(40)) * time.Millisecond)
	}
	for _, p := range crowd {
		p.in.Close()
	}
	for _, p := range crowd {
		p.join()
		p.report()
	}
	t.Logf("%d slots were created in turn", board.words[wins].Load())
	listen(t, contestName, mailslot.ListenConfig{}) // free at the end
}

// report fails the test with what the helper found wrong.
func (p *process) report() {
	p.t.Helper()
	if p.log.Len() > 0 {
		p.t.Errorf("creator %d: %s", p.pid(), p.log.Bytes())
	}
}

// creator creates the name, checks that it alone has it, and gives it up.
func creator(args []string) error {
	board, err := openBlackboard(args[0])
	if err != nil {
		return err
	}
	lock, err := openLast(args[1])
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(number(args[2]), 0))
	ended := make(chan struct{})
	go func() { awaitEnd(); close(ended) }()
	for {
		select {
		case <-ended:
			return nil
		default:
		}
		slot, err := mailslot.Listen(contestName)
		if errors.Is(err, fs.ErrExist) {
			awaitVacancy(board, r)
			continue
		}
		if err != nil {
			return err
		}
		board.words[wins].Add(1)
		if err := reign(slot, lock, r); err != nil {
			return err
		}
		board.words[vacancies].Add(1)
	}
}

// openLast opens a file with a higher number than any other: when the process
// is killed, the kernel ends its descriptors from the last to the first, and so
// gives up this one's lock before those of the slot.
func openLast(path string) (*os.File, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_CREAT|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	last, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 500)
	return os.NewFile(uintptr(last), path), err
}

// Words of the blackboard.
const (
	wins      = 0
	vacancies = 1 // how often a winner has given the name up
)

// awaitVacancy waits until the name is given up, so that all try at once, or
// for a while, because its owner may have been killed.
func awaitVacancy(board *blackboard, r *rand.Rand) {
	before := board.words[vacancies].Load()
	for range 2 + r.IntN(10) {
		time.Sleep(time.Duration(5+r.IntN(10)) * time.Millisecond)
		if board.words[vacancies].Load() != before {
			return
		}
	}
}

// reign is a winner's tenure: the lock is free, and the name leads to it.
func reign(slot *mailslot.Slot, lock *os.File, r *rand.Rand) error {
	whole := unix.Flock_t{Type: unix.F_WRLCK}
	if err := unix.FcntlFlock(lock.Fd(), unix.F_OFD_SETLK, &whole); err != nil {
		return fmt.Errorf("two slots of one name are live: %w", err)
	}
	for range 2 {
		if err := reachesMe(slot); err != nil {
			return err
		}
		time.Sleep(time.Duration(r.Int64N(int64(longestTenure))))
	}
	whole.Type = unix.F_UNLCK
	if err := unix.FcntlFlock(lock.Fd(), unix.F_OFD_SETLK, &whole); err != nil {
		return err
	}
	return slot.Close()
}

// reachesMe writes to the name and reads the message from slot.
func reachesMe(slot *mailslot.Slot) error {
	w, err := mailslot.Dial(contestName)
	if err != nil {
		return fmt.Errorf("the live slot is lost: %w", err)
	}
	defer w.Close()
	if pid := w.Peer().PID; pid != os.Getpid() {
		return fmt.Errorf("the name leads to process %d instead of %d", pid, os.Getpid())
	}
	want := strconv.Itoa(os.Getpid())
	if err := w.WriteMessage([]byte(want)); err != nil {
		return err
	}
	buf := make([]byte, 32)
	slot.SetReadTimeout(mailslot.NoWait)
	n, err := slot.ReadMessage(buf)
	if err != nil || string(buf[:n]) != want {
		return fmt.Errorf("read %q, want %q: %w", buf[:n], want, err)
	}
	return nil
}
