//go:build linux

package local

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// rawClient speaks the protocol of internal/local by hand, so that it can
// break every rule of it. The layouts are written out a second time on
// purpose: a client of another make has only the description.
type rawClient struct{ fd int }

const (
	rawMagic      = 0x4F4C534D
	rawVersion    = 1
	rawMessage    = 1 // frame kinds
	rawSegment    = 2
	rawQuery      = 3
	rawReply      = 4
	rawInlineSize = 32 << 10
)

// connect finds the only slot of the namespace and connects to its socket.
func connect() (*rawClient, error) {
	entries, err := filepath.Glob(filepath.Join(os.Getenv("MAILSLOT_DIR"), "*"))
	i := slices.IndexFunc(entries, func(e string) bool { _, err := os.Lstat(filepath.Join(e, "s")); return err == nil })
	if err != nil || i < 0 {
		return nil, errors.New("there is no slot")
	}
	dir, err := unix.Open(entries[i], unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(dir)
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.Connect(fd, &unix.SockaddrUnix{Name: fmt.Sprintf("/proc/self/fd/%d/s", dir)}); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return &rawClient{fd}, nil
}

// greet connects and sends an honest first packet.
func greet() (*rawClient, error) {
	c, err := connect()
	if err != nil {
		return nil, err
	}
	return c, c.send(greeting())
}

// greeting is a hello with a first message in the same packet.
func greeting() []byte {
	return append(hello(rawVersion), rawFrame(rawMessage, 2, uint64(monotonic()), []byte("hi"))...)
}

func hello(version uint16) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32(nil, rawMagic)
	b = le.AppendUint16(b, version)
	b = le.AppendUint16(b, 0)
	return le.AppendUint64(b, 0)
}

// rawFrame is a frame whose length field may lie.
func rawFrame(kind byte, length uint32, stamp uint64, body []byte) []byte {
	b := []byte{kind, 0, 0, 0}
	b = binary.LittleEndian.AppendUint32(b, length)
	b = binary.LittleEndian.AppendUint64(b, stamp)
	return append(b, body...)
}

// send sends one packet with descriptors.
func (c *rawClient) send(packet []byte, fds ...int) error {
	var rights []byte
	if len(fds) > 0 {
		rights = unix.UnixRights(fds...)
	}
	return unix.Sendmsg(c.fd, packet, rights, nil, unix.MSG_NOSIGNAL)
}

// sendSegment hands a segment over as an honest client would.
func (c *rawClient) sendSegment(fds ...int) error {
	return c.send(rawFrame(rawSegment, 4, uint64(monotonic()), make([]byte, 4)), fds...)
}

// cutWithin waits until the server has closed the connection.
func (c *rawClient) cutWithin(d time.Duration) bool {
	timeout := unix.NsecToTimeval(int64(50 * time.Millisecond))
	unix.SetsockoptTimeval(c.fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &timeout)
	for end := time.Now().Add(d); time.Now().Before(end); {
		n, err := unix.Read(c.fd, make([]byte, 4096))
		if n == 0 && err == nil || errors.Is(err, unix.ECONNRESET) {
			return true
		}
	}
	return false
}

func (c *rawClient) close() { unix.Close(c.fd) }

// rawRing is a segment of the client's own making.
type rawRing struct {
	fd   int
	mem  []byte
	data []byte
}

const (
	ringHeader  = 512
	ringMagic   = 0x5453534D
	ringVersion = 1
	ringData    = 64 << 10
	publishAt   = 128
	headAt      = 256
	armedAt     = 384
	ringSeals   = unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL
)

// newRing makes an honest, empty, sealed segment.
func newRing() (*rawRing, error) {
	r, err := unsealedRing(unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, err
	}
	return r, r.seal(ringSeals)
}

func unsealedRing(flags int) (*rawRing, error) {
	fd, err := unix.MemfdCreate("hostile", flags|unix.MFD_CLOEXEC)
	if err != nil {
		return nil, err
	}
	if err := unix.Ftruncate(fd, ringHeader+ringData); err != nil {
		return nil, err
	}
	mem, err := unix.Mmap(fd, 0, ringHeader+ringData, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	r := &rawRing{fd, mem, mem[ringHeader:]}
	r.describe(ringMagic, ringVersion, ringData)
	return r, nil
}

func (r *rawRing) describe(magic, version uint32, size uint64) {
	binary.LittleEndian.PutUint32(r.mem, magic)
	binary.LittleEndian.PutUint32(r.mem[4:], version)
	binary.LittleEndian.PutUint64(r.mem[8:], size)
}

func (r *rawRing) seal(seals int) error {
	_, err := unix.FcntlInt(uintptr(r.fd), unix.F_ADD_SEALS, seals)
	return err
}

// record puts a record header at off; the payload is whatever lies there.
func (r *rawRing) record(off int, length, flags uint32, stamp uint64) {
	le := binary.LittleEndian
	le.PutUint32(r.data[off:], length)
	le.PutUint32(r.data[off+4:], flags)
	le.PutUint64(r.data[off+8:], stamp)
}

// publish says that tail bytes with count messages are there.
func (r *rawRing) publish(tail uint64, count uint32) {
	r.word(publishAt).Store(tail/16<<32 | uint64(count))
}

// word is an 8-byte word of the mapping, which begins on a page.
func (r *rawRing) word(at int) *atomic.Uint64 {
	return (*atomic.Uint64)(unsafe.Pointer(&r.mem[at]))
}

func (r *rawRing) close() {
	unix.Munmap(r.mem)
	unix.Close(r.fd)
}
