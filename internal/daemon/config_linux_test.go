package daemon

import (
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"mailslot/internal/lan"
	"mailslot/netbios"
)

const example = "../../dist/mailslot.toml"

// uncommented is the example with everything in it put to use: a # that is
// followed directly by a letter or bracket comments out a setting.
func uncommented(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	s := regexp.MustCompile(`(?m)^#([\[a-z])`).ReplaceAllString(string(text), "$1")
	return strings.Replace(s, `"/etc/lmhosts"`, `""`, 1)
}

func TestExampleIsAConfiguration(t *testing.T) {
	if _, err := LoadConfig(example); err != nil {
		t.Error(err)
	}
	c, err := ParseConfig(uncommented(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Accept) != 1 || c.Announce.Period.Duration != 12*time.Minute || c.Limits.PerSource != 200 || c.Network.Computer != "GOHOST" {
		t.Errorf("%+v", c)
	}
}

// TestBothReadersAgree: the library's small reader of [network] and the whole
// TOML language understand the same file alike.
func TestBothReadersAgree(t *testing.T) {
	for name, text := range map[string]string{
		"example":     uncommented(t),
		"several":     "[network]\ninterfaces = [\"eth0\",\n 'eth1=10.0.0.9', # x\n]\nwins = [\"10.0.0.1\"]\n[daemon]\nlog = \"warn\"\n",
		"other first": "[daemon]\nnames = [\n\"A<1c>\",\n]\n[network]\ncomputer = \"x\\u0041\"\n",
		"blanks":      "[ network ]\ncomputer = \"x\"\n",
		"none":        "",
	} {
		path := t.TempDir() + "/mailslot.toml"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		small, err := lan.Load(path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		whole, err := LoadConfig(path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		big, err := whole.lan()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(big, small, cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Addr{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWrongConfigurationIsRefused(t *testing.T) {
	for _, text := range []string{
		"[network]\nmisspelt = 1", "[other]\n", "[network]\nwins = [\"x\"]", "[network]\nnode_type = \"q\"",
		"[network]\ncomputer = \"much too long a name\"", "[daemon]\nlog = \"loud\"", "[daemon]\nnames = [\"A<zz>\"]",
		"[daemon]\nmetrics = \"0.0.0.0:9138\"", "[daemon]\nmetrics = \"9138\"", "[[accept]]\nslots = [\"[\"]",
		"[[accept]]\nfrom = [\"10.0.0.0\"]", "[announce]\nperiod = \"soon\"",
		"[announce]\nperiod = \"1ns\"", "[announce]\nperiod = \"-1m\"", "[announce]\nperiod = \"25h\"", "[send]\nslots = [\"[\"]", "not toml",
	} {
		if _, err := ParseConfig(text); err == nil {
			t.Errorf("accepted: %s", text)
		}
	}
}

// TestWhatTheNodeWouldRefuseIsFoundBefore a running daemon gives up its names.
func TestWhatTheNodeWouldRefuseIsFoundBefore(t *testing.T) {
	for text, want := range map[string]string{
		"[network]\ncomputer = \"A\"\nworkgroup = \"a\"":                    "both the computer and a domain",
		"[network]\nnode_type = \"p\"":                                      "name server",
		"[network]\nscope = \"a..b\"":                                       "scope",
		"[network]\nlmhosts = \"/nowhere/lmhosts\"":                         "/nowhere/lmhosts",
		"[announce]\ncomment = \"" + strings.Repeat("c", 44) + "\"":         "comment",
		"[daemon]\nnames = [\"" + strings.Repeat("N<20>\", \"", 3) + "*\"]": "belongs to nobody",
	} {
		c, err := ParseConfig(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if err := c.ReadFiles(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want a word on %s", text, err, want)
		}
	}
}

func TestReloadReadsOtherFilesAnew(t *testing.T) {
	dir := t.TempDir()
	hosts, path := dir+"/lmhosts", dir+"/mailslot.toml"
	write := func(file, text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(hosts, "10.0.0.5 BEFORE\n")
	write(path, fmt.Sprintf("[network]\ncontrol = %q\nlmhosts = %q\n", dir+"/d/control", hosts))
	d, err := Start(Options{ConfigPath: path, Slots: slotsOf(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	write(hosts, "10.0.0.6 AFTER\n")
	if err := d.Reload(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.resolve(t.Context(), "AFTER"); err != nil {
		t.Error(err)
	}
}

func TestPopupsAndNamesAreOwned(t *testing.T) {
	c, err := ParseConfig("[network]\ncomputer = \"A\"\n[daemon]\npopups = true\nnames = [\"SITE<1c>\", \"B\"]\n")
	if err != nil {
		t.Fatal(err)
	}
	network, _ := c.lan()
	names, err := c.ownNames(network)
	if err != nil || len(names) != 3 {
		t.Fatalf("%v, %v", names, err)
	}
	if names[0].Name.Suffix() != netbios.Messenger || names[0].Group || !names[1].Group || names[2].Group {
		t.Errorf("%v", names)
	}
}

func TestPatternsCoverLevelsAndIgnoreCase(t *testing.T) {
	for _, c := range []struct {
		pattern, slot string
		want          bool
	}{
		{"*", `a\b\c`, true}, {"net/*", `NET\NETLOGON`, true}, {`net\*`, `net\a\b`, true}, {"net/*", "net", false},
		{"alarm?", "ALARM1", true}, {"alarm?", "alarm", false}, {"x", "xy", false},
	} {
		if got := matchAny([]string{c.pattern}, c.slot); got != c.want {
			t.Errorf("%s %s: %v", c.pattern, c.slot, got)
		}
	}
	if !matchAny(nil, "anything") {
		t.Error("no pattern is every slot")
	}
}

func TestConfigurationOverTheLimitIsRefused(t *testing.T) {
	path := t.TempDir() + "/mailslot.toml"
	for size, ok := range map[int]bool{maxConfig: true, maxConfig + 1: false} {
		if err := os.WriteFile(path, []byte(strings.Repeat("#", size)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadConfig(path); (err == nil) != ok {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

// TestFilesSpoiltMeanwhileAreNotRead when the network has changed: only a reload
// reads them, and that one has refused them.
func TestFilesSpoiltMeanwhileAreNotRead(t *testing.T) {
	dir := t.TempDir()
	path := func(file string) string { return filepath.Join(dir, file) }
	write := func(file, text string) {
		if err := os.WriteFile(path(file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pair, _ := nkeys.CreateUser()
	seed, _ := pair.Seed()
	public, _ := pair.PublicKey()
	s := natsServer(t, server.Options{Nkeys: []*server.NkeyUser{{Nkey: public}}})
	write("nkey", string(seed))
	write("lmhosts", "10.0.0.5 BEFORE\n")
	write("mailslot.toml", fmt.Sprintf("[network]\ncomputer = \"H1\"\ncontrol = %q\nlmhosts = %q\n[bridge]\nservers = [%q]\nslots = [\"*\"]\nnkey = %q\n",
		path("d/control"), path("lmhosts"), s.ClientURL(), path("nkey")))
	d, err := Start(Options{ConfigPath: path("mailslot.toml"), Slots: slotsOf(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	write("lmhosts", "10.0.0.5\n")
	if err := os.Remove(path("nkey")); err != nil {
		t.Fatal(err)
	}
	if d.Reload() == nil {
		t.Fatal("reloaded")
	}
	if err := d.tryAgain(); err != nil {
		t.Error(err)
	}
	if _, err := d.resolve(t.Context(), "BEFORE"); err != nil {
		t.Error(err)
	}
	until(t, "the bridge", func() bool { return strings.HasPrefix(d.state().Bridge, "connected to ") })
}
