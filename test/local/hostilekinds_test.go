//go:build linux

package local

import (
	"bytes"
	"errors"
	"math"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// attack is one round of a hostile client.
type attack struct {
	name  string
	fatal bool // the server must close this connection and count the offender
	round func() (*rawClient, error)
}

// hostileSlotMax is the slot's maximum message size in this lane.
const hostileSlotMax = 24 << 10

// attacks on the connection: packets and frames.
func connectionAttacks() []attack {
	short := rawFrame(rawMessage, 4, 1, []byte("evil"))
	return []attack{
		{"silent connection", false, connect},
		{"half a hello", true, packets(hello(rawVersion)[:8])},
		{"wrong magic", true, packets([]byte("GET / HTTP/1.1\r\n\r\n"))},
		{"another version", true, packets(hello(99))},
		{"empty packet", true, packets(greeting(), nil)},
		{"hello and nothing else", false, packets(hello(rawVersion))},
		{"frame before hello", true, packets(short)},
		{"second hello", true, packets(greeting(), greeting())},
		{"half a frame header", true, packets(greeting(), short[:7])},
		{"length 0 with a payload", true, packets(greeting(), rawFrame(rawMessage, 0, 1, []byte("evil")))},
		{"length 1 with more", true, packets(greeting(), rawFrame(rawMessage, 1, 1, []byte("evil")))},
		{"length 2^31", true, packets(greeting(), rawFrame(rawMessage, 1<<31, 1, []byte("evil")))},
		{"length 2^32-1", true, packets(greeting(), rawFrame(rawMessage, math.MaxUint32, 1, []byte("evil")))},
		{"unknown frame kind", true, packets(greeting(), rawFrame(200, 4, 1, []byte("evil")))},
		{"the server's own frame", true, packets(greeting(), rawFrame(rawReply, 4, 1, []byte("evil")))},
		{"query without a number", true, packets(greeting(), rawFrame(rawQuery, 0, 0, nil))},
		{"packet beyond all limits", true, packets(greeting(), rawFrame(rawMessage, 100<<10, 1, make([]byte, 100<<10)))},
		{"inline over the maximum", true, packets(greeting(), rawFrame(rawMessage, hostileSlotMax+1, 1, make([]byte, hostileSlotMax+1)))},
		{"damaged origin header", true, packets(greeting(), withFlags(short, 2))},
		{"unknown flags", true, packets(greeting(), withFlags(short, 0xF0))},
		{"inline over quota", true, inlineFlood},
		{"doorbell storm", true, doorbells},
		{"query storm", false, queries},
		{"forged credentials", false, forgedCredentials},
		{"descriptors without a frame", true, strayDescriptors},
		{"half-closed connection", false, halfClose},
	}
}

// attacks by the descriptor of a segment frame.
func descriptorAttacks() []attack {
	return []attack{
		{"segment without descriptor", true, segmentOf(func() ([]int, error) { return nil, nil })},
		{"segment with 2 descriptors", true, segmentOf(memfds(2))},
		{"segment with 253 descriptors", true, segmentOf(memfds(253))},
		{"directory as segment", true, segmentOf(opened("/", unix.O_RDONLY|unix.O_DIRECTORY))},
		{"device as segment", true, segmentOf(opened("/dev/zero", unix.O_RDWR))},
		{"pipe as segment", true, segmentOf(pipeEnd)},
		{"unsealed segment", true, segmentOf(memfdOf(unix.MFD_ALLOW_SEALING, 0))},
		{"segment that can shrink", true, segmentOf(memfdOf(unix.MFD_ALLOW_SEALING, unix.F_SEAL_GROW))},
		{"segment sealed against writing", true, segmentOf(memfdOf(unix.MFD_ALLOW_SEALING, ringSeals|unix.F_SEAL_FUTURE_WRITE))},
		{"hugetlb segment", true, segmentOf(hugetlb)},
		{"segment of size 0", true, segmentOf(sized(0))},
		{"segment of an odd size", true, segmentOf(sized(ringHeader + ringData - 16))},
		{"segment of a terabyte", true, segmentOf(sized(ringHeader + 1<<40))},
		{"read-only segment", true, segmentOf(readOnly)},
		{"segment of another version", true, inRing(func(r *rawRing) { r.describe(ringMagic, 99, ringData) })},
		{"segment with a wrong magic", true, inRing(func(r *rawRing) { r.describe(1, ringVersion, ringData) })},
		{"segment that lies about its size", true, inRing(func(r *rawRing) { r.describe(ringMagic, ringVersion, 1<<30) })},
	}
}

// attacks by what stands in the shared memory.
func memoryAttacks() []attack {
	return []attack{
		{"tail beyond capacity", true, inRing(func(r *rawRing) { r.record(0, 8, 0, 1); r.publish(ringData*4, 1) })},
		{"length beyond the tail", true, inRing(func(r *rawRing) { r.record(0, 4000, 0, 1); r.publish(64, 1) })},
		{"length 2^32-1 in a ring", true, inRing(func(r *rawRing) { r.record(0, math.MaxUint32, 0, 1); r.publish(64, 1) })},
		{"length over the maximum", true, inRing(overMaximum)},
		{"pad without end", true, inRing(func(r *rawRing) { r.record(0, 0, 1, 1); r.publish(64, 1) })},
		{"unknown record flags", true, inRing(func(r *rawRing) { r.record(0, 8, 0xFFF0, 1); r.publish(32, 1) })},
		{"record never committed", false, inRing(func(r *rawRing) { r.record(0, 8, 0, 1) })},
		{"count without bytes", false, inRing(func(r *rawRing) { r.publish(0, 1<<30) })},
		{"count that lies", false, inRing(func(r *rawRing) { r.record(0, 8, 0, 1); r.publish(32, 1<<31) })},
		{"stamp of the past", false, inRing(func(r *rawRing) { r.record(0, 8, 0, 0); r.publish(32, 1) })},
		{"stamp of the future", false, inRing(func(r *rawRing) { r.record(0, 8, 0, math.MaxUint64); r.publish(32, 1) })},
		{"tail moving backwards", false, tailBackwards},
		{"length that changes while read", false, flicker},
		{"scribbled reader's words", false, scribble},
		{"hole punched while read", false, punch},
		{"the same segment twice", false, sameTwice},
		{"a chain of empty segments", true, emptyChain},
		{"lies in the hint", false, hintLies},
		{"hint cut short", false, hintCutShort},
	}
}

func allAttacks() []attack {
	return append(append(connectionAttacks(), descriptorAttacks()...), memoryAttacks()...)
}

// packets sends these and nothing else.
func packets(all ...[]byte) func() (*rawClient, error) {
	return func() (*rawClient, error) {
		c, err := connect()
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			if err := c.send(p); err != nil {
				return c, err
			}
		}
		return c, nil
	}
}

