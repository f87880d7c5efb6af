package local

import (
	"math/bits"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/secureenv"
	"mailslot/internal/shm"
)

// DefaultQuota is how many bytes of unread messages, headers included, one
// client handle may have in a slot, or a quarter of the memory where that is
// less. A Config may set it lower or higher, between MinQuota and MaxQuota: a
// segment has the quota at most, as a power of two.
const (
	DefaultQuota = 256 << 20
	MinQuota     = shm.MinSize
	MaxQuota     = shm.MaxSize / 2
)

// Slot is the server's end: the queue itself. Its memory is touched only
// under mu; blocked readers hold nothing but their place in the queue.
type Slot struct {
	about   About
	entry   entry
	timeout atomic.Uint32 // read time-out in milliseconds
	done    chan struct{} // closed by Close
	engine  *engine

	mu       sync.Mutex
	closed   bool
	ls       int       // listening socket
	ep       shm.Epoll // ls and every connection
	merge    ring.Merge
	conns    map[int]*conn
	segments map[*ring.Consumer]*shm.Segment
	owners   map[*ring.Consumer]*conn // whose memory a ring is
	charged  map[int]uint64           // bytes of rings by user
	inlined  inlined                  // and of inline messages
	barred   barred
	queries  []query
	culprits []*conn
	crowd    crowd
	stuck    error       // what could not be adopted at the last poll
	hint     *shm.Hint   // nil: no client has come yet, or others than the owner may write
	stirred  shm.Stirred // the hint as of the last poll
	polled   uint64      // when that was, by the order clock
	gap      uint64      // and how long after the one before
	behind   bool        // packets were left in a socket since
	rang     *conn       // whose bell, which has woken a reader, lies in its socket still
	blind    int         // connections that do not stir the hint
	parked   int         // connections that wait for room
	looked   uint64      // when they were last looked at, by the order clock
	readers  readers
	deadline deadline
	flow     flow
	lease    lease
	notice   notice
	stubs    []*heldStub // server handles in other processes, oldest first
	keep     bool        // keep the descriptors of segments, to hand them over

	forwarders sync.WaitGroup // goroutines that serve stubs

	looks           uint64 // how often readers looked for a message
	read, readBytes uint64
	offenders       int
}

// Listen creates the slot called name: WTF-8, without the \\.\mailslot\ prefix.
func Listen(name string, c Config) (*Slot, error) {
	dir, about, err := c.resolve(name)
	if err != nil {
		return nil, err
	}
	e, ls, err := createEntry(dir, &about)
	if err != nil {
		return nil, err
	}
	s := newSlot(about)
	s.entry, s.ls, s.keep = e, ls, c.Inheritable
	s.timeout.Store(c.ReadTimeout)
	if err := s.start(); err != nil {
		e.remove()
		shm.Close(ls)
		return nil, err
	}
	return s, nil
}

// newSlot is a slot without a place in the file system and without clients.
func newSlot(a About) *Slot {
	s := &Slot{
		about: a, entry: entry{lock: -1}, ls: -1,
		done:     make(chan struct{}),
		conns:    map[int]*conn{},
		segments: map[*ring.Consumer]*shm.Segment{},
		owners:   map[*ring.Consumer]*conn{},
		charged:  map[int]uint64{},
		inlined:  inlined{bytes: map[int]uint64{}},
		barred:   barred{users: map[int]struct{}{}},
	}
	s.merge = ring.Merge{Now: shm.Now, Poll: s.catchUp, Retire: s.retire, Broke: s.broke}
	return s
}

// resolve fills in what the zero values of the configuration stand for.
func (c Config) resolve(name string) (dir string, a About, err error) {
	if dir = c.Dir; dir == "" {
		if dir, err = Namespace(); err != nil {
			return "", About{}, err
		}
	}
	a = About{
		Name: name, UID: os.Geteuid(), PID: os.Getpid(), Alive: true, Created: time.Now(),
		Mode: c.Mode.Perm(), MaxSize: c.MaxSize, Quota: c.Quota, UserQuota: c.UserQuota, Network: c.Network,
	}
	if c.Mode == 0 {
		a.Mode = 0o600
	}
	if a.UserQuota == 0 || a.Quota == 0 {
		a.fillQuotas(share(ownGroups().Limit()))
	}
	a.Quota = boundQuota(a.Quota)
	if len(name) > maxName {
		return "", About{}, errno.New(errno.FilenameExcedRange, "the name has %d bytes, at most %d are possible", len(name), maxName)
	}
	if (a.Mode&0o022 != 0 || a.Network) && !MachineWide(dir) {
		return "", About{}, private(dir, a.Network)
	}
	return dir, a, nil
}

// fillQuotas sets the quotas that the creator left open.
func (a *About) fillQuotas(share int64) {
	if a.UserQuota == 0 {
		a.UserQuota = min(defaultUserQuota, share)
	}
	if a.Quota == 0 {
		a.Quota = min(DefaultQuota, share)
	}
}

func boundQuota(q int64) int64 { return min(max(q, MinQuota), MaxQuota) }

