package lan

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"strings"

	"mailslot/internal/errno"
	"mailslot/internal/oem"
	"mailslot/internal/secureenv"
	"mailslot/netbios"
)

// DefaultConfigPath is the configuration that the daemon and every program
// without one read.
const DefaultConfigPath = "/etc/mailslot.toml"

// defaultWorkgroup is what Windows and Samba call theirs until told otherwise.
const defaultWorkgroup = "WORKGROUP"

// maxConfig bounds the size of a configuration file.
const maxConfig = 256 << 10

// Config is the [network] table of the configuration: who this computer is
// and on which wires. Its zero value is a computer that is on none.
type Config struct {
	Interfaces []string // such as "eth0" or "eth0=10.0.0.9"; none: off the wire
	Computer   string   // own NetBIOS name; empty: from the host name
	Workgroup  string   // own domain or workgroup; empty: WORKGROUP
	Domains    []string // further domains this computer belongs to
	NodeType   string   // "b", "p", "m" or "h"; empty: h with WINS, else b
	WINS       []netip.Addr
	LMHosts    string // path of an lmhosts file; empty: none
	Scope      string // NetBIOS scope; nearly always empty
	CodePage   string // of slot names on the wire, "850" or "437"; empty: 850
	Control    string // the daemon's control socket; empty: the usual one
	NmbdSocket string // nmbd's "unexpected" socket; empty: where packages put it
}

// ConfigPath is the configuration that applies to this process. The variable
// MAILSLOT_CONFIG names another one, except in a set-uid program.
func ConfigPath() string {
	if path := secureenv.Get("MAILSLOT_CONFIG"); path != "" {
		return path
	}
	return DefaultConfigPath
}

// ErrConfig is in every error about what a configuration says.
var ErrConfig = errors.New("a mistake in the configuration")

// Load reads the [network] table of the file at path and fills in what it
// leaves open. Without the file at DefaultConfigPath everything is as by default;
// one that somebody has named must be there.
func Load(path string) (Config, error) {
	c, err := read(path)
	if err == nil {
		c, err = c.WithDefaults()
	}
	if err != nil && errno.Of(err) != errno.BadNetPath {
		return Config{}, mistake(path, err)
	}
	return c, err
}

// ControlPath is the daemon's control socket by the file at path. It is found
// in spite of mistakes beside it: a daemon that runs goes by what the file said
// when it was right.
func ControlPath(path string) string {
	c, _ := read(path)
	return c.Control
}

// read is the [network] table as it stands, as far as it can be understood.
func read(path string) (Config, error) {
	text, err := readBounded(path)
	if err != nil && !MayLack(path, err) {
		return Config{}, errno.New(errno.BadNetPath, "the configuration cannot be read: %w", err)
	}
	return parseNetwork(text)
}

// MayLack reports whether the configuration at path could not be opened because
// there is none, and need not be one.
func MayLack(path string, err error) bool {
	return errors.Is(err, fs.ErrNotExist) && path == DefaultConfigPath
}

// mistake is the error of a file with one: without its configuration this
// computer is on no network.
func mistake(path string, err error) error {
	return &errno.Error{Code: errno.BadNetPath, Text: "a mistake in " + path + ": " + err.Error(), Cause: ErrConfig}
}

// WithDefaults fills in what c leaves open and checks the rest.
func (c Config) WithDefaults() (Config, error) {
	if c.Computer == "" {
		host, err := os.Hostname()
		if err != nil {
			return Config{}, err
		}
		c.Computer = computerName(host)
	}
	if c.Workgroup == "" {
		c.Workgroup = defaultWorkgroup
	}
	c.Computer, c.Workgroup = strings.ToUpper(c.Computer), strings.ToUpper(c.Workgroup)
	for _, name := range append([]string{c.Computer, c.Workgroup}, c.Domains...) {
		if err := checkName(name); err != nil {
			return Config{}, err
		}
	}
	if c.NodeType == "" {
		c.NodeType = "b"
		if len(c.WINS) > 0 {
			c.NodeType = "h"
		}
	}
	if len(c.NodeType) != 1 || !strings.Contains("bpmh", c.NodeType) {
		return Config{}, errno.New(errno.InvalidParameter, `node_type is %q, not "b", "p", "m" or "h"`, c.NodeType)
	}
	if _, err := oem.ParsePage(c.CodePage); err != nil {
		return Config{}, errno.New(errno.InvalidParameter, "code_page: %w", err)
	}
	return c, nil
}

// computerName derives the NetBIOS name from the host name, as Windows does:
// the first label, upper case, cut at fifteen characters.
func computerName(host string) string {
	label, _, _ := strings.Cut(host, ".")
	return strings.ToUpper(label[:min(len(label), netbios.MaxNameLen)])
}

func checkName(name string) error {
	if _, err := netbios.NewName(name, netbios.Workstation); err != nil {
		return errno.New(errno.InvalidName, "%q is no NetBIOS name: %w", name, err)
	}
	return nil
}
