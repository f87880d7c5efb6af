package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"github.com/spf13/cobra"

	"mailslot/internal/control"
	"mailslot/internal/daemon"
	"mailslot/internal/errno"
	"mailslot/internal/lan"
	"mailslot/netbios"
)

// daemonCommands need the daemon of this computer, or are it.
func daemonCommands() []*cobra.Command {
	return []*cobra.Command{
		daemonCommand(), namesCommand(), resolveCommand(), statusCommand(), browseCommand(), popupCommand(),
	}
}

// askLimit bounds a question to the network, also where no daemon answers.
const askLimit = control.Patience

// ask asks the daemon of this computer.
func ask(ctx context.Context, r control.Request) (control.Reply, error) {
	return askOf(ctx, lan.ConfigPath(), r)
}

// askOf asks the daemon whose configuration is at path. A mistake in the file
// does not keep a daemon that runs from answering.
func askOf(ctx context.Context, path string, r control.Request) (control.Reply, error) {
	client := control.New(lan.ControlPath(path))
	defer client.Close()
	reply, err := client.Do(ctx, r)
	if errors.Is(err, control.ErrNoDaemon) {
		if _, wrong := lan.Load(path); wrong != nil {
			return control.Reply{}, wrong
		}
	}
	return reply, err
}

// needDaemon is ask for what only a daemon knows.
func needDaemon(ctx context.Context, r control.Request) (control.Reply, error) {
	reply, err := ask(ctx, r)
	return reply, withoutDaemon(err)
}

// withoutDaemon says how to get a daemon, if it was missing.
func withoutDaemon(err error) error {
	if errors.Is(err, control.ErrNoDaemon) {
		return errno.New(errno.BadNetPath, "%w", err).Advise("start it with: systemctl start mailslot")
	}
	return err
}

// withSender lets f ask the network itself, where no daemon answers.
func withSender(f func(*lan.Sender) error) error {
	config, err := lan.Load(lan.ConfigPath())
	if err != nil {
		return err
	}
	if len(config.Interfaces) == 0 {
		return errno.New(errno.BadNetPath, "no daemon answers, and no interface is named in %s", lan.ConfigPath()).
			Advise("name one ([network] interfaces); see docs/network.md")
	}
	sender, err := lan.OpenSender(config, nil)
	if err != nil {
		return err
	}
	defer sender.Close()
	return f(sender)
}

// resolveName asks who has a name, the daemon or else the network itself. That
// nobody can be asked by the answer is an error.
func resolveName(ctx context.Context, text string) ([]control.Address, error) {
	reply, err := ask(ctx, control.Request{Op: control.OpResolve, Name: text})
	found := reply.Addresses
	if errors.Is(err, control.ErrNoDaemon) {
		found, err = resolveHere(ctx, text)
	}
	if err == nil && len(found) == 0 {
		err = errno.New(errno.BadNetPath, "%s is a group without addresses", text)
	}
	return found, err
}

func resolveHere(ctx context.Context, text string) ([]control.Address, error) {
	name, err := netbios.ParseName(text)
	if err != nil {
		return nil, errno.New(errno.InvalidName, "%q is no NetBIOS name: %w", text, err)
	}
	var found []control.Address
	err = withSender(func(s *lan.Sender) error {
		a, err := s.Resolve(ctx, name, true)
		for _, ip := range a.Addrs {
			found = append(found, control.Address{IP: ip, Group: a.Group})
		}
		return err
	})
	return found, err
}

// nodeStatus asks a computer, named or by address, for its table of names.
func nodeStatus(ctx context.Context, text string) (*control.Table, error) {
	reply, err := ask(ctx, control.Request{Op: control.OpStatus, Name: text})
	if !errors.Is(err, control.ErrNoDaemon) {
		return reply.Table, err
	}
	addr, err := netip.ParseAddr(text)
	if err != nil {
		found, err := resolveName(ctx, text)
		if err != nil {
			return nil, err
		}
		addr = found[0].IP
	}
	var table *control.Table
	err = withSender(func(s *lan.Sender) error {
		r, err := s.Status(ctx, addr)
		if err == nil {
			table = daemon.TableOf(r)
		}
		return err
	})
	return table, err
}

// nameText is a NetBIOS name with its suffix, such as MSLOT<1d>.
func nameText(n control.Name) string { return fmt.Sprintf("%s<%02x>", n.Name, n.Suffix) }

func kindText(group bool) string {
	if group {
		return "group"
	}
	return "unique"
}
