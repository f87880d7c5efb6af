package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"mailslot/internal/daemon"
	"mailslot/internal/lan"
)

func daemonCommand() *cobra.Command {
	var path string
	var check bool
	cmd := &cobra.Command{
		Use:   "daemon",
		Short: "Run the per-host daemon: mailslots on the network",
		Long: `Own this computer's NetBIOS names, deliver messages from the network into local
slots, and send for every user. It is off the wire unless its configuration
names an interface, gives up every privilege but the one to bind UDP 137 and
138, and may be restarted at any time. SIGHUP reloads the configuration.`,
		Example: `  sudo mailslot daemon
  mailslot daemon --check
  mailslot daemon --config ./mailslot.toml`,
		Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if path == "" {
				path = lan.ConfigPath()
			}
			if check {
				return named(path, checkConfig(newConsole(cmd), path))
			}
			ctx, stop := terminable(cmd.Context())
			defer stop()
			return daemon.Run(ctx, daemon.Options{
				ConfigPath: path, Version: version, Slots: daemon.MachineSlots{},
			})
		},
	}
	cmd.Flags().StringVar(&path, "config", "", "configuration `FILE` (default "+lan.DefaultConfigPath+")")
	cmd.Flags().BoolVar(&check, "check", false, "check the configuration, say what it means, and stop")
	return cmd
}

// checkConfig says what the configuration means on this computer.
func checkConfig(c console, path string) error {
	config, err := daemon.LoadConfig(path)
	if err == nil {
		err = config.CheckFiles()
	}
	if err != nil {
		return err
	}
	network, err := lan.Load(path)
	if err != nil {
		return err
	}
	links, err := lan.Links(network.Interfaces)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "computer %s, workgroup %s\n", network.Computer, network.Workgroup)
	for _, l := range links {
		fmt.Fprintf(c.out, "interface %s: %v, broadcast %v\n", l.Name, l.Addr, l.Broadcast)
	}
	for _, server := range config.Bridge.Servers {
		fmt.Fprintf(c.out, "bridge over %s for the slots %s\n", redacted(server), strings.Join(config.Bridge.Slots, ", "))
	}
	if len(links) == 0 {
		fmt.Fprintln(c.out, "no interface is named: the network is off")
	}
	return nil
}

// redacted is a server's address without its password.
func redacted(server string) string {
	u, err := url.Parse(server)
	if err != nil {
		return "an address that is none"
	}
	return u.Redacted()
}
