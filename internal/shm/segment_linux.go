package shm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"os"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"mailslot/internal/ring"
)

// ErrSegment means that a descriptor is not a segment that may be trusted to
// stay mapped and in size.
var ErrSegment = errors.New("not a sealed mailslot segment of this version")

const seals = unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL

// Segment is a mapped ring. Its maker owns the descriptor until it is sent.
type Segment struct {
	mem   []byte
	ready uint64 // data bytes whose memory is there for certain
	file  *os.File
}

// Create makes a segment with room for at least size bytes of data.
func Create(size uint64) (*Segment, error) {
	size = max(MinSize, uint64(1)<<bits.Len64(size-1))
	fd, err := memfd()
	if err != nil {
		return nil, fmt.Errorf("memfd_create: %w", err)
	}
	s := &Segment{file: os.NewFile(uintptr(fd), "mailslot segment")}
	if err := s.build(fd, size); err != nil {
		s.file.Close()
		return nil, err
	}
	return s, nil
}

func memfd() (int, error) {
	if err := fault("memfd_create"); err != nil {
		return -1, err
	}
	fd, err := unix.MemfdCreate("mailslot", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	return lift(fd), err
}

func (s *Segment) build(fd int, size uint64) (err error) {
	if err := fault("ftruncate"); err != nil {
		return fmt.Errorf("ftruncate: %w", err)
	}
	if err := unix.Ftruncate(fd, int64(offData+size)); err != nil {
		return fmt.Errorf("ftruncate: %w", err)
	}
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	if s.mem, err = mapFile(fd, int(offData+size)); err != nil {
		return err
	}
	if err := s.firstPages(fd); err != nil {
		s.Unmap()
		return err
	}
	binary.LittleEndian.PutUint32(s.mem[offMagic:], magic)
	binary.LittleEndian.PutUint32(s.mem[offVersion:], version)
	binary.LittleEndian.PutUint64(s.mem[offSize:], size)
	return nil
}

// firstPages makes sure of the header's memory, or of everything where the
// kernel cannot populate a mapping later.
func (s *Segment) firstPages(fd int) error {
	if canPopulate() {
		return s.populate(0, pageSize)
	}
	if err := fault("fallocate"); err != nil {
		return fmt.Errorf("fallocate: %w", err)
	}
	if err := unix.Fallocate(fd, 0, 0, int64(len(s.mem))); err != nil {
		return fmt.Errorf("fallocate: %w", err)
	}
	s.ready = uint64(len(s.mem))
	return nil
}

// Map maps a segment that another process made. The descriptor stays the
// caller's. limit is the largest size accepted, in bytes of data.
func Map(fd int, limit uint64) (*Segment, error) {
	size, err := checkFile(fd, limit)
	if err != nil {
		return nil, err
	}
	mem, err := mapFile(fd, int(offData+size))
	if errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM) {
		return nil, ErrSegment // opened or sealed against writing: it will never map
	}
	if err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(mem[offMagic:]) != magic ||
		binary.LittleEndian.Uint32(mem[offVersion:]) != version ||
		binary.LittleEndian.Uint64(mem[offSize:]) != size {
		unix.Munmap(mem)
		return nil, ErrSegment
	}
	return &Segment{mem: mem}, nil
}

// checkFile accepts only memory files that nobody can resize. Hugetlb files
// are refused too: touching one can raise SIGBUS.
func checkFile(fd int, limit uint64) (size uint64, err error) {
	var st unix.Stat_t
	var fs unix.Statfs_t
	got, err := unix.FcntlInt(uintptr(fd), unix.F_GET_SEALS, 0)
	if err != nil || got&seals != seals {
		return 0, ErrSegment
	}
	if unix.Fstat(fd, &st) != nil || unix.Fstatfs(fd, &fs) != nil || fs.Type != unix.TMPFS_MAGIC {
		return 0, ErrSegment
	}
	size = uint64(st.Size) - offData
	if st.Size < offData+MinSize || size&(size-1) != 0 || size > limit || size > MaxSize {
		return 0, ErrSegment
	}
	return size, nil
}

// ClosesAtOnce reports whether fd is a memory file or a process's, of which it is
// known that closing them waits for nobody.
func ClosesAtOnce(fd int) bool {
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_GET_SEALS, 0); err == nil {
		return true
	}
	err := unix.PidfdSendSignal(fd, 0, nil, 0) // which asks only
	return err == nil || err == unix.EPERM || err == unix.ESRCH
}