func withFlags(frame []byte, flags byte) []byte {
	frame = bytes.Clone(frame)
	frame[1] = flags
	return frame
}

// inlineFlood goes on inline where a ring is due.
func inlineFlood() (*rawClient, error) {
	c, err := greet()
	for i := 0; err == nil && i < 1000; i++ {
		err = c.send(rawFrame(rawMessage, 8<<10, uint64(monotonic()), make([]byte, 8<<10)))
	}
	return c, err
}

// doorbells rings without having been asked to.
func doorbells() (*rawClient, error) {
	c, err := greet()
	for i := 0; err == nil && i < 1000; i++ {
		err = c.send([]byte{'!'})
	}
	return c, err
}

func queries() (*rawClient, error) {
	c, err := greet()
	for i := 0; err == nil && i < 200; i++ {
		err = c.send(rawFrame(rawQuery, 4, 0, []byte{byte(i), 0, 0, 0}))
	}
	return c, err
}

// forgedCredentials claims to be process 1; the kernel lets only root say so,
// and the server must not listen to it.
func forgedCredentials() (*rawClient, error) {
	c, err := greet()
	if err != nil {
		return c, err
	}
	claim := unix.UnixCredentials(&unix.Ucred{Pid: 1})
	err = unix.Sendmsg(c.fd, rawFrame(rawMessage, 4, uint64(monotonic()), []byte("evil")), claim, nil, unix.MSG_NOSIGNAL)
	if errors.Is(err, unix.EPERM) {
		err = nil
	}
	return c, err
}

