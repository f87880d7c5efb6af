package local

import (
	"context"
	"time"

	"mailslot/internal/shm"
)

// TryRead is Slot.TryRead.
func (st *Stub) TryRead(p []byte) (int, error) { return st.Read(p, Wait{Timeout: -1}) }

// Read is Slot.Read.
func (st *Stub) Read(p []byte, w Wait) (int, error) {
	pl, err := st.enqueue(sizeOf(p), w)
	if err != nil {
		return 0, err
	}
	return pl.finish(p, w)
}

// Receive is Slot.Receive.
func (st *Stub) Receive(w Wait) (Message, error) {
	pl, err := st.enqueue(anySize, w)
	if err != nil {
		return Message{}, err
	}
	return pl.message(w)
}

// sizeOf is the size of a buffer as it is forwarded. No message fills one that
// is larger.
func sizeOf(p []byte) uint32 { return uint32(min(uint64(len(p)), anySize)) }

// stubPlace is a read in the queue of waiting readers.
type stubPlace struct {
	stub   *Stub
	number uint64
	call   chan reply
	credit chan struct{} // where its element is
}

// enqueue forwards a read. Its wait begins now, at home if the holder has as
// many of ours as it takes.
func (st *Stub) enqueue(size uint32, w Wait) (*stubPlace, error) {
	if w.cancelled() {
		return nil, cancelError()
	}
	var expired <-chan time.Time
	credit, end := st.credit, w.end()
	switch {
	case w.Timeout < 0:
		credit = st.tries
	case w.Timeout > 0:
		timer := time.NewTimer(w.Timeout)
		defer timer.Stop()
		expired = timer.C
	}
	select {
	case credit <- struct{}{}:
	case <-expired:
		return nil, timeoutError()
	case <-w.cancel():
		return nil, cancelError()
	}
	if w.Timeout > 0 {
		w.Timeout = max(1, time.Duration(int64(end-shm.Now())))
	}
	return st.forward(credit, size, w)
}

// forward is enqueue for a caller that has taken a credit.
func (st *Stub) forward(credit chan struct{}, size uint32, w Wait) (*stubPlace, error) {
	number, call, err := st.begin(-1, func(number uint64) []byte {
		return appendForwarded(nil, forwarded{number: number, size: size, timeout: w.Timeout})
	})
	if err != nil {
		<-credit
		return nil, err
	}
	return &stubPlace{st, number, call, credit}, nil
}

// finish waits for the message and copies it to p.
func (pl *stubPlace) finish(p []byte, w Wait) (int, error) {
	m, err := pl.message(w)
	if err != nil {
		return 0, err
	}
	return copy(p, m.Data), nil
}

// message waits for the answer. A cancelled read waits too: only the holder
// knows whether a message had been sent by then.
func (pl *stubPlace) message(w Wait) (Message, error) {
	defer func() { <-pl.credit }()
	var r reply
	select {
	case r = <-pl.call:
	case <-w.cancel():
		r = pl.cancel()
	}
	if r.fd >= 0 {
		defer shm.Close(r.fd)
	}
	r, err := r.result()
	if err != nil {
		return Message{}, err
	}
	m, size, body, err := parseMessage(r.payload)
	if err == nil && r.fd >= 0 {
		body, err = shm.Unfold(r.fd, size)
	}
	m.Data = body
	return m, err
}

// cancel has the holder end the read, and waits for its answer. While the
// socket is full, of a holder that is stopped, it tries again.
func (pl *stubPlace) cancel() reply {
	for !pl.stub.cancelled(pl.number) {
		select {
		case r := <-pl.call:
			return r
		case <-time.After(lastWait):
		}
	}
	return <-pl.call
}

// cancelled tells the holder that a read is to end. It reports whether that is
// on its way, or every read has ended: then the descriptor may be another's.
func (st *Stub) cancelled(number uint64) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.ended != nil || st.link.send(appendFrame(nil, stubCancel, 0, number), -1) == nil
}

// Queue is Slot.Queue. Beyond the reads that the holder takes from one
// process, a place is taken only by Await.
func (st *Stub) Queue(p []byte, w Wait) Turn {
	t := &stubTurn{stub: st, p: p, w: w}
	select {
	case st.credit <- struct{}{}:
		t.place, t.err = st.forward(st.credit, sizeOf(p), w)
	default:
	}
	return t
}

// stubTurn is a stub's Turn.
type stubTurn struct {
	stub  *Stub
	p     []byte
	w     Wait
	place *stubPlace // nil: not yet
	err   error      // why there is none
}

// Await is Turn.Await.
func (t *stubTurn) Await(ctx context.Context) (int, error) {
	t.w.Context = ctx
	switch {
	case t.err != nil:
		return 0, t.err
	case t.place == nil:
		return t.stub.Read(t.p, t.w)
	}
	return t.place.finish(t.p, t.w)
}