// MaxSize is the largest segment, in bytes of data: a mapping's length must fit
// into an int, on 32-bit machines too.
const MaxSize = min(ring.MaxSize, 1<<(bits.UintSize-2))

func mapFile(fd, length int) ([]byte, error) {
	if err := fault("mmap"); err != nil {
		return nil, fmt.Errorf("mmap: %w", err)
	}
	mem, err := unix.Mmap(fd, 0, length, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mmap: %w", err)
	}
	// A child by fork without exec must not keep or disturb the ring.
	_ = unix.Madvise(mem, unix.MADV_DONTFORK)
	return mem, nil
}

// Shared is the ring in the segment.
func (s *Segment) Shared() ring.Shared {
	return ring.Shared{
		// The mapping begins on a page and is longer than the header, so the
		// words are in it and aligned; it lives until Unmap.
		Publish: (*atomic.Uint64)(unsafe.Pointer(&s.mem[offPublish])),
		Head:    (*atomic.Uint64)(unsafe.Pointer(&s.mem[offHead])),
		Armed:   (*atomic.Uint32)(unsafe.Pointer(&s.mem[offArmed])),
		Data:    s.mem[offData:],
	}
}

// Frozen is set by the reader while the writer's user has used up the share:
// then no further segment is wanted.
func (s *Segment) Frozen() *atomic.Uint32 {
	return (*atomic.Uint32)(unsafe.Pointer(&s.mem[offFrozen])) // within the header, aligned
}

// Size is the number of data bytes.
func (s *Segment) Size() uint64 { return uint64(len(s.mem) - offData) }

// FD is the descriptor of a segment that Create made, until CloseFD.
func (s *Segment) FD() int { return int(s.file.Fd()) }

// CloseFD gives the descriptor up; the mapping stays.
func (s *Segment) CloseFD() {
	if s.file != nil {
		s.file.Close()
		s.file = nil
	}
}

// Keep keeps a copy of the descriptor of a mapped segment, until Unmap, if the
// descriptor table has room.
func (s *Segment) Keep(fd int) {
	if copied, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0); err == nil {
		s.file = os.NewFile(uintptr(lift(copied)), "mailslot segment")
	}
}

// Kept reports whether FD is there.
func (s *Segment) Kept() bool { return s.file != nil }

// GiveBack frees the memory of the data, whoever else maps it or has its
// descriptor; it reads as zeros then. The header stays. What a mapping for writing
// lets through, the seals allow. It waits for whoever holds the file's lock.
func (s *Segment) GiveBack() {
	if uint64(len(s.mem)) > pageSize {
		unix.Madvise(s.mem[pageSize:], unix.MADV_REMOVE)
	}
}

// Unmap ends every use of the segment.
func (s *Segment) Unmap() {
	s.CloseFD()
	if s.mem != nil {
		unix.Munmap(s.mem)
		s.mem = nil
	}
}

// populateStep is how much memory is made sure of at a time.
const populateStep = 256 << 10

// Lacks is how much memory Ready would ask the kernel for, in bytes.
func (s *Segment) Lacks(end uint64) uint64 {
	if end <= s.ready {
		return 0
	}
	return max(end-s.ready, min(populateStep, s.ready+pageSize))
}

// Ready makes sure that the first end bytes of data have memory, so that a
// lack of it is an error here and not a SIGBUS at the store. At the limit of a
// control group it is the end of the process.
func (s *Segment) Ready(end uint64) error {
	if n := s.Lacks(end); n != 0 {
		return s.populate(s.ready, n)
	}
	return nil
}

func (s *Segment) populate(from, n uint64) error {
	if err := fault("madvise"); err != nil {
		return fmt.Errorf("madvise: %w", err)
	}
	first := (offData + from) &^ (pageSize - 1)
	last := min((offData+from+n+pageSize-1)&^(pageSize-1), uint64(len(s.mem)))
	for {
		err := unix.Madvise(s.mem[first:last], unix.MADV_POPULATE_WRITE)
		if err == nil {
			s.ready = last - offData
			return nil
		}
		if err != unix.EINTR && err != unix.EAGAIN {
			return fmt.Errorf("madvise: %w", err)
		}
	}
}

var pageSize = uint64(unix.Getpagesize())

// canPopulate reports whether the kernel has MADV_POPULATE_WRITE (5.14).
var canPopulate = sync.OnceValue(func() bool {
	mem, err := unix.Mmap(-1, 0, int(pageSize), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return false
	}
	defer unix.Munmap(mem)
	return unix.Madvise(mem, unix.MADV_POPULATE_WRITE) == nil
})
