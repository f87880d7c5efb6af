package daemon

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"reflect"
	"sync"
	"time"

	"mailslot/internal/control"
	"mailslot/internal/lan"
	"mailslot/internal/nbt"
)

// Options are what a daemon is started with, besides its configuration.
type Options struct {
	ConfigPath string       // empty: lan.ConfigPath()
	Version    string       // told to clients
	Log        *slog.Logger // where it logs; nil: the configured kind, on standard error
	Slots      Slots        // the slots that it delivers into
}

func (o Options) configPath() string {
	if o.ConfigPath == "" {
		return lan.ConfigPath()
	}
	return o.ConfigPath
}

// Daemon is a running daemon.
type Daemon struct {
	path      string
	version   string
	pid       int
	since     time.Time
	log       *slog.Logger
	level     *slog.LevelVar
	slots     Slots
	handed    handedOver
	counts    counts
	passed    *nbt.BridgeMemory // what has passed the bridge, however often the network is joined
	listener  *net.UnixListener
	control   *controlServer
	metrics   *metricsServer
	rate      *userRate
	watch     context.CancelFunc
	watchDone chan struct{}

	reload  sync.Mutex  // held while a configuration is being put to use
	changed nameChanges // since the daemon began

	mu     sync.Mutex
	config Config
	host   *presence
}

// presence is the daemon's life on the network between two reloads.
type presence struct {
	*lan.Host
	config lan.Config
	mail   *mailroom
	bridge *bridge // nil: none
}

// Start starts a daemon. It is ready when Start returns; its names are being
// claimed from then on, which takes some seconds.
func Start(o Options) (*Daemon, error) {
	d := &Daemon{
		path: o.configPath(), version: o.Version, pid: os.Getpid(), since: time.Now().UTC(),
		log: o.Log, level: new(slog.LevelVar), slots: o.Slots, passed: nbt.NewBridgeMemory(),
	}
	config, err := LoadConfig(d.path)
	if err != nil {
		return nil, err
	}
	d.prepareLog(config)
	if err := config.ReadFiles(); err != nil {
		return nil, err
	}
	if err := d.open(config); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// open brings up the parts one after the other. After an error Close takes
// down those that are up.
func (d *Daemon) open(config Config) (err error) {
	if d.handed, err = takeHandedOver(); err != nil {
		return err
	}
	network, err := config.lan()
	if err != nil {
		return err
	}
	path := controlPath(network.Control)
	if err := d.handed.checkControl(path); err != nil {
		return err
	}
	if d.handed.control == nil { // before our end releases the names of the one that is there
		if err := onlyDaemon(path); err != nil {
			return err
		}
	}
	d.config = config
	if d.host, err = d.join(config, network); err != nil {
		return err
	}
	if d.metrics, err = startMetrics(config.Daemon.Metrics, d); err != nil {
		return err
	}
	if err := d.listen(path); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.watch, d.watchDone = cancel, make(chan struct{})
	go d.watchNetwork(ctx)
	d.log.Info("daemon ready", "computer", network.Computer, "workgroup", network.Workgroup,
		"interfaces", len(d.host.Links()), "control", d.listener.Addr().String())
	if len(d.host.Links()) == 0 {
		d.log.Warn("off the wire: the configuration names no interface", "config", d.path)
	}
	return nil
}

// controlPath is where the control socket is, as configured or by default.
func controlPath(configured string) string { return cmp.Or(configured, control.DefaultPath) }

// listen opens the control socket, or takes the one that systemd made.
func (d *Daemon) listen(path string) (err error) {
	d.listener = d.handed.control
	if d.listener == nil {
		if d.listener, err = listenControl(path); err != nil {
			return err
		}
	}
	group, err := groupID(d.config.Daemon.Group)
	if err != nil {
		return err
	}
	d.rate = newUserRate(perUser(d.config.Limits))
	d.control = newControlServer(d.listener, d, d.rate, group, d.log)
	return nil
}

func perUser(l Limits) float64 {
	if l.PerUser == 0 {
		return defaultPerUser
	}
	return float64(max(0, l.PerUser))
}

// join goes onto the network that config describes.
func (d *Daemon) join(config Config, network lan.Config) (*presence, error) {
	bridge, err := newBridge(config, &d.counts, d.log)
	if err != nil {
		return nil, err
	}
	mail := newMailroom(d.slots, config.Accept, &d.counts)
	options, err := d.hostOptions(config, network, mail, bridge)
	if err != nil {
		return nil, err
	}
	host, err := d.openHost(network, options)
	if err != nil {
		mail.Close()
		return nil, err
	}
	d.claimAgain(host)
	p := &presence{host, network, mail, bridge}
	if bridge != nil {
		if err := bridge.open(network, host.Relay); err != nil {
			d.log.Error("bridge not opened; this LAN is served all the same", "error", err)
		}
	}
	for i, l := range host.Links() {
		d.log.Info("on the wire", "interface", l.Name, "address", l.Addr.String(), "mode", host.Modes()[i].String())
	}
	return p, nil
}

// hostOptions are what a host is opened with that brings what it hears to mail
// and, if there is a bridge, there.
func (d *Daemon) hostOptions(config Config, network lan.Config, mail *mailroom, b *bridge) (lan.Options, error) {
	o, err := config.options(network)
	o.Deliver, o.Log, o.Without = mail.deliver, d.log, d.changed.released
	if b != nil {
		o.Carry, o.Crosses, o.Memory = b.carry, b.takes, d.passed
	}
	return o, err
}

func (d *Daemon) openHost(network lan.Config, o lan.Options) (*lan.Host, error) {
	if len(network.Interfaces) == 0 || !d.handed.hasPorts() {
		return lan.Open(network, o)
	}
	conns, err := d.handed.conns()
	if err != nil {
		return nil, err
	}
	return lan.OpenWith(network, o, conns)
}

func (p *presence) Close() error {
	err := p.Host.Close()
	if p.bridge != nil {
		p.bridge.close()
	}
	p.mail.Close()
	return err
}

// current is the presence and configuration of this moment.
func (d *Daemon) current() (*presence, Config) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host, d.config
}

