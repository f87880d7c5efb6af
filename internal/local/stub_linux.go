package local

import (
	"bytes"
	"encoding/binary"
	"sync"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// Stub is a server handle whose queue another process holds. Its calls are
// forwarded: order, counts and the turns of waiting readers are those of the
// one queue, whichever process asks. When the holder closes its last handle,
// the oldest stub becomes the holder; when it is killed, the slot dies with it
// and every call answers errno.HandleEOF.
type Stub struct {
	about  About
	link   *link
	done   chan struct{}  // closed when the goroutine that receives has ended
	heirs  sync.WaitGroup // a slot that is being taken over
	credit chan struct{}  // an element for each read that waits in the holder
	tries  chan struct{}  // and for each that does not wait there

	mu    sync.Mutex
	ended error
	last  uint64 // number of the last request
	calls map[uint64]chan reply
	ready *readiness // nil: not asked for

	hosted *Slot // the slot, once it was handed over to this process
}

// reply is the holder's answer to a request.
type reply struct {
	frame
	fd  int // -1: none
	err error
}

// OpenStub makes a server handle of a connection that Slot.Stub or Stub.Stub
// made in another process. It owns the descriptor, also when it fails.
func OpenStub(fd int, a About) (*Stub, error) {
	kind, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
	if err != nil || kind != unix.SOCK_SEQPACKET {
		shm.Close(fd)
		return nil, errno.New(errno.InvalidHandle, "descriptor %d is not a mailslot connection", fd)
	}
	unix.CloseOnExec(fd)
	l, err := newLink(fd)
	if err != nil {
		return nil, sysError("cannot use the connection", err)
	}
	st := &Stub{
		about: a, link: l, done: make(chan struct{}),
		credit: make(chan struct{}, maxForwarded), tries: make(chan struct{}, maxTries),
		calls: map[uint64]chan reply{},
	}
	if err := l.send(appendHello(nil, 0), -1); err != nil {
		l.close()
		return nil, gone()
	}
	go st.receive()
	return st, nil
}

// receive hands the holder's answers to those who wait for them.
func (st *Stub) receive() {
	defer close(st.done)
	for {
		p, err := st.link.peek()
		if err == nil {
			err = st.take(p)
			closeFDs(p)
			st.link.drop()
		}
		if err != nil {
			st.heirs.Wait() // until it lets go, one whose holder was killed half-way has the name
			st.end(err)
			return
		}
	}
}

func (st *Stub) take(p shm.Packet) error {
	f, err := parseFrame(p.Data)
	if err != nil {
		return err
	}
	if f.kind == frameRefuse {
		return parseRefusal(bytes.Clone(f.payload))
	}
	if f.kind == stubHeir && len(p.FDs) == 1 {
		fd := takeFD(p)
		st.heirs.Go(func() { st.inherit(fd) })
		return nil
	}
	f.payload = bytes.Clone(f.payload)
	st.mu.Lock()
	defer st.mu.Unlock()
	if call := st.calls[f.stamp]; call != nil {
		delete(st.calls, f.stamp)
		call <- reply{frame: f, fd: takeFD(p)}
	}
	return nil
}

// end fails all requests, now and later.
func (st *Stub) end(err error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if errno.Of(err) != errno.RevisionMismatch {
		err = gone()
	}
	if st.ended == nil {
		st.ended = err
	}
	st.ready.end()
	for number, call := range st.calls {
		delete(st.calls, number)
		call <- reply{fd: -1, err: err}
	}
}

// begin sends a request. The packet is made for its number.
func (st *Stub) begin(pass int, packet func(number uint64) []byte) (number uint64, call chan reply, err error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.ended != nil {
		return 0, nil, st.ended
	}
	st.last++
	switch err := st.link.send(packet(st.last), pass); err {
	case nil:
	case unix.EAGAIN:
		return 0, nil, errno.New(errno.NoSystemResources, "the process that holds the mailslot does not answer: is it stopped?")
	case unix.EPIPE, unix.ECONNRESET: // receive hears of it as well, and has the last word
		st.mu.Unlock()
		<-st.done
		st.mu.Lock()
		return 0, nil, st.ended
	default:
		return 0, nil, sysError("cannot ask the process that holds the mailslot", err)
	}
	call = make(chan reply, 1)
	st.calls[st.last] = call
	return st.last, call, nil
}

// ask sends a request and waits for the answer.
func (st *Stub) ask(kind frameKind, payload []byte, pass int) (reply, error) {
	_, call, err := st.begin(pass, func(number uint64) []byte { return appendFrame(nil, kind, 0, number, payload) })
	if err != nil {
		return reply{}, err
	}
	return (<-call).result()
}

// result is the reply, or the error that it carries.
func (r reply) result() (reply, error) {
	if r.err == nil && r.kind == stubFailed {
		r.err = parseRefusal(r.payload)
	}
	return r, r.err
}

// About describes the slot.
func (st *Stub) About() About { return st.about }

// Info is Slot.Info.
func (st *Stub) Info() (Info, error) {
	r, err := st.ask(stubInfo, nil, -1)
	if err != nil {
		return Info{}, err
	}
	_, i, err := parseReply(r.payload)
	return i, err
}

// ReadTimeout is Slot.ReadTimeout.
func (st *Stub) ReadTimeout() (uint32, error) {
	i, err := st.Info()
	return i.ReadTimeout, err
}

// SetReadTimeout is Slot.SetReadTimeout.
func (st *Stub) SetReadTimeout(ms uint32) error {
	_, err := st.ask(stubTimeout, binary.LittleEndian.AppendUint32(nil, ms), -1)
	return err
}

// ReadyFD is Slot.ReadyFD. The descriptor stays readable once the slot has ended.
func (st *Stub) ReadyFD() (int, error) {
	st.mu.Lock()
	ready, ended := st.ready, st.ended
	st.mu.Unlock()
	switch {
	case ended != nil:
		return -1, ended
	case ready != nil:
		return ready.set.FD, nil
	}
	r, err := st.ask(stubReady, nil, -1)
	if err != nil {
		return -1, err
	}
	if ready, err = newReadiness(r.fd); err != nil {
		return -1, err
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	switch {
	case st.ended != nil: // closed meanwhile
		ready.close()
		return -1, st.ended
	case st.ready != nil: // another was faster
		ready.close()
	default:
		st.ready = ready
	}
	return st.ready.set.FD, nil
}

// Stub is Slot.Stub: the holder serves the new one as well.
func (st *Stub) Stub() (fd int, a About, err error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return -1, About{}, sysError("cannot connect another process", err)
	}
	defer shm.Close(ends[1])
	if _, err := st.ask(stubShare, nil, ends[1]); err != nil {
		shm.Close(ends[0])
		return -1, About{}, err
	}
	return ends[0], st.about, nil
}

// Close closes the handle: waiting reads end with errno.HandleEOF.
func (st *Stub) Close() error {
	st.mu.Lock()
	closed := st.ended != nil && errno.Of(st.ended) == errno.InvalidHandle
	st.ended = closedError()
	st.mu.Unlock()
	if closed {
		return closedError()
	}
	st.link.finish()
	<-st.done
	st.heirs.Wait()
	st.link.close() // its other end, if here, inherits nothing any more
	if st.hosted != nil {
		st.hosted.Close()
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.ready.close()
	return nil
}
