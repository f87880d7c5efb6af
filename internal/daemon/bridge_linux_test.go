package daemon

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"mailslot"
	"mailslot/internal/control"
	"mailslot/internal/errno"
	"mailslot/internal/lan"
	"mailslot/internal/nbt"
	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// natsServer starts a server on a free port of this computer.
func natsServer(t *testing.T, o server.Options) *server.Server {
	t.Helper()
	o.Host, o.NoLog, o.NoSigs = "127.0.0.1", true, true
	if o.Port == 0 {
		o.Port = server.RANDOM_PORT
	}
	s, err := server.NewServer(&o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server does not start")
	}
	return s
}

// end is one LAN's end of a bridge and what has come to it.
type end struct {
	*bridge
	counts *counts
	got    chan string
}

func openEnd(t *testing.T, c Bridge) end { return openEndOf(t, c, "H1") }

func openEndOf(t *testing.T, c Bridge, computer string) end {
	t.Helper()
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	e := end{counts: new(counts), got: make(chan string, 100)}
	config := Config{Bridge: c}
	if err := config.ReadFiles(); err != nil {
		t.Fatal(err)
	}
	b, err := newBridge(config, e.counts, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	e.bridge = b
	relay := func(data []byte) error { e.got <- string(data); return nil }
	if err := b.open(lan.Config{Computer: computer, Workgroup: "PLANT", Domains: []string{"OFFICE"}}, relay); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.close)
	return e
}

// until waits for a condition.
func until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for stop := time.Now().Add(30 * time.Second); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(stop) {
			t.Fatalf("in vain: %s", what)
		}
	}
}

func (e end) up() bool { return strings.HasPrefix(e.status(), "connected to ") }

func (e end) next(t *testing.T) string {
	t.Helper()
	select {
	case s := <-e.got:
		return s
	case <-time.After(30 * time.Second):
		t.Fatal("nothing came")
		return ""
	}
}

// parcelFor is a message to a slot of a domain.
func parcelFor(domain, slot, text string) nbt.Carry {
	source, _ := netbios.NewName("PEER", netbios.Workstation)
	destination, _ := netbios.NewName(domain, netbios.Workstation)
	w := smbtrans.Write{Slot: slot, Class: smbtrans.ClassDatagram, Data: []byte(text)}
	d := netbios.Datagram{
		DatagramHeader: netbios.DatagramHeader{Type: netbios.DirectGroup, Flags: netbios.FirstFragment, SourcePort: 138},
		Source:         source, Destination: destination, Data: w.Append(nil),
	}
	return nbt.Carry{Domain: destination, Slot: slot, Data: d.Append(nil)}
}

func TestBridgeBringsMessagesToTheOthersAndNotBack(t *testing.T) {
	s := natsServer(t, server.Options{Username: "plant", Password: "secret"})
	c := Bridge{Servers: []string{strings.Replace(s.ClientURL(), "nats://", "nats://plant:secret@", 1)}, Slots: []string{"alarms/*"}}
	a, b := openEnd(t, c), openEnd(t, c)
	until(t, "both to be connected", func() bool { return a.up() && b.up() })
	b.conn.Flush() // its subscriptions are known
	if strings.Contains(a.status(), "secret") {
		t.Errorf("the password is shown: %s", a.status())
	}
	for _, domain := range []string{"PLANT", "OFFICE"} {
		m := parcelFor(domain, `alarms\fire`, "to "+domain)
		a.carry(m)
		if got := b.next(t); got != string(m.Data) {
			t.Errorf("got %q, want %q", got, m.Data)
		}
	}
	b.carry(parcelFor("PLANT", "alarms/x", "back"))
	if got := a.next(t); !strings.HasSuffix(got, "back") {
		t.Errorf("got its own message back: %q", got)
	}
}

// TestHostsThatFollowEachOtherShareTheBridgesMemory: a late copy may come when the
// network has been joined anew.
func TestHostsThatFollowEachOtherShareTheBridgesMemory(t *testing.T) {
	d := offTheWire(t)
	host, config := d.current()
	memory := func() *nbt.BridgeMemory {
		o, err := d.hostOptions(config, host.config, host.mail, new(bridge))
		if err != nil {
			t.Fatal(err)
		}
		return o.Memory
	}
	before := memory()
	if err := d.rejoin(config); err != nil {
		t.Fatal(err)
	}
	if after := memory(); before == nil || after != before {
		t.Errorf("before %p, after %p", before, after)
	}
}

