package local

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/bits"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/crashpoint"
	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// Writer is a client handle. Its first messages go inline on the connection;
// then, or for a large message, it makes a ring and hands it to the server,
// and a larger one whenever that is full, so that it never waits.
type Writer struct {
	about About
	hint  *shm.Hint // nil: the slot has none, or this process got the handle from another

	mu      sync.Mutex
	fd      int
	ended   error // closed, or the server is gone
	greeted bool
	inline  int // inline messages sent, and their bytes
	bytes   int
	stream  uint64 // this process's number among those that share the handle; 0: it opened it
	out     *out   // nil until the first ring
	old     []*out // rings that are full and not yet read to the end
	checked uint64 // when the server was last seen alive, by the order clock
	owed    bool   // a bell could not be sent yet
	packet  []byte // scratch for inline messages

	closed  bool      // Close was called; the descriptor is open until nobody asks
	closing *shm.Bell // for Close to ring; nil: nobody asks

	asking sync.Mutex // for one question at a time; taken before mu, also by Close
	number uint32     // of the last question
}

// out is a ring that this handle writes, or has written, to.
type out struct {
	ring.Producer
	seg *shm.Segment
}

// checkEvery is how often a busy writer looks whether the server hung up, in
// nanoseconds. After a server is killed, writes may succeed for this long.
const checkEvery = 1e6

// Write appends one message and never waits.
func (w *Writer) Write(p []byte) error { return w.write(p, nil) }

// WriteFrom appends a message with the origin it came from. Only root and the
// daemon may; anybody else's handle is closed by the server for it.
func (w *Writer) WriteFrom(o Origin, p []byte) error { return w.write(p, appendOrigin(nil, o)) }

func (w *Writer) write(p, origin []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended != nil {
		return w.ended
	}
	// A record and a stub's answer tell a length in 32 bits.
	if most := cmp.Or(w.about.MaxSize, math.MaxUint32); uint64(len(p)) > uint64(most) {
		return tooLarge(len(p), most)
	}
	if w.owed {
		w.pay()
	}
	stamp := shm.Now() // after entry, before publishing
	if w.out == nil {
		if n := len(p) + len(origin); w.inline < maxInline && w.bytes+n <= maxInlineBytes {
			return w.sendInline(stamp, p, origin)
		}
		return w.grow(stamp, p, origin)
	}
	if stamp-w.checked > checkEvery {
		if err := w.check(stamp); err != nil {
			return err
		}
	}
	return w.append(stamp, p, origin)
}

// append writes into the ring, or into a new one when it is full.
func (w *Writer) append(stamp uint64, p, origin []byte) error {
	n := len(p) + len(origin)
	at, ok := w.out.Reserve(n)
	if !ok {
		return w.grow(stamp, p, origin)
	}
	if w.out.Unread()+ring.RecordSize(n) > uint64(w.about.Quota) || len(w.old) != 0 {
		if err := w.room(n); err != nil {
			return err
		}
	}
	if err := prepare(w.out.seg, at.End()); err != nil {
		if errors.Is(err, errNoMemory) && w.out.Refresh() == 0 {
			return w.grow(stamp, p, origin) // a ring that needs less
		}
		return err
	}
	crashpoint.Here("write: before append")
	w.out.Append(at, stamp, flagsOf(origin), origin, p)
	crashpoint.Here("write: published")
	switch w.out.Signal(w.announcer()) {
	case ring.Bell:
		return w.bell()
	case ring.Closed:
		return w.end(w.reason(0)) // the server has said it before
	}
	return nil
}

// sendInline sends the message on the connection itself.
func (w *Writer) sendInline(stamp uint64, p, origin []byte) error {
	b := w.hello()
	b = appendFrame(b, frameMessage, uint8(flagsOf(origin)), stamp, origin, p)
	w.packet = b[:0]
	crashpoint.Here("write: before inline")
	if err := shm.Send(w.fd, b); err != nil {
		return w.lost(err)
	}
	crashpoint.Here("write: inline sent")
	w.hint.Stir()
	w.greeted = true
	w.inline++
	w.bytes += len(p) + len(origin)
	return nil
}

