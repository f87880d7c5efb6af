package lan

import (
	"crypto/rand"
	"io"
	"log/slog"

	"mailslot/internal/nbt"
	"mailslot/internal/oem"
	"mailslot/netbios"
)

// Options are what a daemon adds to a Config. The zero value is a silent host.
type Options struct {
	Deliver  func(nbt.Message)      // called for every message, in turn; must not block; Data is lent
	Carry    func(nbt.Carry)        // called for every message to a domain that other subnets may want; must not block; nil: no bridge
	Crosses  func(slot string) bool // which slots' messages they may want; nil: all
	Memory   *nbt.BridgeMemory      // of what has passed the bridge, for one host after the other; nil: a new one
	Log      *slog.Logger           // nil: none
	Hosts    []nbt.Host             // the lmhosts table; the file that the Config names is not read
	Names    []nbt.OwnName          // further names to own
	Without  []netbios.Name         // names not to own, whoever names them
	Announce nbt.Announce
	Limits   nbt.Limits
}

func (o Options) withDefaults() Options {
	if o.Deliver == nil {
		o.Deliver = func(nbt.Message) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	return o
}

// node describes the node that c asks for on links.
func (c Config) node(links []Link, modes []Mode) (nbt.Config, error) {
	scope, err := netbios.ParseScope(c.Scope)
	if err != nil {
		return nbt.Config{}, err
	}
	page, err := oem.ParsePage(c.CodePage)
	if err != nil {
		return nbt.Config{}, err
	}
	n := nbt.Config{
		Computer: c.Computer, Workgroup: c.Workgroup, Domains: c.Domains,
		Scope: scope, Type: nodeTypes[c.NodeType], WINS: c.WINS, CodePage: page,
	}
	for i, l := range links {
		n.Interfaces = append(n.Interfaces, l.node(modes[i]))
	}
	_, err = rand.Read(n.Seed[:])
	return n, err
}

var nodeTypes = map[string]nbt.NodeType{
	"b": nbt.BNode, "p": nbt.PNode, "m": nbt.MNode, "h": nbt.HNode,
}

// Hosts reads the lmhosts file, if one is named.
func (c Config) Hosts() ([]nbt.Host, error) {
	if c.LMHosts == "" {
		return nil, nil
	}
	text, err := readBounded(c.LMHosts)
	if err != nil {
		return nil, err
	}
	return nbt.ParseLMHosts([]byte(text))
}
