package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"testing"

	"mailslot"
	"mailslot/internal/errno"
)

func op(name string, err error) error { return &net.OpError{Op: name, Net: "mailslot", Err: err} }

func TestExitCodes(t *testing.T) {
	_, noFile := os.Open("/no/such/file")
	cases := []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("anything"), 1},
		{noFile, 1}, // a file is no slot
		{op("write", errno.NotEnoughQuota), 1},
		{usage("wrong"), 2},
		{named("x", usage("wrong")), 2},
		{op("listen", errno.New(errno.InvalidName, "no name")), 2},
		{op("dial", errno.PathNotFound), 1}, // the namespace is not there
		{op("dial", errno.FilenameExcedRange), 2},
		{named("x", op("dial", errno.FileNotFound)), 3},
		{op("write", errno.HandleEOF), 3},
		{op("listen", errno.AlreadyExists), 4},
		{op("dial", errno.AccessDenied), 5},
		{op("write", mailslot.ErrTooLarge), 6},
		{op("listen", errno.InvalidParameter), 1},
		{op("dial", errno.BadNetPath), 7},
		{op("read", errno.SemTimeout), 124},
		{op("write", errno.New(errno.OperationAborted, "%w", context.DeadlineExceeded)), 124},
	}
	for _, c := range cases {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("exitCode(%v) = %d, want %d", c.err, got, c.want)
		}
	}
}

func TestAnErrorIsOneLine(t *testing.T) {
	cases := []struct {
		err        error
		line, json string
	}{
		{
			named("x\n", op("dial", errno.New(errno.FileNotFound, "no such mailslot"))),
			`mailslot: x\n: no such mailslot (win32 2, ERROR_FILE_NOT_FOUND); create it with: mailslot listen 'x\n', or wait for it with --wait 10s`,
			`{"error":"no such mailslot","name":"x\n","win32":2,"win32_name":"ERROR_FILE_NOT_FOUND","hint":"create it with: mailslot listen 'x\n', or wait for it with --wait 10s","exit":3}`,
		},
		{
			named("x", op("listen", errno.New(errno.AccessDenied, "not there").Advise("go elsewhere"))),
			"mailslot: x: not there (win32 5, ERROR_ACCESS_DENIED); go elsewhere",
			`{"error":"not there","name":"x","win32":5,"win32_name":"ERROR_ACCESS_DENIED","hint":"go elsewhere","exit":5}`,
		},
		{
			usage("--a and --b exclude each other"),
			"mailslot: --a and --b exclude each other",
			`{"error":"--a and --b exclude each other","exit":2}`,
		},
		{
			named("f", &fs.PathError{Op: "open", Path: "f", Err: fs.ErrNotExist}),
			"mailslot: f: open f: file does not exist",
			`{"error":"open f: file does not exist","name":"f","exit":1}`,
		},
	}
	for _, c := range cases {
		var b bytes.Buffer
		console{err: &b}.report(c.err, false)
		console{err: &b}.report(c.err, true)
		if want := c.line + "\n" + c.json + "\n"; b.String() != want {
			t.Errorf("got\n%swant\n%s", &b, want)
		}
	}
}

func TestLongNamesAreCutInALineAndNotInJSON(t *testing.T) {
	long := strings.Repeat("x", 30000)
	f := describe(named(long, op("listen", errno.PathNotFound)))
	if got := f.line(); len(got) > 2*shownName || !strings.Contains(got, "…") {
		t.Errorf("a line of %d bytes", len(got))
	}
	if f.Name != long {
		t.Errorf("JSON has %d bytes of the name", len(f.Name))
	}
}

func TestHintsSayWhatToDo(t *testing.T) {
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	slot, err := mailslot.Listen("x")
	if err != nil {
		t.Fatal(err)
	}
	defer slot.Close()
	for _, c := range []struct {
		err  error
		want string
	}{
		{op("listen", errno.AlreadyExists), "who has it is shown by: mailslot info x"},
		{op("dial", errno.AccessDenied), "its owner can admit other users with: mailslot listen --mode 0666"},
		{op("write", errno.NotEnoughQuota), "its reader is behind; wait for room with --wait 10s"},
		{op("write", errno.New(errno.NotEnoughQuota, "%w", context.DeadlineExceeded)), "its reader is behind; wait longer"},
		{op("write", errno.New(errno.NotEnoughQuota, "%w", mailslot.ErrTooLarge)), ""}, // no room would help
		{op("read", errno.SemTimeout), ""},
		{errno.FileNotFound, ""}, // not of a handle: signal says itself what it means
	} {
		if got := describe(named("x", c.err)).Hint; got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
	if got := describe(named("unseen", op("dial", errno.AccessDenied))).Hint; got != "" {
		t.Errorf("the owner of no slot is to be asked: %q", got)
	}
}

func TestNamesInHintsCanBePasted(t *testing.T) {
	for name, want := range map[string]string{
		"x": "x", "//./mailslot/net/x": "//./mailslot/net/x", `\\.\mailslot\x`: `'\\.\mailslot\x'`,
		"it's": `'it'\''s'`, "two words": "'two words'", "": "''", "ä": "ä",
	} {
		if got := shellWord(name); got != want {
			t.Errorf("shellWord(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestJSONIsAskedForByAFlagAndNotByAMessage(t *testing.T) {
	for _, c := range []struct {
		args []string
		want bool
	}{
		{[]string{"send", "--json"}, true},
		{[]string{"send", "x", "--", "--json"}, false},
		{[]string{"send", "x"}, false},
	} {
		if got := wantsJSON(rootCommand(), c.args); got != c.want {
			t.Errorf("%v: %v", c.args, got)
		}
	}
}
