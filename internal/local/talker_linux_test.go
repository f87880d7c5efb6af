package local

import (
	"errors"
	"io"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// talker is a client of a server that never stops talking: it sends the frame
// until the test ends.
func talker(t *testing.T, frame []byte) (w *Writer, server int) {
	t.Helper()
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	must(t, err)
	w = &Writer{about: About{Name: "Test", Quota: DefaultQuota}, fd: ends[0]}
	stop := meanwhile(func() {
		shm.Send(ends[1], frame)
		runtime.Gosched()
	})
	t.Cleanup(func() {
		stop()
		w.Close()
		unix.Close(ends[1])
	})
	return w, ends[1]
}

// `mailslot list` asks every slot: one that answers something else all the time
// must not keep it for ever.
func TestServerThatNeverAnswersTheQuestionIsATimeout(t *testing.T) {
	w, _ := talker(t, appendFrame(nil, frameReply, 0, 0, appendReply(nil, 12345, Info{})))
	if _, err := w.Info(); errno.Of(err) != errno.SemTimeout {
		t.Error(err)
	}
}

func TestServerThatTalksAndDoesNotListenIsGone(t *testing.T) {
	w, server := talker(t, appendFrame(nil, frameReply, 0, 0, appendReply(nil, 12345, Info{})))
	must(t, unix.Shutdown(server, unix.SHUT_RD))
	if err := w.Write([]byte("x")); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}
