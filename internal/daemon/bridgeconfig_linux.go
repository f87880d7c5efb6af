package daemon

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/nats-io/nats.go"

	"mailslot/netbios"
)

// Bridge joins the messages to domains of several LANs over NATS servers. Its
// zero value is no bridge.
type Bridge struct {
	Servers     []string `toml:"servers"`     // such as "tls://nats.example:4222"; none: no bridge
	Slots       []string `toml:"slots"`       // patterns of slots whose messages pass, both ways
	Subject     string   `toml:"subject"`     // what all subjects begin with; empty: mailslot
	Credentials string   `toml:"credentials"` // file with a user's JWT and key
	NKey        string   `toml:"nkey"`        // file with the seed of a key
	CA          string   `toml:"ca"`          // file with the authorities to trust; empty: the system's
	Cert        string   `toml:"cert"`        // file with our certificate, and its key
	Key         string   `toml:"key"`
}

const defaultSubject = "mailslot"

func (b Bridge) on() bool { return len(b.Servers) > 0 }

// check says what is wrong before anything is opened.
func (b Bridge) check() error {
	if !b.on() {
		return nil
	}
	if len(b.Slots) == 0 {
		return fmt.Errorf(`[bridge] slots: name the slots whose messages may leave this LAN and come in, or ["*"]`)
	}
	for _, s := range b.Servers {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || !slices.Contains([]string{"nats", "tls"}, u.Scheme) {
			return fmt.Errorf("[bridge] servers: %q is not of the form nats://host:port or tls://host:port", u.Redacted())
		}
	}
	if b.Credentials != "" && b.NKey != "" {
		return fmt.Errorf("[bridge] takes credentials or nkey, not both")
	}
	if (b.Cert == "") != (b.Key == "") {
		return fmt.Errorf("[bridge] takes cert and key together")
	}
	for token := range strings.SplitSeq(b.prefix(), ".") {
		if token == "" || strings.ContainsAny(token, " \t\r\n*>") {
			return fmt.Errorf("[bridge] subject: %q is not the beginning of a subject", b.Subject)
		}
	}
	return nil
}

func (b Bridge) prefix() string {
	if b.Subject == "" {
		return defaultSubject
	}
	return b.Subject
}

// subject is where the messages to a name of a kind, domain or computer, are
// published. The number is the version of what is in them: a datagram as it
// stands on the wire.
func (b Bridge) subject(kind string, name netbios.Name) string {
	var token strings.Builder
	for _, c := range []byte(name.Text()) {
		plain := c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
		if plain {
			token.WriteByte(c)
		} else {
			fmt.Fprintf(&token, "=%02X", c)
		}
	}
	return b.prefix() + ".1." + kind + "." + token.String()
}

// options are how to connect: for ever, also to servers that turn us away now,
// and keeping nothing for later, because a message that comes late is worse
// than none.
func (b Bridge) options(computer string) []nats.Option {
	return []nats.Option{
		nats.Name("mailslot " + computer), nats.NoEcho(),
		nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1), nats.ReconnectBufSize(-1), nats.IgnoreAuthErrorAbort(),
		nats.PingInterval(bridgePing), nats.MaxPingsOutstanding(2), nats.FlusherTimeout(bridgeDial),
	}
}
