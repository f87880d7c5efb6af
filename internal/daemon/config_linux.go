package daemon

import (
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"mailslot/internal/errno"
	"mailslot/internal/lan"
	"mailslot/internal/nbt"
	"mailslot/internal/slotname"
	"mailslot/netbios"
)

// maxConfig bounds the size of the configuration file.
const maxConfig = 256 << 10

// Config is the whole configuration. Its zero value is a daemon that is off
// the wire and serves its control socket.
type Config struct {
	Network  Network  `toml:"network"`
	Daemon   Settings `toml:"daemon"`
	Accept   []Accept `toml:"accept"`
	Send     Send     `toml:"send"`
	Announce Announce `toml:"announce"`
	Bridge   Bridge   `toml:"bridge"`
	Limits   Limits   `toml:"limits"`

	hosts []nbt.Host // what stood in the files that it names; see ReadFiles
	keys  bridgeKeys
}

// Network is who this computer is and on which wires; see lan.Config. The
// library reads this table too, with a reader of its own.
type Network struct {
	Interfaces []string `toml:"interfaces"`
	Computer   string   `toml:"computer"`
	Workgroup  string   `toml:"workgroup"`
	Domains    []string `toml:"domains"`
	NodeType   string   `toml:"node_type"`
	WINS       []string `toml:"wins"`
	LMHosts    string   `toml:"lmhosts"`
	Scope      string   `toml:"scope"`
	CodePage   string   `toml:"code_page"`
	Control    string   `toml:"control"`
	NmbdSocket string   `toml:"nmbd_socket"`
}

// Settings are how the daemon runs.
type Settings struct {
	User    string   `toml:"user"`    // whom to become when started by root; empty: mailslot
	Group   string   `toml:"group"`   // whose members may rule; empty: mailslot
	Metrics string   `toml:"metrics"` // loopback address for /metrics and /healthz; empty: none
	Log     string   `toml:"log"`     // debug, info, warn or error; empty: info
	LogJSON bool     `toml:"log_json"`
	Names   []string `toml:"names"`  // further names to own, such as NAME<1c>
	Popups  bool     `toml:"popups"` // own COMPUTER<03> for messenger pop-ups
}

// Accept lets messages in. With no table at all, every slot that says it hears
// the network does; with some, a message must match one of them.
type Accept struct {
	Slots []string       `toml:"slots"` // patterns such as "net/*"; none: all
	From  []netip.Prefix `toml:"from"`  // none: everybody the limits let in
	Force bool           `toml:"force"` // also to slots that do not say so
}

// Send limits what users of this computer may send.
type Send struct {
	Slots []string `toml:"slots"` // patterns; none: all
	Hosts []string `toml:"hosts"` // computers and domains; none: all
}

// Announce puts this computer into the browse lists of others.
type Announce struct {
	Enabled bool     `toml:"enabled"`
	Comment string   `toml:"comment"`
	Period  duration `toml:"period"` // empty: 12 minutes
}

// Limits bound what strangers and users may make the daemon do. 0 is the
// default, a negative number no limit.
type Limits struct {
	PerSource int      `toml:"per_source"` // datagrams a second from one address
	PerUser   int      `toml:"per_user"`   // requests a second of one user
	Suppress  duration `toml:"suppress"`   // copies within this time are dropped
	AnySource bool     `toml:"any_source"` // hear sources outside the subnet
}

// duration is written like "12m".
type duration struct{ time.Duration }

func (d *duration) UnmarshalText(text []byte) (err error) {
	d.Duration, err = time.ParseDuration(string(text))
	return err
}

// defaultPerUser is the requests a second that one user may make.
const defaultPerUser = 1000

