package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mailslot"
	"mailslot/cmd/mailslot/internal/show"
	"mailslot/internal/errno"
	"mailslot/internal/lan"
	"mailslot/internal/local"
	"mailslot/internal/nbt"
)

// failure is what is told about an error. As JSON it may only grow.
type failure struct {
	Error     string      `json:"error"`
	Name      string      `json:"name,omitempty"`
	Win32     errno.Errno `json:"win32,omitempty"`
	Win32Name string      `json:"win32_name,omitempty"`
	Hint      string      `json:"hint,omitempty"`
	Exit      int         `json:"exit"`
}

// report prints err as one line, or as one JSON object.
func (c console) report(err error, asJSON bool) {
	f := describe(err)
	if asJSON {
		b, _ := json.Marshal(f) // strings and numbers always marshal
		fmt.Fprintln(c.err, show.SafeJSON(string(b)))
		return
	}
	fmt.Fprintf(c.err, "%s %s\n", c.errColour.bad("mailslot:"), show.Terminal(f.line(), show.Marks{}))
}

func describe(err error) failure {
	f := failure{Error: sentence(err), Exit: exitCode(err)}
	var n namedError
	if errors.As(err, &n) {
		f.Name = n.name
	}
	var code errno.Errno
	if errors.As(err, &code) {
		f.Win32, f.Win32Name = code, code.Name()
	}
	f.Hint = hint(err, code, f.Name)
	return f
}

// shownName is how much of a name a line shows: names may have 32,749 characters.
const shownName = 200

// line is the form for people, without the program's name.
func (f failure) line() string {
	s := f.Error
	if f.Name != "" && !strings.HasPrefix(s, f.Name+": ") {
		s = shorten(f.Name, shownName) + ": " + s
	}
	if f.Win32Name != "" {
		s += fmt.Sprintf(" (win32 %d, %s)", f.Win32, f.Win32Name)
	}
	if f.Hint != "" {
		s += "; " + f.Hint
	}
	return s
}

// sentence is the error without the wrappings that repeat the name.
func sentence(err error) string {
	for {
		switch e := err.(type) {
		case usageError:
			err = e.error
		case namedError:
			err = e.error
		case waitedError:
			err = e.error
		case *net.OpError:
			err = e.Err
		default:
			text, _ := errno.Advice(err)
			return text
		}
	}
}

// hint is what to do about an error of an operation, where that is known.
func hint(err error, code errno.Errno, name string) string {
	if errors.Is(err, lan.ErrConfig) {
		return "correct it, and try: mailslot daemon --check"
	}
	if _, advice := errno.Advice(err); advice != "" {
		return advice
	}
	var op *net.OpError
	if !errors.As(err, &op) {
		return ""
	}
	switch {
	case errors.Is(err, nbt.ErrUnreachable):
		return "name one in " + lan.ConfigPath() + " ([network] interfaces); see docs/network.md"
	case errors.Is(err, nbt.ErrTooLong):
		return "send less, or more messages; see docs/network.md"
	case errors.As(err, new(waitedError)):
		return fmt.Sprintf("create it with: mailslot listen %s, or wait longer", shellWord(name))
	case op.Op == "dial" && code == errno.FileNotFound:
		return fmt.Sprintf("create it with: mailslot listen %s, or wait for it with --wait 10s", shellWord(name))
	case op.Op == "listen" && code == errno.AlreadyExists:
		return "who has it is shown by: mailslot info " + shellWord(name)
	case op.Op == "dial" && code == errno.AccessDenied && canSee(name):
		return "its owner can admit other users with: mailslot listen --mode 0666"
	case code == errno.NotEnoughQuota && exitCode(err) == exitTimeout:
		return "its reader is behind; wait longer"
	case code == errno.NotEnoughQuota && !isTooLarge(err):
		return "its reader is behind; wait for room with --wait 10s"
	}
	return ""
}

// shellWord quotes a name for a shell if it needs it.
func shellWord(name string) string {
	plain := func(r rune) bool { return r > ' ' && !strings.ContainsRune("\"'`\\$&|;<>()*?[]{}~#!", r) }
	if name != "" && !strings.ContainsFunc(name, func(r rune) bool { return !plain(r) }) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

// canSee tells whether it was a slot that refused, or the directory.
func canSee(name string) bool {
	n, err := mailslot.ParseName(name)
	if err != nil {
		return false
	}
	_, err = local.Lookup("", n.Slot())
	return err == nil
}

// wantsJSON finds out whether the command line asks for JSON, even when it
// could not be parsed.
func wantsJSON(cmd *cobra.Command, args []string) bool {
	if asked, err := cmd.Flags().GetBool("json"); err == nil && asked {
		return true
	}
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--json")
}
