package daemon

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"mailslot/internal/control"
	"mailslot/internal/errno"
)

// Limits of the control socket.
const (
	maxClients     = 256              // connections at once; whoever is idle longest makes room
	maxUserClients = 64               // of them, of one user
	clientIdle     = 10 * time.Minute // a connection that asks nothing ends
	clientWrite    = 5 * time.Second  // a client that does not read ends
	clientEnd      = 3 * time.Second  // when the daemon ends, for what is under way
)

// asker is who asks: the kernel's word, not the client's.
type asker struct {
	uid, gid uint32
	pid      int32
}

// backend does what clients ask for.
type backend interface {
	answer(ctx context.Context, who asker, r control.Request) (control.Reply, error)
}

// controlServer serves the control socket.
type controlServer struct {
	backend  backend
	rate     *userRate
	group    uint32 // whose members may do everything
	members  *membership
	log      *slog.Logger
	listener *net.UnixListener
	life     context.Context // of all requests
	end      context.CancelFunc

	mu      sync.Mutex
	clients map[*client]bool
	changed *sync.Cond // with mu: a client has begun to ask, or has left
	closed  bool
	done    sync.WaitGroup
}

// client is one connection. What is below uid is guarded by the server's mu.
type client struct {
	conn  *net.UnixConn
	uid   uint32
	busy  bool      // a request is under way
	since time.Time // when that or its being idle began
	ended bool      // what it has asked is answered, and no more is taken
}

// listenControl makes the socket at path, in a directory that nobody else may
// write. It replaces a socket that no process serves any more.
func listenControl(path string) (*net.UnixListener, error) {
	dir := filepath.Dir(path)
	mask := syscall.Umask(0o022) // all come there
	err := os.Mkdir(dir, 0o755)
	syscall.Umask(mask)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, controlError(err)
	}
	ok, err := belongsTo(dir, 0, os.Geteuid())
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errno.New(errno.AccessDenied,
			"%s must belong to root or the daemon and be writable by nobody else", dir)
	}
	if err := onlyDaemon(path); err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, controlError(err)
	}
	return l, os.Chmod(path, 0o666)
}

// belongsTo reports whether dir is a directory of one of owners, which nobody
// else may write.
func belongsTo(dir string, owners ...int) (bool, error) {
	fi, err := os.Stat(dir)
	if err != nil {
		return false, err
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	return ok && fi.IsDir() && fi.Mode().Perm()&0o022 == 0 && slices.Contains(owners, int(st.Uid)), nil
}

// controlError says who may have the control socket where it is.
func controlError(err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return errno.New(errno.AccessDenied, "cannot make the control socket: %w", err).
		Advise("start the daemon as root, or name another place by control in [network]")
}

// onlyDaemon is an error when a daemon answers at path.
func onlyDaemon(path string) error {
	c, err := net.Dial("unix", path)
	if err != nil {
		return nil
	}
	c.Close()
	return errno.New(errno.AlreadyExists, "another daemon answers at %s", path)
}

func newControlServer(l *net.UnixListener, b backend, rate *userRate, group uint32, log *slog.Logger) *controlServer {
	s := &controlServer{backend: b, rate: rate, group: group, members: newMembership(), log: log, listener: l,
		clients: make(map[*client]bool)}
	s.changed = sync.NewCond(&s.mu)
	s.life, s.end = context.WithCancel(context.Background())
	s.done.Add(1)
	go s.accept()
	return s
}

// Close ends the socket and every connection, and waits for their goroutines.
// Requests that came before are answered; those that take long end early.
func (s *controlServer) Close() error {
	err := s.listener.Close()
	s.mu.Lock()
	s.closed = true
	for c := range s.clients {
		c.finish()
	}
	s.mu.Unlock()
	late := time.AfterFunc(clientEnd, s.end)
	defer late.Stop()
	s.done.Wait()
	s.end()
	return err
}

func (s *controlServer) accept() {
	defer s.done.Done()
	for {
		conn, err := s.listener.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // out of descriptors: those that are open end some time
			s.log.Warn("control socket", "error", err)
			time.Sleep(100 * time.Millisecond)
			continue
		}
		var c *client
		who, err := control.PeerOf(conn)
		if err == nil {
			c, err = s.admit(conn, who.Uid)
		}
		if err != nil {
			refuse(conn, err)
			continue
		}
		go s.serve(c, asker{who.Uid, who.Gid, who.Pid})
	}
}

// refuse says why, in an answer to what the client is about to ask, and hangs
// up. The socket has room for it: nothing else has been sent.
func refuse(c net.Conn, err error) {
	if line, bad := json.Marshal(failed(err)); bad == nil {
		c.Write(append(line, '\n'))
	}
	c.Close()
}

// failed is the reply that tells of err.
func failed(err error) control.Reply {
	return control.Reply{Error: &control.Failure{Code: uint32(errno.Of(err)), Text: err.Error()}}
}

