package daemon

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"mailslot/internal/errno"
)

// bridgeKeys are what stood in the files of a bridge when its configuration was
// loaded. Later those may be others, or wrong, and nobody has asked for them.
type bridgeKeys struct{ credentials, nkey, ca, cert, key []byte }

// readKeys reads the files, and refuses what no connection could be made with.
func (b Bridge) readKeys() (k bridgeKeys, err error) {
	for _, f := range []struct {
		path string
		into *[]byte
	}{{b.Credentials, &k.credentials}, {b.NKey, &k.nkey}, {b.CA, &k.ca}, {b.Cert, &k.cert}, {b.Key, &k.key}} {
		if f.path == "" {
			continue
		}
		if *f.into, err = os.ReadFile(f.path); err != nil {
			return k, errno.New(errno.BadFormat, "[bridge] %w", err)
		}
	}
	if _, err := k.options(); err != nil && b.on() {
		return k, errno.New(errno.BadFormat, "[bridge] %w", err)
	}
	return k, nil
}

// options are how to connect with the keys.
func (k bridgeKeys) options() (o []nats.Option, err error) {
	if k.credentials != nil {
		if _, err := nkeys.ParseDecoratedNKey(k.credentials); err != nil {
			return nil, fmt.Errorf("credentials: %w", err)
		}
		o = append(o, nats.UserCredentialBytes(k.credentials))
	}
	if k.nkey != nil {
		pair, err := nkeys.ParseDecoratedUserNKey(k.nkey)
		if err != nil {
			return nil, fmt.Errorf("nkey: %w", err)
		}
		public, err := pair.PublicKey()
		if err != nil {
			return nil, fmt.Errorf("nkey: %w", err)
		}
		o = append(o, nats.Nkey(public, pair.Sign))
	}
	if k.ca == nil && k.cert == nil {
		return o, nil
	}
	c, err := k.tls()
	return append(o, nats.Secure(c)), err
}

// tls is what authorities are trusted, and what is shown of us.
func (k bridgeKeys) tls() (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if k.ca != nil {
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(k.ca) {
			return nil, errors.New("ca: there is no certificate in the file")
		}
	}
	if k.cert != nil {
		pair, err := tls.X509KeyPair(k.cert, k.key)
		if err != nil {
			return nil, fmt.Errorf("cert: %w", err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}
