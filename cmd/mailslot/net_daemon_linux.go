package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"mailslot/internal/control"
	"mailslot/internal/daemon"
	"mailslot/internal/errno"
	"mailslot/internal/lan"
)

func daemonCommand() *cobra.Command {
	var path string
	var check, reload bool
	cmd := &cobra.Command{
		Use:   "daemon",
		Short: "Run the per-host daemon: mailslots on the network",
		Long: `Own this computer's NetBIOS names, deliver messages from the network into local
slots, and send for every user. It is off the wire unless its configuration
names an interface, gives up every privilege but the one to bind UDP 137 and
138, and may be restarted at any time. --reload, or SIGHUP, has it put a changed
configuration to use; a wrong one changes nothing.`,
		Example: `  sudo mailslot daemon
  mailslot daemon --check
  sudo mailslot daemon --reload
  mailslot daemon --config ./mailslot.toml`,
		Args:             arguments(0, 0),
		PersistentPreRun: func(*cobra.Command, []string) { uncaught() },
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := onlyOne(cmd, "check", "reload"); err != nil {
				return err
			}
			if path == "" {
				path = lan.ConfigPath()
			}
			if check {
				return checkConfig(newConsole(cmd), path)
			}
			if reload {
				return reloadDaemon(cmd.Context(), path)
			}
			return runDaemon(cmd.Context(), daemon.Options{
				ConfigPath: path, Version: version, Slots: daemon.MachineSlots{},
			})
		},
	}
	cmd.Flags().Var(word{&path}, "config", "configuration `FILE` (default "+lan.DefaultConfigPath+")")
	cmd.Flags().BoolVar(&check, "check", false, "check the configuration, say what it means, and stop")
	cmd.Flags().BoolVar(&reload, "reload", false, "have the running daemon read its configuration anew, and say what is wrong with it (root or the daemon's group)")
	return cmd
}

func runDaemon(ctx context.Context, o daemon.Options) error {
	if err := daemon.Prepare(o); err != nil {
		return err
	}
	ctx, stop := terminable(ctx)
	defer stop()
	return daemon.Run(ctx, o)
}

// reloadDaemon returns when the new configuration is in use, or with the reason
// why it is not. A signal could not bring that back.
func reloadDaemon(ctx context.Context, path string) error {
	_, err := askOf(ctx, path, control.Request{Op: control.OpReload})
	return withoutDaemon(err)
}

// checkConfig says what the configuration means on this computer. The library's
// reader comes first: it names the line, and what to write instead.
func checkConfig(c console, path string) error {
	network, wrong := lan.Load(path)
	if errors.Is(wrong, lan.ErrConfig) {
		return errno.New(errno.BadFormat, "%v", wrong)
	}
	config, err := daemon.LoadConfig(path)
	if err == nil {
		err = config.ReadFiles()
	}
	if err == nil {
		err = wrong
	}
	if err != nil {
		return err
	}
	links, err := lan.Links(network.Interfaces)
	if err != nil {
		return named(path, err)
	}
	_, err = fmt.Fprint(c.out, meaning(path, config, network, links))
	return err
}

// meaning is the configuration in words.
func meaning(path string, config daemon.Config, network lan.Config, links []lan.Link) string {
	var b strings.Builder
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(&b, "there is no %s: everything is as by default\n", path)
	}
	fmt.Fprintf(&b, "computer %s, workgroup %s\n", network.Computer, network.Workgroup)
	for _, l := range links {
		fmt.Fprintf(&b, "interface %s: %v, broadcast %v\n", l.Name, l.Addr, l.Broadcast)
	}
	for _, server := range config.Bridge.Servers {
		fmt.Fprintf(&b, "bridge over %s for the slots %s\n", redacted(server), strings.Join(config.Bridge.Slots, ", "))
	}
	if len(links) == 0 {
		fmt.Fprintln(&b, "no interface is named: the network is off")
	}
	return b.String()
}

// redacted is a server's address without its password.
func redacted(server string) string {
	u, err := url.Parse(server)
	if err != nil {
		return "an address that is none"
	}
	return u.Redacted()
}