// private is the error of asking for other users, of whom the daemon is one, in
// a private namespace.
func private(dir string, network bool) error {
	who, instead, also := "other users", ", or keep the mode at 0600", ""
	if network {
		who, instead, also = "the network", "", " to the daemon too" // with another mode it could not hear it either
	}
	if secureenv.Get("MAILSLOT_DIR") != "" {
		return errno.New(errno.AccessDenied, "%s cannot reach %s, which MAILSLOT_DIR names", who, dir).
			Advise("unset it, or name a directory with mode 1777" + also + instead)
	}
	return errno.New(errno.AccessDenied, "%s cannot reach %s", who, dir).
		Advise("have root make " + machineDir + " (the package does, or: install -d -m 1777 " + machineDir + ")" + instead)
}

// start watches the socket.
func (s *Slot) start() (err error) {
	if s.ep, err = shm.NewEpoll(); err != nil {
		return sysError("cannot watch the slot", err)
	}
	if err = s.ep.Add(s.ls, shm.Readable); err == nil {
		err = join(s)
	}
	if err != nil {
		shm.Close(s.ep.FD)
		return sysError("cannot watch the slot", err)
	}
	return nil
}

// About describes the slot; Name is its name as it was given.
func (s *Slot) About() About { return s.about }

// SetReadTimeout changes the read time-out that Info answers, in milliseconds.
func (s *Slot) SetReadTimeout(ms uint32) error {
	s.timeout.Store(ms)
	return nil
}

// ReadTimeout is the read time-out in milliseconds.
func (s *Slot) ReadTimeout() (uint32, error) { return s.timeout.Load(), nil }

// Info counts exactly: every write that has returned is in it.
func (s *Slot) Info() (i Info, err error) {
	err = s.InfoInto(&i)
	return i, err
}

// InfoInto is Info into i. Copying so large a structure from call to call
// costs more than filling it.
func (s *Slot) InfoInto(i *Info) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return closedError()
	}
	s.catchUp()
	err := s.info(i)
	s.after()
	return err
}

// info is InfoInto after a poll.
func (s *Slot) info(i *Info) error {
	body, stream, err := s.head()
	if err != nil {
		return err
	}
	i.MaxSize, i.ReadTimeout, i.Writers = s.about.MaxSize, s.timeout.Load(), len(s.conns)
	i.Read, i.ReadBytes, i.Offenders = s.read, s.readBytes, s.offenders
	i.NextSize = NoMessage
	if stream != nil {
		i.NextSize = len(body)
	}
	count, bytes := s.merge.Count()
	i.Count, i.UnreadBytes = count, int64(bytes)
	return s.stuck
}

// Close closes this process's handle: waiting reads end with errno.HandleEOF,
// later calls answer errno.InvalidHandle. If other processes have stubs, the
// oldest takes the slot over as it is; else the slot ends, and writers get
// errno.HandleEOF.
func (s *Slot) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return closedError()
	}
	s.closed = true
	s.deadline.stop()
	w := s.makeWill()
	s.mu.Unlock()
	if w != nil && s.bequeath(w) {
		s.abandon()
		return nil
	}
	s.disown().remove()
	s.engine.leave(s)
	s.end()
	s.forwarders.Wait()
	return nil
}

// disown answers the slot's entry, which is the caller's to let go of. Its
// descriptor may be that of another slot's directory then, so this slot must not
// use the number any more.
func (s *Slot) disown() entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.entry
	s.entry.lock = -1
	return e
}

// end lets go of all that a closed slot has, and tells the writers.
func (s *Slot) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut()
	for c, seg := range s.segments {
		c.Close()
		s.lodge(c, seg, -1)
		s.unmap(s.owners[c].cred.UID, seg)
	}
	s.letGo(false)
}

// letGo closes what a slot has beside its segments and its name. handedOver says
// that the connections live on in another process.
func (s *Slot) letGo(handedOver bool) {
	clear(s.segments)
	for _, c := range s.conns {
		s.engine.drop(s, c.cred)
		s.part(c, handedOver)
	}
	clear(s.conns)
	for _, h := range s.stubs {
		h.link.close()
	}
	s.stubs = nil
	shm.Close(s.ls)
	s.hint.Close()
	s.hint = nil
	s.merge = ring.Merge{}
	close(s.done)
	s.notice.close(handedOver)
	s.readers.wakeAll(s)
}

// shut lets nothing further in and adopts what came before, so that no ring
// misses its closed bit: one that is handed over later fails its writer.
func (s *Slot) shut() {
	shm.StopReceiving(s.ls)
	s.poll() // clients that were not accepted yet
	for fd, c := range s.conns {
		if shm.StopReceiving(fd); c.parked {
			s.drain(c, maxDrain, false)
		}
	}
	s.poll()
}

// retire lets go of a ring that is used up.
func (s *Slot) retire(c *ring.Consumer) {
	seg, uid := s.segments[c], s.owners[c].cred.UID
	delete(s.segments, c)
	s.credit(c, seg)
	s.unmap(uid, seg)
	s.readmit(uid)
}

// limit is the largest segment that a client of this slot has reason to make:
// the quota, to the next power of two.
func (s *Slot) limit() uint64 {
	return 1 << bits.Len64(uint64(s.about.Quota)-1)
}
