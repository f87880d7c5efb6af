package daemon

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"golang.org/x/sys/unix"
)

// A wire that takes nothing for so long has ended, and what was on its way is
// lost. All is over much earlier than a bridge forgets a message
// (nbt.carriedTime).
const (
	bridgePing   = 5 * time.Second  // after two without an answer the server is gone
	bridgeUnsent = 10 * time.Second // what a server has not acknowledged by then is thrown away
	bridgeDial   = 2 * time.Second  // for a connection, and for the kernel to take what is sent
	bridgeAgain  = 2 * time.Second  // between two attempts at all servers
	bridgeSpread = time.Second      // more than that, so that not all bridges come at once
	maxReasons   = 16               // why there is no connection, in the log
)

// connector makes a bridge's connections and says in the log how that goes. It
// makes none before begin: nats.Connect would try one server after the other
// while the LAN waits for it, and tries again by itself.
type connector struct {
	log    *slog.Logger
	dialer net.Dialer
	life   context.Context // ends every attempt to reach a server
	end    context.CancelFunc
	conn   *nats.Conn    // set before begun is closed
	begun  chan struct{} // closed by begin
	tried  bool          // of pause, which the client calls for one attempt after the other

	mu   sync.Mutex
	said map[string]bool // reasons, since there was a connection
}

var errNotBegun = errors.New("the bridge has not begun to connect")

func newConnector(log *slog.Logger) *connector {
	c := &connector{log: log, dialer: net.Dialer{Control: endUnsent}, begun: make(chan struct{})}
	c.life, c.end = context.WithCancel(context.Background())
	return c
}

// begin lets conn connect from now on.
func (c *connector) begin(conn *nats.Conn) {
	c.conn = conn
	close(c.begun)
}

// options are those of a connection that c makes.
func (c *connector) options() []nats.Option {
	return []nats.Option{
		nats.SetCustomDialer(c), nats.SkipHostLookup(), nats.CustomReconnectDelay(c.pause),
		nats.ConnectHandler(c.connected), nats.ReconnectHandler(c.connected),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { c.failed(err) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil { // else we have closed it
				c.log.Warn("bridge disconnected", "error", err)
			}
		}),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { c.failed(err) }),
	}
}

// Dial connects to a server, whose name is looked up in the same time.
func (c *connector) Dial(network, address string) (net.Conn, error) {
	select {
	case <-c.begun:
	default:
		return nil, errNotBegun
	}
	ctx, cancel := context.WithTimeout(c.life, bridgeDial)
	defer cancel()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	hosts, err := net.DefaultResolver.LookupHost(ctx, host)
	if err != nil {
		return nil, err
	}
	return c.dialAny(ctx, network, hosts, port)
}

// dialAny connects to one of a server's addresses, each of which has its share of
// the time: a Dialer leaves all of so little to the first.
func (c *connector) dialAny(ctx context.Context, network string, hosts []string, port string) (conn net.Conn, err error) {
	dialer := c.dialer
	dialer.Timeout = bridgeDial / time.Duration(len(hosts))
	rand.Shuffle(len(hosts), func(i, j int) { hosts[i], hosts[j] = hosts[j], hosts[i] })
	for _, host := range hosts {
		if conn, err = dialer.DialContext(ctx, network, net.JoinHostPort(host, port)); err == nil {
			break
		}
	}
	return conn, err
}

// pause is how long to wait after all servers were tried: not before the first
// attempt that counts. The client tells nobody else why the last server that it
// reached would not have us.
func (c *connector) pause(int) time.Duration {
	<-c.begun
	if !c.tried {
		c.tried = true
		return 0
	}
	if err := c.conn.LastError(); err != nil {
		c.failed(err)
	}
	return bridgeAgain + rand.N(bridgeSpread)
}

func (c *connector) connected(conn *nats.Conn) {
	c.mu.Lock()
	c.said = nil
	c.mu.Unlock()
	c.log.Info("bridge connected", "server", conn.ConnectedUrlRedacted(), "encrypted", conn.TLSRequired())
}

// failed logs what keeps the bridge from working, each reason once until it is
// connected anew.
func (c *connector) failed(err error) {
	if !errors.Is(err, errNotBegun) && c.life.Err() == nil && c.isNews(reasonOf(err)) {
		c.log.Warn("bridge fails, tries again", "error", err)
	}
}

func (c *connector) isNews(reason string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.said[reason] || len(c.said) >= maxReasons {
		return false
	}
	if c.said == nil {
		c.said = make(map[string]bool)
	}
	c.said[reason] = true
	return true
}

// reasonOf is what lies behind err, without addresses and ports: those are
// others with each attempt.
func reasonOf(err error) string {
	for {
		var cause error
		switch e := err.(type) {
		case *net.DNSError: // which names the resolver's ports in its text
			return "lookup " + e.Name
		case interface{ Unwrap() []error }:
			if all := e.Unwrap(); len(all) != 0 {
				cause = all[len(all)-1]
			}
		default:
			cause = errors.Unwrap(err)
		}
		if cause == nil || cause == nats.ErrPermissionViolation { // err tells of what
			return err.Error()
		}
		err = cause
	}
}

// endUnsent has the kernel end a connection when what it was given to send is
// not acknowledged in time. It would go on trying for a quarter of an hour.
func endUnsent(_, _ string, c syscall.RawConn) error {
	var err error
	failed := c.Control(func(fd uintptr) {
		err = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(bridgeUnsent.Milliseconds()))
	})
	return errors.Join(failed, err)
}
