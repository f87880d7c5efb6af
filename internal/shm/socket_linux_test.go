package shm

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A packet that is sent between the kernel's look for one and its look whether
// the sender has closed is not lost: the end is believed only when it is told
// twice.
func TestPacketSentJustBeforeTheEndIsReceived(t *testing.T) {
	senders := make(chan int)
	defer close(senders)
	go func() {
		for fd := range senders {
			Send(fd, []byte("x"))
			Close(fd)
		}
	}()
	r := new(Receiver)
	for i := range 20000 {
		ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		senders <- ends[1]
		p, err := r.Peek(ends[0], false)
		for err == unix.EAGAIN {
			p, err = r.Peek(ends[0], false)
		}
		if err != nil || len(p.Data) != 1 {
			t.Fatalf("connection %d: %q, %v", i, p.Data, err)
		}
		Close(ends[0])
	}
}

// A system may let sockets hold more than the 512 packets that a server takes
// at one look.
func TestBoundConnectionHoldsNoMoreThanAServerTakes(t *testing.T) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer Close(ends[0])
	defer Close(ends[1])
	unix.SetsockoptInt(ends[0], unix.SOL_SOCKET, unix.SO_SNDBUF, 1<<20) // as net.core.wmem_default may say
	bound(ends[0])
	packets := 0
	for ; Send(ends[0], []byte("x")) == nil; packets++ {
	}
	if packets < 64 || packets >= 512 {
		t.Errorf("it holds %d packets", packets)
	}
	if err := Send(ends[0], []byte("x")); err != unix.EAGAIN {
		t.Error(err)
	}
}

// Whoever closes a handle rings for who waits on it.
func TestBellEndsTheWaitForAPacket(t *testing.T) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer Close(ends[0])
	defer Close(ends[1])
	bell, err := NewBell()
	if err != nil {
		t.Fatal(err)
	}
	defer Close(bell.FD)
	bell.Ring()
	p := make([]byte, 8)
	if n, err := Receive(ends[0], p, Forever, Bell{-1}, bell); n != -1 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	Send(ends[1], []byte("x"))
	if n, err := Receive(ends[0], p, Forever, bell); n != 1 || err != nil {
		t.Errorf("%d bytes, %v, want the packet that is there", n, err)
	}
}

// A server that is a stranger's must not hand its clients what takes for ever to
// close.
func TestStrangersServerPassesNoDescriptors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	ls, err := Listen(path, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer Close(ls)
	for _, stranger := range []bool{false, true} {
		client, err := Connect(path, stranger)
		if err != nil {
			t.Fatal(err)
		}
		defer Close(client)
		server, err := Accept(ls)
		if err != nil {
			t.Fatal(err)
		}
		defer Close(server)
		if _, err := unix.GetsockoptInt(client, unix.SOL_SOCKET, unix.SO_PASSRIGHTS); err != nil {
			t.Skipf("this system takes descriptors from everybody: %v", err)
		}
		if err := SendFD(server, []byte("x"), ls); (err != nil) != stranger {
			t.Errorf("a stranger: %v; a packet with a descriptor: %v", stranger, err)
		}
		if err := Send(server, []byte("x")); err != nil {
			t.Errorf("a packet without: %v", err)
		}
	}
}

// Who looks without taking descriptors gets none, and is told that there are some.
func TestGlanceReceivesNoDescriptors(t *testing.T) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer Close(ends[0])
	defer Close(ends[1])
	r := new(Receiver)
	Send(ends[1], []byte("plain"))
	if p, err := r.Glance(ends[0], false); err != nil || string(p.Data) != "plain" {
		t.Fatalf("%q, %v", p.Data, err)
	}
	Drop(ends[0])
	SendFD(ends[1], []byte("laden"), ends[0])
	next, _ := Spare()
	Close(next)
	if _, err := r.Glance(ends[0], false); err != ErrRights {
		t.Errorf("a packet with a descriptor: %v", err)
	}
	if fd, err := Spare(); err != nil || fd != next {
		t.Errorf("descriptor %d is taken", next)
	} else {
		Close(fd)
	}
	p, err := r.Peek(ends[0], false)
	if err != nil || string(p.Data) != "laden" || len(p.FDs) != 1 {
		t.Fatalf("%q, %d, %v", p.Data, p.FDs, err)
	}
	Close(p.FDs[0])
}

// Only a packet with descriptors stays, and no empty one hides it.
func TestPurgeStopsAtDescriptors(t *testing.T) {
	for _, laden := range []bool{true, false} {
		for _, closed := range []bool{true, false} {
			ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, size := range []int{1, 0, 1000, 0, 0} {
				if err := unix.Sendmsg(ends[1], make([]byte, size), nil, nil, 0); err != nil {
					t.Fatal(err)
				}
			}
			if laden {
				SendFD(ends[1], []byte("laden"), ends[0])
			}
			if closed {
				Close(ends[1])
			} else {
				HangUp(ends[0])
			}
			if Purge(ends[0]) == laden {
				t.Errorf("descriptors %v, closed %v: purged %v", laden, closed, !laden)
			}
			Close(ends[0])
			if !closed {
				Close(ends[1])
			}
		}
	}
}

// A sender that closes with something unread resets the connection, perhaps
// between the look at its packet and the taking: the packet does not come twice.
func TestPacketOfAResetConnectionIsTakenOnce(t *testing.T) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer Close(ends[0])
	Send(ends[1], []byte("once"))
	Send(ends[0], []byte("unread"))
	r := new(Receiver)
	if p, err := r.Peek(ends[0], false); err != nil || string(p.Data) != "once" {
		t.Fatalf("%q, %v", p.Data, err)
	}
	Close(ends[1])
	Drop(ends[0])
	if p, err := r.Peek(ends[0], false); err != nil || len(p.Data) != 0 {
		t.Errorf("%q comes again, %v", p.Data, err)
	}
}