func strayDescriptors() (*rawClient, error) {
	c, err := greet()
	if err != nil {
		return c, err
	}
	return c, c.send(rawFrame(rawMessage, 4, uint64(monotonic()), []byte("evil")), 0)
}

func halfClose() (*rawClient, error) {
	c, err := greet()
	if err == nil {
		err = unix.Shutdown(c.fd, unix.SHUT_WR)
	}
	return c, err
}

// segmentOf sends a segment frame with these descriptors.
func segmentOf(open func() ([]int, error)) func() (*rawClient, error) {
	return func() (*rawClient, error) {
		fds, err := open()
		defer func() { closeAll(fds) }()
		if err != nil {
			return nil, err
		}
		c, err := greet()
		if err != nil {
			return c, err
		}
		return c, c.sendSegment(fds...)
	}
}

func memfds(n int) func() ([]int, error) {
	return func() (fds []int, err error) {
		for range n {
			fd, err := unix.MemfdCreate("hostile", unix.MFD_CLOEXEC)
			if err != nil {
				return fds, err
			}
			fds = append(fds, fd)
		}
		return fds, nil
	}
}

func opened(path string, flags int) func() ([]int, error) {
	return func() ([]int, error) {
		fd, err := unix.Open(path, flags|unix.O_CLOEXEC, 0)
		return []int{fd}, err
	}
}

func pipeEnd() ([]int, error) {
	var p [2]int
	err := unix.Pipe2(p[:], unix.O_CLOEXEC)
	return p[:], err
}

func memfdOf(flags, seals int) func() ([]int, error) {
	return func() ([]int, error) {
		r, err := unsealedRing(flags)
		if err != nil {
			return nil, err
		}
		unix.Munmap(r.mem)
		return []int{r.fd}, r.seal(seals)
	}
}

func sized(n int64) func() ([]int, error) {
	return func() ([]int, error) {
		fd, err := unix.MemfdCreate("hostile", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
		if err != nil {
			return nil, err
		}
		if err := unix.Ftruncate(fd, n); err != nil {
			return []int{fd}, err
		}
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, ringSeals)
		return []int{fd}, err
	}
}

// hugetlb may raise SIGBUS when it is touched and no huge page is free.
func hugetlb() ([]int, error) {
	fd, err := unix.MemfdCreate("hostile", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING|unix.MFD_HUGETLB)
	if err != nil {
		return nil, err
	}
	unix.Ftruncate(fd, 2<<20)
	unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, ringSeals)
	return []int{fd}, nil
}

func readOnly() ([]int, error) {
	r, err := newRing()
	if err != nil {
		return nil, err
	}
	defer r.close()
	return opened("/proc/self/fd/"+strconv.Itoa(r.fd), unix.O_RDONLY)()
}

// inRing sends an honest segment after spoil has written into it.
func inRing(spoil func(*rawRing)) func() (*rawClient, error) {
	return func() (*rawClient, error) {
		return withRing(func(_ *rawClient, r *rawRing) error { spoil(r); return nil }, nil)
	}
}

// withRing makes a client with a segment and lets it act before and after the
// segment is handed over.
func withRing(before, after func(*rawClient, *rawRing) error) (*rawClient, error) {
	r, err := newRing()
	if err != nil {
		return nil, err
	}
	defer r.close()
	c, err := greet()
	if err != nil {
		return c, err
	}
	if err := before(c, r); err != nil {
		return c, err
	}
	if err := c.sendSegment(r.fd); err != nil || after == nil {
		return c, err
	}
	return c, after(c, r)
}

// honest puts one good record into the ring.
func honest(_ *rawClient, r *rawRing) error {
	r.record(0, 8, 0, uint64(monotonic()))
	r.publish(32, 1)
	return nil
}