func TestBridgePassesListedSlotsOnlyBothWays(t *testing.T) {
	s := natsServer(t, server.Options{})
	a := openEnd(t, Bridge{Servers: []string{s.ClientURL()}, Slots: []string{"*"}})
	b := openEnd(t, Bridge{Servers: []string{s.ClientURL()}, Slots: []string{"open"}})
	until(t, "both to be connected", func() bool { return a.up() && b.up() })
	b.conn.Flush()
	a.carry(parcelFor("PLANT", "closed", "in"))
	a.conn.Publish(a.config.subject("domain", parcelFor("PLANT", "x", "").Domain), []byte("garbage"))
	a.carry(parcelFor("PLANT", "open", "marker"))
	if got := b.next(t); !strings.HasSuffix(got, "marker") {
		t.Errorf("got %q", got)
	}
	until(t, "both to be counted", func() bool { return b.counts.dropped[dropBridge].Load() == 2 })
	for slot, want := range map[string]bool{"closed": false, "open": true, "OPEN": true} {
		if b.takes(slot) != want { // the node asks before it hands over
			t.Errorf("messages to %s may leave: %v", slot, !want)
		}
	}
}

// TestBridgeDropsWhatItCannotPassAtOnce: nothing is kept for a server that is
// not there, and when it comes messages pass.
func TestBridgeDropsWhatItCannotPassAtOnce(t *testing.T) {
	s := natsServer(t, server.Options{})
	port := s.Addr().String()
	s.Shutdown()
	s.WaitForShutdown()
	a := openEnd(t, Bridge{Servers: []string{"nats://" + port}, Slots: []string{"*"}})
	a.carry(parcelFor("PLANT", "x", "too early"))
	until(t, "the drop", func() bool { return a.counts.dropped[dropBridge].Load() == 1 })
	for range 2*maxParcels + 1 {
		a.carry(parcelFor("PLANT", "x", "too early")) // and never waits
	}
}

// TestBridgeComesBackAfterItWasTurnedAway: a server may not know us for a
// while, and one that has said so twice is tried again.
func TestBridgeComesBackAfterItWasTurnedAway(t *testing.T) {
	s := natsServer(t, server.Options{Username: "plant", Password: "secret"})
	port := s.Addr().(*net.TCPAddr).Port
	e := openEnd(t, Bridge{Servers: []string{fmt.Sprintf("nats://plant:secret@127.0.0.1:%d", port)}, Slots: []string{"*"}})
	until(t, "the connection", e.up)
	restart := func(password string) {
		s.Shutdown()
		s.WaitForShutdown()
		s = natsServer(t, server.Options{Username: "plant", Password: password, Port: port})
	}
	restart("another")
	until(t, "the third attempt", func() bool {
		v, err := s.Varz(nil)
		return err == nil && v.TotalConnections >= 3 || e.conn.IsClosed()
	})
	restart("secret")
	until(t, "the connection to be back", e.up)
}

// TestJoiningTheNetworkDoesNotWaitForTheServers, which take connections and say
// nothing.
func TestJoiningTheNetworkDoesNotWaitForTheServers(t *testing.T) {
	var urls []string
	var reached atomic.Int32
	for range 3 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		urls = append(urls, "nats://"+l.Addr().String())
		go func() {
			for c, err := l.Accept(); err == nil; c, err = l.Accept() {
				reached.Add(1)
				defer c.Close()
			}
		}()
	}
	d := offTheWire(t)
	_, config := d.current()
	config.Bridge = Bridge{Servers: urls, Slots: []string{"*"}}
	if err := d.rejoin(config); err != nil {
		t.Fatal(err)
	}
	if n := reached.Load(); n == 3 {
		t.Error("waited for each of them in turn")
	}
	until(t, "the servers to be tried", func() bool { return reached.Load() > 0 })
}