// hello begins a packet: with the greeting, if it is the first.
func (w *Writer) hello() []byte {
	if w.greeted {
		return w.packet[:0]
	}
	return appendHello(w.packet[:0], shm.ClockOffset())
}

// grow puts the message into a new ring and hands that over. The server sees
// the ring and the message in it at once, or neither.
func (w *Writer) grow(stamp uint64, p, origin []byte) error {
	n := len(p) + len(origin)
	if err := w.room(n); err != nil {
		return err
	}
	seg, err := w.nextRing(n)
	if err != nil {
		return err
	}
	defer seg.CloseFD()
	next := &out{ring.NewProducer(seg.Shared()), seg}
	at, _ := next.Reserve(n)
	if err := seg.Ready(at.End()); err != nil {
		seg.Unmap()
		return sysError("no memory for messages", err)
	}
	next.Append(at, stamp, flagsOf(origin), origin, p)
	crashpoint.Here("grow: before hand-over")
	if err := w.handOver(seg); err != nil {
		seg.Unmap()
		return err
	}
	crashpoint.Here("grow: handed over")
	if w.out != nil {
		w.old = append(w.old, w.out)
	}
	w.out = next
	w.checked = 0 // a slot closed meanwhile has not seen this ring: look
	return nil
}

func (w *Writer) handOver(seg *shm.Segment) error {
	b := w.hello()
	b = appendStreamFrame(b, frameSegment, w.stream)
	fds := [2]int{seg.FD(), -1}
	if w.stream != 0 {
		fds[1] = pidfd()
	}
	if err := w.pass(b, fds); err != nil {
		return w.lost(err)
	}
	crashpoint.Here("grow: sent")
	w.hint.Stir()
	w.greeted = true
	return nil
}

// pass sends a packet with a ring, and with a pidfd unless that is negative.
func (w *Writer) pass(b []byte, fds [2]int) error {
	if fds[1] < 0 {
		return shm.SendFD(w.fd, b, fds[0])
	}
	defer shm.Close(fds[1])
	return shm.SendFD(w.fd, b, fds[:]...)
}

const maxRing = 64 << 20

// nextSize is the size of the next ring: twice the last, within reason, and
// large enough for two of the message.
func (w *Writer) nextSize(n int) uint64 {
	size := uint64(shm.MinSize)
	if w.out != nil {
		size = min(2*w.out.Size(), maxRing)
	}
	quota := uint64(1) << bits.Len64(uint64(w.about.Quota)-1)
	size = min(size, quota)
	if need := ring.RecordSize(n); size < 2*need {
		size = min(2*need, max(quota, need))
	}
	return size
}

// LimitTo lowers the quota of this handle to unread bytes: a writer that
// passes on what strangers send keeps little for a reader that does not read.
// It must be called before the first write.
func (w *Writer) LimitTo(unread int64) {
	w.about.Quota = min(w.about.Quota, unread)
}

// room checks the quota: the unread bytes of all rings with the message.
func (w *Writer) room(n int) error {
	need, quota := ring.RecordSize(n), uint64(w.about.Quota)
	if need > quota {
		return errno.New(errno.NotEnoughQuota, "%w: it has %d bytes, the slot's quota is %d", ErrTooLarge, n, quota)
	}
	if w.out == nil {
		return nil
	}
	unread := w.out.Refresh()
	keep := w.old[:0]
	for _, o := range w.old {
		left := o.Refresh()
		if left == 0 {
			o.seg.Unmap()
			continue
		}
		unread += left
		keep = append(keep, o)
	}
	clear(w.old[len(keep):])
	w.old = keep
	if unread+need > quota {
		return &overQuota{unread, quota}
	}
	if w.out.seg.Frozen().Load() != 0 && unread != 0 {
		return errno.New(errno.NotEnoughQuota, "the messages of this user take up more memory than the slot grants")
	}
	return nil
}

// check looks whether the server is still there.
func (w *Writer) check(now uint64) error {
	w.checked = now
	if shm.HungUp(w.fd) {
		return w.lost(unix.EPIPE)
	}
	return nil
}

// lost says why a packet could not be sent. When the server has hung up, that
// is for good, and its last word is the reason.
func (w *Writer) lost(err error) error {
	if !hasHungUp(err) {
		return sysError("cannot reach the server", err)
	}
	return w.end(w.reason(lastWord))
}

