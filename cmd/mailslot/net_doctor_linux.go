package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"mailslot/internal/control"
	"mailslot/internal/daemon"
	"mailslot/internal/lan"
)

// networkChecks are doctor's checks of the network.
func networkChecks() []check {
	return []check{checkNetworkConfig, checkDaemon, checkPorts, checkBroadcast, explainWindows}
}

func checkNetworkConfig(context.Context) []finding {
	const name = "network"
	path := lan.ConfigPath()
	config, err := lan.Load(path)
	if err == nil {
		_, err = daemon.LoadConfig(path) // the other tables too
	}
	if err != nil {
		return []finding{{name, broken, sentence(err), "correct it, and try: mailslot daemon --check"}}
	}
	if len(config.Interfaces) == 0 {
		return []finding{{name, fine, "off: " + path + " names no interface", "for mailslots between computers see docs/network.md"}}
	}
	links, err := lan.Links(config.Interfaces)
	if err != nil {
		return []finding{{name, broken, sentence(err), "correct interfaces in " + path}}
	}
	var found []finding
	for _, l := range links {
		found = append(found, finding{name, fine, fmt.Sprintf("%s in %s on %s (%v)", config.Computer, config.Workgroup, l.Name, l.Prefix), ""})
	}
	return found
}

func networkIsOff() bool {
	config, err := lan.Load(lan.ConfigPath())
	return err == nil && len(config.Interfaces) == 0
}

// checkDaemon asks the daemon how it is.
func checkDaemon(ctx context.Context) []finding {
	const name = "daemon"
	reply, err := ask(ctx, control.Request{Op: control.OpState})
	if errors.Is(err, control.ErrNoDaemon) && networkIsOff() {
		return []finding{{name, fine, "not running, and not needed while the network is off", ""}}
	}
	if errors.Is(err, control.ErrNoDaemon) {
		return []finding{{name, fine, "not running: this computer can send to others but hears nothing from them",
			"start it with: systemctl start mailslot"}}
	}
	if errors.Is(err, lan.ErrConfig) {
		return nil // checkNetworkConfig has said it
	}
	if err != nil {
		return []finding{{name, broken, sentence(err), ""}}
	}
	var found []finding
	for _, i := range reply.State.Interfaces {
		found = append(found, daemonFinding(name, i))
	}
	if len(found) == 0 {
		found = []finding{{name, warning, "running, but off the wire", "name an interface in " + lan.ConfigPath()}}
	}
	found = append(found, bridgeFinding(name, reply.State.Bridge)...)
	return append(found, checkNames(ctx)...)
}

func daemonFinding(name string, i control.Interface) finding {
	text := fmt.Sprintf("on %s (%v), %s", i.Name, i.Address, i.Mode)
	if i.Mode == lan.BroadcastOnly.String() {
		return finding{name, warning, text + ": nmbd gets all that is sent to this computer alone",
			"let the daemon reach nmbd's socket (nmbd_socket), or give it an address of its own: " + i.Name + "=ADDRESS"}
	}
	return finding{name, fine, text, ""}
}

// bridgeFinding is about the bridge to other LANs, if there is to be one.
func bridgeFinding(name, status string) []finding {
	switch status {
	case "":
		return nil
	case control.BridgeDown:
		return []finding{{name, warning, "bridge: " + status,
			"the daemon's log says why; [bridge] in " + lan.ConfigPath() + " names the servers"}}
	}
	return []finding{{name, fine, "bridge: " + status, ""}}
}

func checkNames(ctx context.Context) []finding {
	reply, err := ask(ctx, control.Request{Op: control.OpNames})
	if err != nil {
		return nil
	}
	var found []finding
	for _, n := range reply.Names {
		if n.State == "conflict" {
			found = append(found, finding{"names", broken, nameText(n) + " is held by " + n.Holder,
				"give this computer another name (computer in " + lan.ConfigPath() + ")"})
		}
	}
	return found
}

// checkPorts says who holds the two ports.
func checkPorts(context.Context) []finding {
	const name = "ports"
	holders, err := lan.Holders()
	if err != nil {
		return []finding{{name, warning, err.Error(), ""}}
	}
	if len(holders) == 0 {
		return []finding{{name, fine, "UDP 137 and 138 are free", ""}}
	}
	var texts []string
	for _, h := range holders {
		texts = append(texts, fmt.Sprintf("%v by %s", h.Addr, userName(h.UID)))
	}
	f := finding{name, fine, strings.Join(texts, ", "), ""}
	if nmbdRuns() {
		f.Hint = "Samba's nmbd runs here; the daemon lives beside it (docs/network.md)"
	}
	return []finding{f}
}

// nmbdRuns looks for nmbd's socket, which every user can see.
func nmbdRuns() bool {
	for _, path := range []string{"/run/samba/nmbd/unexpected", "/var/run/samba/nmbd/unexpected"} {
		if c, err := net.DialTimeout("unix", path, time.Second); err == nil {
			c.Close()
			return true
		}
	}
	return false
}

// broadcastWait is how long the kernel may take to give us our own packet.
const broadcastWait = 500 * time.Millisecond

// checkBroadcast sends each subnet a packet and expects the kernel to hand a
// copy to ourselves. A firewall that drops broadcasts shows here.
func checkBroadcast(context.Context) []finding {
	config, err := lan.Load(lan.ConfigPath())
	if err != nil {
		return nil // said before
	}
	links, err := lan.Links(config.Interfaces)
	if err != nil {
		return nil
	}
	var found []finding
	for _, l := range links {
		found = append(found, tryBroadcast(l))
	}
	return found
}

func tryBroadcast(l lan.Link) finding {
	const name = "broadcast"
	hear, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4zero})
	if err != nil {
		return finding{name, broken, err.Error(), ""}
	}
	defer hear.Close()
	port := uint16(hear.LocalAddr().(*net.UDPAddr).Port)
	to := netip.AddrPortFrom(l.Broadcast, port)
	if _, err := hear.WriteToUDPAddrPort([]byte("mailslot doctor"), to); err != nil {
		return finding{name, broken, fmt.Sprintf("%s: %v", l.Name, err), "a firewall or a missing route forbids broadcasts"}
	}
	hear.SetReadDeadline(time.Now().Add(broadcastWait))
	if _, _, err := hear.ReadFromUDPAddrPort(make([]byte, 64)); errors.Is(err, os.ErrDeadlineExceeded) {
		return finding{name, warning, fmt.Sprintf("%s: our own broadcast does not come back", l.Name),
			"allow UDP 137 and 138 from the subnet in the firewall"}
	}
	return finding{name, fine, fmt.Sprintf("%s: %v is reachable", l.Name, l.Broadcast), ""}
}

// explainWindows says what new versions of Windows need.
func explainWindows(context.Context) []finding {
	config, err := lan.Load(lan.ConfigPath())
	if err != nil || len(config.Interfaces) == 0 {
		return nil
	}
	return []finding{{"windows", fine,
		"Windows 11 24H2 and Server 2025 refuse remote mailslots: a write there fails with error 3025",
		"allow them there by the policy EnableMailslots (Network / Lanman Workstation, not verified here); older versions need nothing"}}
}