// TestBridgeSaysOnceWhyItIsNotConnected, however often it tries.
func TestBridgeSaysOnceWhyItIsNotConnected(t *testing.T) {
	s := natsServer(t, server.Options{Username: "plant", Password: "secret"})
	logged := new(logBuffer)
	b, err := newBridge(Config{Bridge: Bridge{Servers: []string{s.ClientURL()}, Slots: []string{"*"}}}, new(counts),
		slog.New(slog.NewTextHandler(logged, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.close)
	if err := b.open(lan.Config{Computer: "H1", Workgroup: "PLANT"}, nil); err != nil {
		t.Fatal(err)
	}
	until(t, "the third attempt", func() bool {
		v, err := s.Varz(nil)
		return err == nil && v.TotalConnections >= 3
	})
	if text := logged.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, "Authorization Violation") {
		t.Errorf("the log says %q", text)
	}
}

// TestReasonsAreToldOnceAndBounded, also when addresses and ports differ.
func TestReasonsAreToldOnceAndBounded(t *testing.T) {
	logged := new(logBuffer)
	c := newConnector(slog.New(slog.NewTextHandler(logged, nil)))
	for port := range 3 {
		late := &net.OpError{Op: "read", Addr: &net.TCPAddr{Port: port}, Err: os.ErrDeadlineExceeded}
		c.failed(late)
		c.failed(fmt.Errorf("%w: %w", nats.ErrTLS, late))
		c.failed(&net.DNSError{Name: "nats.example", Err: fmt.Sprint("read from port ", port)})
	}
	for _, subject := range []string{"a", "b"} {
		c.failed(fmt.Errorf("%w: %s", nats.ErrPermissionViolation, subject))
	}
	if n := strings.Count(logged.String(), "\n"); n != 4 {
		t.Errorf("%d reasons, want late, the look-up and two subjects:\n%s", n, logged.String())
	}
	for i := range maxReasons + 1 {
		c.failed(fmt.Errorf("reason %d", i))
	}
	c.failed(errNotBegun)
	if n := strings.Count(logged.String(), "\n"); n != maxReasons {
		t.Errorf("%d lines, want %d", n, maxReasons)
	}
	c.end()
	c.said = nil
	if c.failed(context.Canceled); strings.Contains(logged.String(), "canceled") {
		t.Error("its end is logged as a failure")
	}
}

// logBuffer holds what is logged by any goroutine.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// TestBridgeTrustsOnlyTheNamedAuthority, and shows its own certificate.
func TestBridgeTrustsOnlyTheNamedAuthority(t *testing.T) {
	web := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate
	defer web.Close()
	s := natsServer(t, server.Options{TLS: true, TLSConfig: &tls.Config{Certificates: web.TLS.Certificates, ClientAuth: tls.RequireAnyClientCert}})
	private, err := x509.MarshalPKCS8PrivateKey(web.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := func(kind string, data []byte) string {
		path := filepath.Join(dir, kind)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ca, key := file("CERTIFICATE", web.Certificate().Raw), file("PRIVATE KEY", private)
	address := []string{strings.Replace(s.ClientURL(), "nats://", "tls://", 1)}
	good := openEnd(t, Bridge{Servers: address, Slots: []string{"*"}, CA: ca, Cert: ca, Key: key})
	until(t, "the connection", func() bool { return good.up() })
	bad := openEnd(t, Bridge{Servers: address, Slots: []string{"*"}, Cert: ca, Key: key})
	until(t, "the refusal", func() bool { return bad.conn.LastError() != nil || bad.conn.Status() == nats.RECONNECTING })
	if bad.up() {
		t.Error("an unknown certificate is trusted")
	}
}

func TestBridgeConfigurationIsChecked(t *testing.T) {
	good := `servers = ["tls://nats.example:4222"]` + "\n" + `slots = ["alarms/*"]` + "\n"
	if _, err := ParseConfig("[bridge]\n" + good); err != nil {
		t.Error(err)
	}
	for text, want := range map[string]string{
		`servers = ["tls://x:1"]`:                                  "slots",
		`servers = ["http://u:secret@x:1"]` + "\nslots = [\"*\"]":  "servers",
		good + `cert = "/dev/null"`:                                "together",
		good + "credentials = \"/dev/null\"\nnkey = \"/dev/null\"": "not both",
		good + `subject = "a..b"`:                                  "subject",
		good + `subject = "a.>"`:                                   "subject",
		`servers = ["tls://x:1"]` + "\n" + `slots = ["["]`:         "pattern",
		good + `password = "x"`:                                    "password",
	} {
		_, err := ParseConfig("[bridge]\n" + text)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want a word on %s", text, err, want)
		}
	}
}

func TestSubjectsHaveOneTokenForTheDomain(t *testing.T) {
	for name, want := range map[string]string{"PLANT": "mailslot.1.domain.PLANT", "A.B&": "mailslot.1.domain.A=2EB=26"} {
		domain, err := netbios.NewName(name, netbios.Workstation)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Bridge{}).subject("domain", domain); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestBridgeFilesAreTriedBeforeTheyAreUsed(t *testing.T) {
	c := Config{Bridge: Bridge{Credentials: "/nowhere/creds"}}
	if err := c.ReadFiles(); err == nil || !strings.Contains(err.Error(), "/nowhere/creds") {
		t.Errorf("%v", err)
	}
	wrong := filepath.Join(t.TempDir(), "wrong")
	if err := os.WriteFile(wrong, []byte("wrong\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, b := range map[string]Bridge{
		"credentials: ": {Credentials: wrong}, "nkey: ": {NKey: wrong}, "ca: ": {CA: wrong}, "cert: ": {Cert: wrong, Key: wrong},
	} {
		c := Config{Bridge: b}
		if err := c.ReadFiles(); err != nil {
			t.Errorf("%sof no bridge: %v", want, err)
		}
		c.Bridge.Servers = []string{"nats://x:1"}
		if err := c.ReadFiles(); errno.Of(err) != errno.BadFormat || !strings.Contains(err.Error(), "[bridge] "+want) {
			t.Errorf("%s%v", want, err)
		}
	}
}

// TestAcceptListWithSourcesKeepsBridgedMessagesOut: they have no address.
func TestAcceptListWithSourcesKeepsBridgedMessagesOut(t *testing.T) {
	m := nbt.Message{Slot: "x", Bridged: true}
	for from, want := range map[string]bool{"": true, "0.0.0.0/0": false} {
		a := Accept{Slots: []string{"*"}}
		if from != "" {
			a.From = []netip.Prefix{netip.MustParsePrefix(from)}
		}
		r := newMailroom(nil, []Accept{a}, new(counts))
		if ok, _ := r.admits(m); ok != want {
			t.Errorf("from %q: admitted %v", from, ok)
		}
	}
	if o := originOf(m); o.Via != viaBridge || o.Address != "" {
		t.Errorf("%+v", o)
	}
}

func TestBridgeReachesAComputerThatHasOneToo(t *testing.T) {
	s := natsServer(t, server.Options{})
	c := Bridge{Servers: []string{s.ClientURL()}, Slots: []string{"open"}}
	a, b := openEndOf(t, c, "A1"), openEndOf(t, c, "B1")
	until(t, "both to be connected", func() bool { return a.up() && b.up() })
	b.conn.Flush()
	there, _ := netbios.NewName("B1", netbios.Workstation)
	nowhere, _ := netbios.NewName("C1", netbios.Workstation)
	ctx := context.Background()
	if err := a.sendTo(ctx, there, "open", []byte("hello")); err != nil || !a.far.knows(there, time.Now()) {
		t.Errorf("%v", err)
	}
	if got := b.next(t); !strings.HasSuffix(got, "hello") {
		t.Errorf("got %q", got)
	}
	if err := a.sendTo(ctx, nowhere, "open", nil); !errors.Is(err, nats.ErrNoResponders) || a.far.knows(nowhere, time.Now()) {
		t.Errorf("a computer that is not there: %v", err)
	}
	for slot, size := range map[string]int{"open": 425, "авария": 1} {
		if err := a.sendTo(ctx, there, slot, make([]byte, size)); errno.Of(err) != errno.BadNetPath {
			t.Errorf("%s with %d bytes: %v", slot, size, err)
		}
	}
}

// TestBridgeReachesAComputerOfItsScope: the node at the other end hears what
// its bridge relays.
func TestBridgeReachesAComputerOfItsScope(t *testing.T) {
	s := natsServer(t, server.Options{})
	config := Config{Bridge: Bridge{Servers: []string{s.ClientURL()}, Slots: []string{"*"}}, Network: Network{Scope: "PLANT.EXAMPLE"}}
	a, err := newBridge(config, new(counts), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.close)
	if err := a.open(lan.Config{Computer: "A1", Workgroup: "PLANT"}, nil); err != nil {
		t.Fatal(err)
	}
	b := openEndOf(t, config.Bridge, "B1")
	until(t, "both to be connected", func() bool { return a.conn.IsConnected() && b.up() })
	b.conn.Flush()
	there, _ := netbios.NewName("B1", netbios.Workstation)
	if err := a.sendTo(context.Background(), there, "x", []byte("hello")); err != nil {
		t.Fatal(err)
	}
	scope, _ := netbios.ParseScope(config.Network.Scope)
	node, err := nbt.New(nbt.Config{
		Computer: "B1", Workgroup: "PLANT", Scope: scope, Bridge: true,
		Interfaces: []nbt.Interface{{Index: 1, Prefix: netip.MustParsePrefix("10.0.0.1/24")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for range 30 { // until its names stand
		now = now.Add(time.Second)
		node.Step(now, nbt.Tick{})
	}
	node.Step(now, nbt.Relay{Data: []byte(b.next(t))})
	if c := node.Counters(); c[nbt.Relayed] != 1 || c[nbt.DropScope] != 0 {
		t.Errorf("relayed %d, dropped for the scope %d", c[nbt.Relayed], c[nbt.DropScope])
	}
}

// TestBridgeConfirmsOnlyWhatItRelays: a computer whose name is not its own, as
// one off the wire, drops the message, and must not say that it has it.
func TestBridgeConfirmsOnlyWhatItRelays(t *testing.T) {
	s := natsServer(t, server.Options{})
	d := offTheWire(t)
	_, config := d.current()
	config.Bridge = Bridge{Servers: []string{s.ClientURL()}, Slots: []string{"x"}}
	if err := d.rejoin(config); err != nil {
		t.Fatal(err)
	}
	until(t, "the connection", func() bool { return d.state().Bridge != control.BridgeDown })
	peer, err := nats.Connect(s.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	answers, err := peer.SubscribeSync(peer.NewRespInbox())
	if err != nil {
		t.Fatal(err)
	}
	d.host.bridge.conn.Flush()
	computer, _ := netbios.NewName("H1", netbios.Workstation)
	for _, slot := range []string{"x", "marker"} { // handled in turn
		m := parcelFor("H1", slot, "is it there?")
		if err := peer.PublishRequest(config.Bridge.subject("computer", computer), answers.Subject, m.Data); err != nil {
			t.Fatal(err)
		}
	}
	until(t, "both to be handled", func() bool { return d.counts.dropped[dropBridge].Load() == 1 })
	d.host.bridge.conn.Flush()
	peer.Flush()
	if n, _, err := answers.Pending(); n != 0 || err != nil || d.host.Counters()[nbt.DropNotOurs] != 1 {
		t.Errorf("confirmed %d times, dropped %d, %v", n, d.host.Counters()[nbt.DropNotOurs], err)
	}
}

// TestMessageThatMayHaveArrivedIsNotSentAgain: the other bridge has it, and its
// answer is lost.
func TestMessageThatMayHaveArrivedIsNotSentAgain(t *testing.T) {
	s := natsServer(t, server.Options{})
	a := openEnd(t, Bridge{Servers: []string{s.ClientURL()}, Slots: []string{"*"}})
	until(t, "the connection", a.up)
	there, _ := netbios.NewName("B1", netbios.Workstation)
	silent, err := nats.Connect(s.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	heard, err := silent.SubscribeSync(a.config.subject("computer", there))
	if err != nil {
		t.Fatal(err)
	}
	silent.Flush()
	a.far.learn(there, time.Now())
	n, err := mailslot.ParseName("//B1/mailslot/x")
	if err != nil {
		t.Fatal(err)
	}
	notHere := func() error { return nbt.ErrUnresolved }
	if err := a.send(context.Background(), n, []byte("once"), notHere); !errors.Is(err, nbt.ErrUnresolved) {
		t.Errorf("%v", err)
	}
	a.far.learn(there, time.Now())
	leaving := func() error { return nbt.ErrStopped }
	if err := a.send(context.Background(), n, []byte("twice"), leaving); err == nil || errors.Is(err, nbt.ErrStopped) {
		t.Errorf("may be sent by another node: %v", err)
	}
	silent.Flush()
	if count, _, err := heard.Pending(); err != nil || count != 2 {
		t.Errorf("sent %d times, %v", count, err)
	}
}

func TestMessagesThatDoNotCross(t *testing.T) {
	s := natsServer(t, server.Options{})
	a := openEnd(t, Bridge{Servers: []string{s.ClientURL()}, Slots: []string{"open"}})
	for text, want := range map[string]bool{
		"//B1/mailslot/open": true, "//B1<00>/mailslot/OPEN": true,
		"//B1/mailslot/closed": false, "//B1<20>/mailslot/open": false,
	} {
		n, err := mailslot.ParseName(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := a.crosses(n); ok != want {
			t.Errorf("%s crosses: %v", text, ok)
		}
	}
	if _, ok := (*bridge)(nil).crosses(mailslot.Name{}); ok {
		t.Error("something crosses without a bridge")
	}
}

func TestFarNamesLimit(t *testing.T) {
	var f farNames
	now := time.Now()
	var last netbios.Name
	for i := range maxFar + 1 {
		last, _ = netbios.NewName(fmt.Sprint("C", i), netbios.Workstation)
		f.learn(last, now)
	}
	if len(f.until) != maxFar || !f.knows(last, now) || f.knows(last, now.Add(farTime)) {
		t.Errorf("%d names, the last one known: %v", len(f.until), f.knows(last, now))
	}
	f.learn(last, now)
	if f.forget(last); len(f.until) != maxFar-1 || f.knows(last, now) {
		t.Errorf("%d names after one was forgotten", len(f.until))
	}
}