func overMaximum(r *rawRing) {
	r.record(0, ringData-16, 0, 1)
	r.publish(ringData, 1)
}

func tailBackwards() (*rawClient, error) {
	return withRing(func(_ *rawClient, r *rawRing) error {
		for off := 0; off < 4096; off += 32 {
			r.record(off, 8, 0, uint64(monotonic()))
		}
		r.publish(4096, 128)
		return nil
	}, func(_ *rawClient, r *rawRing) error {
		awaitHead(r, 4096)
		r.publish(32, 1)
		return nil
	})
}

// awaitHead waits until the reader has taken at bytes, but not for ever.
func awaitHead(r *rawRing, at uint64) {
	for end := time.Now().Add(time.Second); r.word(headAt).Load() < at && time.Now().Before(end); {
		yield()
	}
}

// flicker changes lengths and flags as fast as it can.
func flicker() (*rawClient, error) {
	return withRing(honest, func(_ *rawClient, r *rawRing) error {
		for i := range 20_000 {
			off := i * 32 % ringData
			r.record(off, 8, 0, uint64(monotonic()))
			r.publish(uint64(i+1)*32, uint32(i+1))
			r.record(off, uint32(i)*0x9E3779B9, uint32(i&1), 0)
		}
		return nil
	})
}

// scribble writes into the words that belong to the reader.
func scribble() (*rawClient, error) {
	return withRing(honest, func(_ *rawClient, r *rawRing) error {
		for i := range uint64(20_000) {
			r.word(headAt).Store(i * 0x9E3779B97F4A7C15)
			r.word(armedAt).Store(i * 0x9E3779B97F4A7C15)
		}
		return nil
	})
}

// hintLies tells the owner's slots again and again that nothing has come since
// it first looked, and then nonsense.
func hintLies() (*rawClient, error) {
	return withHints(func(hint *os.File) error {
		words := make([]byte, 24)
		if _, err := hint.ReadAt(words, 0); err != nil {
			return err
		}
		for i := range byte(250) {
			if i > 200 {
				words[i%24] = i
			}
			for range 50 {
				if _, err := hint.WriteAt(words, 0); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// hintCutShort makes the mappings of it deadly, again and again.
func hintCutShort() (*rawClient, error) {
	return withHints(func(hint *os.File) error {
		for range 50 {
			if err := errors.Join(hint.Truncate(0), hint.Truncate(24)); err != nil {
				return err
			}
		}
		return hint.Truncate(0)
	})
}

// withHints does something to the hints of this user's slots, and connects.
func withHints(do func(*os.File) error) (*rawClient, error) {
	found := false
	err := each("hint", func(path string) error {
		found = true
		hint, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		defer hint.Close()
		return do(hint)
	})
	if err == nil && !found {
		err = errors.New("no slot of this user has a hint")
	}
	if err != nil {
		return nil, err
	}
	return connect()
}

func punch() (*rawClient, error) {
	return withRing(honest, func(_ *rawClient, r *rawRing) error {
		for range 200 {
			unix.Fallocate(r.fd, unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, 0, ringHeader+ringData)
			r.publish(64, 2)
		}
		unix.Ftruncate(r.fd, 0) // the seals forbid it
		return nil
	})
}

func sameTwice() (*rawClient, error) {
	return withRing(honest, func(c *rawClient, r *rawRing) error { return c.sendSegment(r.fd) })
}

func emptyChain() (*rawClient, error) {
	return withRing(honest, func(c *rawClient, _ *rawRing) error {
		for range 100 {
			r, err := newRing()
			if err != nil {
				return err
			}
			err = c.sendSegment(r.fd)
			r.close()
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// expected reports whether an attack was ended by the server's own doing.
func expected(err error) bool {
	return err == nil || errors.Is(err, unix.EPIPE) || errors.Is(err, unix.ECONNRESET) ||
		errors.Is(err, unix.ECONNREFUSED) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.Is(err, unix.ETOOMANYREFS) || errors.Is(err, unix.EMSGSIZE)
}