// present has f do something on the network. While that is being joined anew
// nothing is done there, and f waits for the next presence.
func (d *Daemon) present(ctx context.Context, f func(*presence) error) error {
	for {
		host, _ := d.current()
		err := f(host)
		if !errors.Is(err, nbt.ErrStopped) || ctx.Err() != nil || !d.hasLeft(host) {
			return err
		}
	}
}

// hasLeft waits until the daemon has joined, and reports whether it is no longer
// as before.
func (d *Daemon) hasLeft(before *presence) bool {
	d.reload.Lock()
	defer d.reload.Unlock()
	host, _ := d.current()
	return host != before
}

// Reload reads the configuration anew and puts it to use. One that is wrong
// changes nothing. The names are given up and claimed again; local slots and
// the control socket notice nothing.
func (d *Daemon) Reload() error {
	config, err := LoadConfig(d.path)
	if err == nil {
		err = config.ReadFiles()
	}
	if err != nil {
		d.log.Error("configuration not reloaded", "error", err)
		return err
	}
	d.reload.Lock()
	defer d.reload.Unlock()
	_, old := d.current()
	if reflect.DeepEqual(config, old) {
		d.log.Info("configuration unchanged")
		return nil
	}
	if err := d.rejoin(config); err != nil {
		d.log.Error("configuration not reloaded, back to the one before", "error", err)
		return errors.Join(err, d.rejoin(old))
	}
	d.log.Info("configuration reloaded")
	return nil
}

// rejoin leaves the network and joins it again by config, whose files have been
// read: they may have been spoilt since. If that fails the
// daemon goes on off the wire. The caller holds reload.
func (d *Daemon) rejoin(config Config) error {
	network, err := config.lan()
	if err != nil {
		return err
	}
	before, _ := d.current()
	before.Close()
	host, err := d.join(config, network)
	if err != nil {
		network.Interfaces = nil
		host, _ = d.join(config, network)
	}
	if host == nil {
		return err
	}
	d.mu.Lock()
	d.host, d.config = host, config
	d.mu.Unlock()
	d.rate.set(perUser(config.Limits))
	d.applyLogLevel(config)
	d.tellStatus()
	return err
}

// Close takes the daemon down: no new requests, names released, ports free.
func (d *Daemon) Close() error {
	if d.watch != nil {
		d.watch()
		<-d.watchDone
	}
	if d.control != nil {
		d.control.Close()
	}
	if d.metrics != nil {
		d.metrics.Close()
	}
	if d.host != nil {
		d.host.Close()
	}
	return d.handed.Close()
}
