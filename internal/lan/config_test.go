package lan

import (
	"errors"
	"io/fs"
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

func TestNothingConfiguredIsAComputerOffTheWire(t *testing.T) {
	c, err := load(t, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Interfaces) != 0 || c.Workgroup != "WORKGROUP" || c.Computer == "" || c.NodeType != "b" {
		t.Errorf("%+v", c)
	}
}

// TestOnlyTheUsualFileMayBeMissing: a path that somebody has named is mistyped.
func TestOnlyTheUsualFileMayBeMissing(t *testing.T) {
	if !MayLack(DefaultConfigPath, fs.ErrNotExist) || MayLack(DefaultConfigPath, fs.ErrPermission) {
		t.Error("at the usual place")
	}
	path := filepath.Join(t.TempDir(), "none")
	if _, err := Load(path); errno.Of(err) != errno.BadNetPath || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("%v", err)
	}
}

func TestLoadRefusesWhatItDoesNotUnderstand(t *testing.T) {
	for _, line := range []string{
		"computer", "computer = GOHOST", "computer = \"A\" \"B\"", "computer = [\"A\", \"B\"]",
		"interface = \"eth0\"", "interfaces = [\"eth0\"", "interfaces = [1]", "wins = [\"::1\"]",
		"wins = [\"x\"]", "node_type = \"x\"", "node_type = \"bp\"", "computer = \"0123456789ABCDEF\"",
		"computer = \"A/B\"", "workgroup = \"*\"", "computer = \"unclosed",
		"computer = [\"A\"]", "interfaces = \"eth0\"", "wins = \"10.0.0.2\"",
	} {
		_, err := load(t, "[network]\n"+line+"\n")
		if err == nil {
			t.Errorf("%s is accepted", line)
		}
	}
}

func TestLoadErrorIsTheNetworksAndNamesTheFileAndTheLine(t *testing.T) {
	for text, says := range map[string]string{
		"[network]\n\ncomputer = 7\ncomputr = 8\n":               "mailslot.toml: line 3: ",
		"[network]\ncomputer = \"much too long a name\"\n":       "mailslot.toml: \"MUCH TOO",
		"[network\ninterfaces = [\"eth0\"]\n":                    "mailslot.toml: line 1: ",
		"network.interfaces = [\"eth0\"]\n":                      "mailslot.toml: line 1: ",
		"network = { interfaces = [\"eth0\"] }\n":                "mailslot.toml: line 1: ",
		"[network]\ninterfaces = \"eth0\"\n":                     "such as [\"eth0\"]",
		"garbage\n[network]\n":                                   "line 1: \"garbage\" is not",
		"[netwrk]\ninterfaces = [\"eth0\"]\n":                    "line 1: there is no table [netwrk]",
		"[net work]\n":                                           "line 1: there is no table [net work]",
		"[accept]\n":                                             "line 1: there is no table [accept]",
		"\"network\".interfaces = [\"eth0\"]\n":                  "line 1: write the table",
		"[daemon]\nnames = [\n  \"A<1c>\", # one\n":              "line 2: the array lacks",
		"[daemon]\nnames = [\n[\"A\"],\n]\n[network]\nx=\"y\"\n": "mailslot.toml: line 6: ",
	} {
		_, err := load(t, text)
		if err == nil || errno.Of(err) != errno.BadNetPath || !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestOtherTablesAreReadOver: what stands in them is the daemon's business.
func TestOtherTablesAreReadOver(t *testing.T) {
	c, err := load(t, `
[daemon]
names = ["A]", # not the end: [
  ["B"], 'C[',
]
period = "12m"
[[ accept ]]
force = true
from = [
  "10.0.0.0/8"
] # [netwrk]
[send]
[announce]
[bridge]
[limits]
[network]
computer = "x"
`)
	if err != nil || c.Computer != "X" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestHeadingMayHaveBlanks(t *testing.T) {
	if c, err := load(t, "[ network ] # ours\ncomputer = \"x\"\n"); err != nil || c.Computer != "X" {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestControlPathIsFoundBesideMistakes: whoever edits the file does not cut
// programs off from the daemon that runs.
func TestControlPathIsFoundBesideMistakes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mailslot.toml")
	if err := os.WriteFile(path, []byte("[network]\nmisspelt = 1\ncontrol = \"/elsewhere\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := ControlPath(path); got != "/elsewhere" {
		t.Errorf("%q", got)
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