// LoadConfig reads and checks the file at path. Without one at the default path
// everything is as by default.
func LoadConfig(path string) (Config, error) {
	f, err := os.Open(path)
	if err != nil && lan.MayLack(path, err) {
		return Config{}, nil
	}
	if err != nil {
		return Config{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return Config{}, err
	}
	if len(text) > maxConfig {
		return Config{}, errno.New(errno.BadFormat, "%s is larger than %d bytes", path, maxConfig)
	}
	c, err := ParseConfig(string(text))
	if err != nil {
		return Config{}, errno.New(errno.BadFormat, "%s: %w", path, err)
	}
	return c, nil
}

// ParseConfig reads and checks the text of a configuration. A key that nobody
// knows is an error: it is nearly always a misspelt one.
func ParseConfig(text string) (Config, error) {
	var c Config
	meta, err := toml.Decode(text, &c)
	if err != nil {
		return Config{}, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return Config{}, fmt.Errorf("there is no key %q", unknown[0].String())
	}
	return c, c.check()
}

func (c Config) check() error {
	network, err := c.lan()
	if err == nil {
		_, err = c.options(network)
	}
	if err == nil {
		err = c.Announce.check()
	}
	if err == nil {
		_, err = c.logLevel()
	}
	if err == nil {
		err = c.checkMetrics()
	}
	if err == nil {
		err = c.checkPatterns()
	}
	if err == nil {
		err = c.Bridge.check()
	}
	return err
}

// ReadFiles reads the files that the configuration names, which nobody does after
// it, and looks for the user and group. It finds what would keep the configuration
// from being put to use, whatever interfaces there are.
func (c *Config) ReadFiles() (err error) {
	if err := c.Daemon.checkAccounts(); err != nil {
		return err
	}
	if c.keys, err = c.Bridge.readKeys(); err != nil {
		return err
	}
	network, err := c.lan()
	if err != nil {
		return err
	}
	if c.hosts, err = network.Hosts(); err != nil {
		return errno.New(errno.BadFormat, "%w", err)
	}
	options, err := c.options(network)
	if err != nil {
		return err
	}
	if err := lan.Check(network, options); err != nil {
		return errno.New(errno.BadFormat, "%w", err)
	}
	return nil
}

// lan is the [network] table for package lan, with its defaults filled in.
func (c Config) lan() (lan.Config, error) {
	n := c.Network
	l := lan.Config{
		Interfaces: n.Interfaces, Computer: n.Computer, Workgroup: n.Workgroup, Domains: n.Domains,
		NodeType: n.NodeType, LMHosts: n.LMHosts, Scope: n.Scope, CodePage: n.CodePage, Control: n.Control, NmbdSocket: n.NmbdSocket,
	}
	for _, text := range n.WINS {
		a, err := netip.ParseAddr(text)
		if err != nil || !a.Is4() {
			return lan.Config{}, fmt.Errorf("wins: %q is not an IPv4 address", text)
		}
		l.WINS = append(l.WINS, a)
	}
	return l.WithDefaults()
}

// options are what a host of network is opened with, as far as it is configured.
func (c Config) options(network lan.Config) (lan.Options, error) {
	names, err := c.ownNames(network)
	return lan.Options{
		Names: names, Hosts: c.hosts,
		Announce: nbt.Announce{
			Enabled: c.Announce.Enabled, Comment: c.Announce.Comment, Period: c.Announce.Period.Duration,
		},
		Limits: nbt.Limits{
			Rate: c.Limits.PerSource, Suppress: c.Limits.Suppress.Duration, AnySource: c.Limits.AnySource,
		},
	}, err
}

// allNames are those of the computer, its domains and beyond.
func (c Config) allNames(network lan.Config) ([]netbios.Name, error) {
	var all []netbios.Name
	for _, text := range append([]string{network.Computer, network.Workgroup}, network.Domains...) {
		name, err := netbios.NewName(text, netbios.Workstation)
		if err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	names, err := c.ownNames(network)
	for _, o := range names {
		all = append(all, o.Name)
	}
	return all, err
}

// ownNames are the names beyond those of the computer and its domains.
func (c Config) ownNames(network lan.Config) ([]nbt.OwnName, error) {
	var names []nbt.OwnName
	if c.Daemon.Popups {
		name, err := netbios.NewName(network.Computer, netbios.Messenger)
		if err != nil {
			return nil, err
		}
		names = append(names, nbt.OwnName{Name: name})
	}
	for _, text := range c.Daemon.Names {
		name, err := netbios.ParseName(text)
		if err != nil {
			return nil, fmt.Errorf("names: %q: %w", text, err)
		}
		group := name.Suffix() == netbios.DomainControllers || name.Suffix() == netbios.Browsers
		names = append(names, nbt.OwnName{Name: name, Group: group})
	}
	return names, nil
}

// The bounds of the time between announcements. The shortest keeps a mistake
// from flooding the network.
const (
	minPeriod = time.Second
	maxPeriod = 24 * time.Hour
)

func (a Announce) check() error {
	if p := a.Period.Duration; p != 0 && (p < minPeriod || p > maxPeriod) {
		return fmt.Errorf("[announce] period: %v is not between %v and %v", p, minPeriod, maxPeriod)
	}
	return nil
}

func (c Config) logLevel() (level slog.Level, err error) {
	if c.Daemon.Log != "" {
		err = level.UnmarshalText([]byte(c.Daemon.Log))
	}
	return level, err
}

// checkMetrics refuses an address that others could reach: what the daemon
// counts is nobody else's business, and HTTP is one more thing to attack.
func (c Config) checkMetrics() error {
	if c.Daemon.Metrics == "" {
		return nil
	}
	a, err := netip.ParseAddrPort(c.Daemon.Metrics)
	if err != nil || !a.Addr().IsLoopback() {
		return fmt.Errorf("metrics: %q is not an address of this computer alone, such as 127.0.0.1:9138", c.Daemon.Metrics)
	}
	return nil
}

func (c Config) checkPatterns() error {
	patterns := append(slices.Clone(c.Send.Slots), c.Bridge.Slots...)
	for _, a := range c.Accept {
		patterns = append(patterns, a.Slots...)
	}
	for _, p := range patterns {
		if _, err := path.Match(canonical(p), ""); err != nil {
			return fmt.Errorf("%q is not a pattern: %w", p, err)
		}
	}
	return nil
}

// canonical is the spelling in which slot names and patterns are compared:
// slashes between levels, folded case.
func canonical(slot string) string {
	return slotname.Fold(strings.ReplaceAll(slot, `\`, "/"))
}

// matchAny reports whether slot matches one of patterns. Without patterns it
// does. A pattern "x/*" covers all levels below x, and "*" everything.
func matchAny(patterns []string, slot string) bool {
	if len(patterns) == 0 {
		return true
	}
	slot = canonical(slot)
	for _, p := range patterns {
		p = canonical(p)
		if ok, _ := path.Match(p, slot); ok || p == "*" {
			return true
		}
		if prefix, all := strings.CutSuffix(p, "*"); all && strings.HasSuffix(prefix, "/") && strings.HasPrefix(slot, prefix) {
			return true
		}
	}
	return false
}