// hasHungUp reports whether a send failed because nobody receives any more.
func hasHungUp(err error) bool {
	return errors.Is(err, unix.EPIPE) || errors.Is(err, unix.ECONNRESET) || errors.Is(err, unix.ECONNREFUSED)
}

// reason is the server's last word, for which it waits so long.
func (w *Writer) reason(wait uint64) error {
	why, now := gone(), shm.Now()
	var buf [1024]byte
	for shm.Now() < now+lastWord { // whatever the server says
		n, err := shm.Receive(w.fd, buf[:], now+wait)
		if err != nil || n <= 0 {
			break
		}
		if f, err := parseFrame(buf[:n]); err == nil && f.kind == frameRefuse {
			why = parseRefusal(f.payload)
		}
	}
	return why
}

// lastWord is how long a writer waits, in nanoseconds, for a server that has
// stopped listening to say why and hang up.
const lastWord = 100e6

// end is the error of this and every later write, unless the handle has been
// closed meanwhile.
func (w *Writer) end(err error) error {
	if !w.closed {
		w.ended = err
		w.unmap()
	}
	return w.ended
}

func (w *Writer) unmap() {
	for _, o := range w.old {
		o.seg.Unmap()
	}
	if w.out != nil {
		w.out.seg.Unmap()
	}
	w.out, w.old = nil, nil
}

func flagsOf(origin []byte) uint32 {
	if origin != nil {
		return ring.FlagOrigin
	}
	return 0
}

// Waits for room grow from the first to the last of these.
const (
	firstWait = 20 * time.Microsecond
	lastWait  = 2 * time.Millisecond
)

// WriteContext is Write, but waits for room when the quota is used up.
func (w *Writer) WriteContext(ctx context.Context, p []byte) error {
	var timer *time.Timer
	for wait := firstWait; ; wait = min(2*wait, lastWait) {
		err := w.Write(p)
		if errno.Of(err) != errno.NotEnoughQuota || ring.RecordSize(len(p)) > uint64(w.about.Quota) {
			return err
		}
		if timer == nil {
			timer = time.NewTimer(wait)
			defer timer.Stop()
		} else {
			timer.Reset(wait)
		}
		select {
		case <-ctx.Done():
			return noRoom(ctx, err)
		case <-timer.C:
		}
	}
}

// noRoom tells how the wait for what full says ended, and keeps the context's
// own cause, by which nobody could tell a time-out from a cancellation.
func noRoom(ctx context.Context, full error) error {
	cause := context.Cause(ctx)
	text := "no room in the slot: " + cause.Error()
	if errors.Is(cause, context.DeadlineExceeded) {
		text = "no room in the slot within the time-out: " + full.Error()
	}
	return &errno.Error{Code: errno.NotEnoughQuota, Text: text, Cause: errors.Join(ctx.Err(), cause)}
}

// Peer is who serves the slot.
func (w *Writer) Peer() Sender {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fd < 0 {
		return Sender{UID: w.about.UID, PID: w.about.PID}
	}
	cred, err := shm.PeerCred(w.fd)
	if err != nil {
		return Sender{UID: w.about.UID, PID: w.about.PID}
	}
	return Sender{UID: cred.UID, PID: cred.PID}
}

// About is what the slot says about itself.
func (w *Writer) About() About { return w.about }

// Close closes the handle. What it wrote stays readable.
func (w *Writer) Close() error {
	if err := w.endCalls(); err != nil {
		return err
	}
	w.asking.Lock()
	defer w.asking.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	crashpoint.Here("close: before hang-up")
	shm.Close(w.fd)
	w.fd = -1
	w.hint.Stir()
	w.hint.Close()
	w.hint = nil
	return nil
}

// endCalls fails every call but the one that it is called for: also that which
// waits for an answer.
func (w *Writer) endCalls() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return w.ended
	}
	if w.owed {
		w.pay() // others may have the connection too
	}
	w.closed, w.ended = true, errno.New(errno.InvalidHandle, "the handle is closed")
	w.tellOver()
	w.unmap()
	if w.closing != nil {
		w.closing.Ring()
	}
	return nil
}