// admit counts the connection in, if there is room for it or can be made.
func (s *controlServer) admit(conn *net.UnixConn, uid uint32) (*client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	same := 0
	for c := range s.clients {
		if c.uid == uid {
			same++
		}
	}
	if same >= maxUserClients {
		return nil, errno.New(errno.NoSystemResources, "user %d has %d connections to the daemon already; close some handles", uid, same)
	}
	s.makeRoom()
	switch {
	case s.closed:
		return nil, errno.New(errno.BadNetPath, "the daemon is ending")
	case len(s.clients) >= maxClients:
		return nil, errno.New(errno.NoSystemResources, "the daemon has %d requests under way already; try again later", len(s.clients))
	}
	c := &client{conn: conn, uid: uid, since: time.Now()}
	s.clients[c] = true
	s.done.Add(1)
	return c, nil
}

// makeRoom ends the connections that are idle longest, which open again when
// they ask next, until there is a place. One that has asked at this very moment
// is answered first, and another is looked for. The caller holds mu.
func (s *controlServer) makeRoom() {
	for len(s.clients) >= maxClients {
		c := s.idlest()
		if c == nil {
			return
		}
		c.finish()
		for s.clients[c] && !c.busy { // at most until its goroutine runs
			s.changed.Wait()
		}
	}
}

// idlest is the client that has asked nothing for longest; nil if all wait for
// an answer. The caller holds mu.
func (s *controlServer) idlest() (idlest *client) {
	for c := range s.clients {
		if !c.busy && !c.ended && (idlest == nil || c.since.Before(idlest.since)) {
			idlest = c
		}
	}
	return idlest
}

// finish takes no more from the client than has come, which is answered. What it
// writes from now on fails, so that it can send that again and nothing is done
// twice. The caller holds the server's mu.
func (c *client) finish() {
	c.ended = true
	c.conn.CloseRead()
}

func (s *controlServer) leave(c *client) {
	s.mu.Lock()
	delete(s.clients, c)
	s.changed.Broadcast()
	s.mu.Unlock()
	c.conn.Close()
	s.done.Done()
}

// mark notes that a request of c is under way, or no longer.
func (s *controlServer) mark(c *client, busy bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.busy, c.since = busy, time.Now()
	s.changed.Broadcast()
}

// serve answers one client's requests in turn until it leaves.
func (s *controlServer) serve(c *client, who asker) {
	defer s.leave(c)
	ctx, cancel := context.WithCancel(s.life)
	defer cancel()
	lines := bufio.NewScanner(c.conn)
	lines.Buffer(nil, control.MaxLine)
	lines.Split(wholeLines)
	for s.life.Err() == nil { // or who has asked much, and reads slowly, would keep the daemon from ending
		c.conn.SetReadDeadline(time.Now().Add(clientIdle))
		if !lines.Scan() {
			return
		}
		s.mark(c, true)
		line, err := json.Marshal(s.reply(ctx, who, lines.Bytes()))
		if err != nil {
			s.log.Error("control reply", "error", err)
			return
		}
		c.conn.SetWriteDeadline(time.Now().Add(clientWrite))
		if _, err := c.conn.Write(append(line, '\n')); err != nil {
			return
		}
		s.mark(c, false)
	}
}

// wholeLines is bufio.ScanLines without a last line that lacks its end: its
// client could not send it whole, and may send it again.
func wholeLines(data []byte, _ bool) (int, []byte, error) {
	return bufio.ScanLines(data, false)
}

func (s *controlServer) reply(ctx context.Context, who asker, line []byte) control.Reply {
	var r control.Request
	err := json.Unmarshal(line, &r)
	switch {
	case err != nil:
		err = errno.New(errno.BadFormat, "not a request: %w", err)
	case !s.rate.allow(who.uid, time.Now()):
		err = errno.New(errno.NoSystemResources,
			"user %d asks more often than the daemon's configuration allows (limits.per_user)", who.uid)
	case privileged(r.Op):
		err = s.mayRule(ctx, who, r.Op)
	}
	var reply control.Reply
	if err == nil {
		reply, err = s.backend.answer(ctx, who, r)
	}
	if err != nil {
		reply = failed(err)
	}
	return reply
}

func privileged(op string) bool {
	return op == control.OpReload || op == control.OpClaim || op == control.OpRelease
}

// mayRule is an error unless who is root or the daemon's user, or of its group:
// by the process's own group, or as a member by the system's user database.
func (s *controlServer) mayRule(ctx context.Context, who asker, op string) error {
	switch {
	case who.uid == 0, who.uid == uint32(os.Geteuid()):
		return nil
	case s.group == 0: // there is none: the group root is not meant
	case who.gid == s.group:
		return nil
	default:
		if member, err := s.members.has(ctx, who.uid, s.group); member || err != nil {
			return err
		}
	}
	return errno.New(errno.AccessDenied, "%s is for root and the daemon's group", op)
}
