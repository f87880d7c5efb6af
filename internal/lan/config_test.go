package lan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/errno"
)

func load(t *testing.T, text string) (Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mailslot.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(path)
}

func TestLoadReadsTheNetworkTableAlone(t *testing.T) {
	c, err := load(t, `
title = "not ours"
[daemon]
computer = "WRONG"
names = [
  "SITE<1c>",
]
[network] # ours
interfaces = ["eth0", # the office
  'eth1=10.0.0.9',
]
computer = "gohost"     # a comment
workgroup = "plant"
domains = []
wins = ["10.0.0.2"]
lmhosts = 'C:\lmhosts#1'
[[accept]]
slots = ["x"]
`)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"eth0", "eth1=10.0.0.9"}
	if diff := cmp.Diff(want, c.Interfaces); diff != "" {
		t.Error(diff)
	}
	if c.Computer != "GOHOST" || c.Workgroup != "PLANT" || c.LMHosts != `C:\lmhosts#1` || c.NodeType != "h" {
		t.Errorf("%+v", c)
	}
}

func TestNoFileIsAComputerOffTheWire(t *testing.T) {
	c, err := Load(filepath.Join(t.TempDir(), "none"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Interfaces) != 0 || c.Workgroup != "WORKGROUP" || c.Computer == "" || c.NodeType != "b" {
		t.Errorf("%+v", c)
	}
}

func TestLoadRefusesWhatItDoesNotUnderstand(t *testing.T) {
	for _, line := range []string{
		"computer", "computer = GOHOST", "computer = \"A\" \"B\"", "computer = [\"A\", \"B\"]",
		"interface = \"eth0\"", "interfaces = [\"eth0\"", "interfaces = [1]", "wins = [\"::1\"]",
		"wins = [\"x\"]", "node_type = \"x\"", "node_type = \"bp\"", "computer = \"0123456789ABCDEF\"",
		"computer = \"A/B\"", "workgroup = \"*\"", "computer = \"unclosed",
	} {
		_, err := load(t, "[network]\n"+line+"\n")
		if err == nil {
			t.Errorf("%s is accepted", line)
		}
	}
}

func TestLoadErrorIsTheNetworksAndNamesTheLine(t *testing.T) {
	_, err := load(t, "[network]\n\ncomputer = 7\n")
	if errno.Of(err) != errno.BadNetPath || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("%v", err)
	}
}

func TestConfigurationOverTheLimitIsRefused(t *testing.T) {
	if _, err := load(t, strings.Repeat("#", maxConfig)); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := load(t, strings.Repeat("#", maxConfig+1)); err == nil {
		t.Error("one byte more is accepted")
	}
}

func TestComputerNameIsTheFirstLabelCutAtFifteen(t *testing.T) {
	for host, want := range map[string]string{
		"gohost": "GOHOST", "gohost.example.org": "GOHOST", "averylonghostnameindeed": "AVERYLONGHOSTNA",
	} {
		if got := computerName(host); got != want {
			t.Errorf("%s: %s, want %s", host, got, want)
		}
	}
}

func FuzzParseNetwork(f *testing.F) {
	example, err := os.ReadFile("../../dist/mailslot.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(example))
	f.Add("[network]\ninterfaces = [\"a\", 'b']\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseNetwork(text)
		if err == nil {
			c.WithDefaults()
		}
	})
}
