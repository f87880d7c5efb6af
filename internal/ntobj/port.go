package ntobj

import (
	"time"

	"mailslot/internal/errno"
)

// AbandonedWait is ERROR_ABANDONED_WAIT_0: the port was closed while waiting.
const AbandonedWait errno.Errno = 735

// Packet is one completion.
type Packet struct {
	Key, Overlapped uintptr
	Status          Status
	Bytes           uint32
}

// CompletionPort is a queue of completions, served to the threads that wait.
type CompletionPort struct {
	Header
	packets []Packet // guarded by dispatcher
	closed  bool
}

// Signaled reports whether there is a packet, or never will be one.
func (p *CompletionPort) Signaled(*Thread) bool { return len(p.packets) > 0 || p.closed }

// Acquire takes nothing: Get does, under the same lock.
func (p *CompletionPort) Acquire(*Thread) bool { return false }

// Destroy ends all waits.
func (p *CompletionPort) Destroy() {
	Lock()
	defer Unlock()
	p.closed = true
	p.wake()
}

// Post queues a packet.
func (p *CompletionPort) Post(packet Packet) {
	Lock()
	defer Unlock()
	if !p.closed {
		p.packets = append(p.packets, packet)
		p.wake()
	}
}

// Get waits for packets and takes up to len(into) of them.
func (p *CompletionPort) Get(t *Thread, into []Packet, alertable bool, ms uint32) (int, errno.Errno) {
	end := time.Now().Add(time.Duration(ms) * time.Millisecond)
	for {
		switch Wait(t, []Waitable{p}, false, alertable, ms) {
		case WaitTimeout:
			return 0, errno.WaitTimeout
		case WaitIOCompletion:
			return 0, errno.IOCompletion
		}
		if n, closed := p.take(into); n > 0 {
			return n, errno.Success
		} else if closed {
			return 0, AbandonedWait
		}
		// Another thread was faster: wait for the rest of the time.
		if ms != Infinite {
			ms = uint32(max(0, time.Until(end).Milliseconds()))
		}
	}
}

func (p *CompletionPort) take(into []Packet) (n int, closed bool) {
	Lock()
	defer Unlock()
	n = copy(into, p.packets)
	p.packets = p.packets[n:]
	return n, p.closed
}
