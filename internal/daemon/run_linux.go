package daemon

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	sd "github.com/coreos/go-systemd/v22/daemon"
	"golang.org/x/sys/unix"
)

// memoryLimit is what the daemon's heap is kept under: it needs a tenth.
const memoryLimit = 64 << 20

// gcPercent lets the heap, which is a few MiB, grow by more than it is before
// it is searched: a flood of messages makes much that is soon forgotten.
const gcPercent = 200

// Run is the life of a daemon process that Prepare has prepared: it starts,
// tells systemd, reloads on SIGHUP, and ends with ctx.
func Run(ctx context.Context, o Options) error {
	debug.SetMemoryLimit(memoryLimit)
	debug.SetGCPercent(gcPercent)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	d, err := Start(o)
	if err != nil {
		return err
	}
	defer d.Close()
	sd.SdNotify(false, sd.SdNotifyReady+"\nSTATUS="+d.summary())
	defer sd.SdNotify(false, sd.SdNotifyStopping)
	d.live(ctx, hangup)
	return nil
}

// Prepare gives up the privileges of the process; see Confine. It reads just
// enough of the configuration to know whom to become. What dead owners left is
// removed now, because later we may not touch it. Signals are to be caught only
// afterwards.
func Prepare(o Options) error {
	config, err := LoadConfig(o.configPath())
	if err != nil {
		return err
	}
	o.Slots.Clean()
	return Confine(config.Daemon.User, filepath.Dir(controlPath(config.Network.Control)))
}

// cleanInterval is how often the namespace is searched for what dead owners
// have left.
const cleanInterval = 10 * time.Minute

// live waits for what there is to do between start and end.
func (d *Daemon) live(ctx context.Context, hangup <-chan os.Signal) {
	clean := time.NewTicker(cleanInterval)
	defer clean.Stop()
	watchdog := newWatchdog()
	defer watchdog.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			d.reloadAndTell()
		case <-clean.C:
			if err := d.slots.Clean(); err != nil {
				d.log.Debug("namespace not cleaned", "error", err)
			}
		case <-watchdog.C:
			if d.turns() {
				sd.SdNotify(false, sd.SdNotifyWatchdog)
			}
		}
	}
}

// newWatchdog ticks twice as often as systemd expects to hear from us, or
// hardly ever if it does not.
func newWatchdog() *time.Ticker {
	interval, err := sd.SdWatchdogEnabled(false)
	if err != nil || interval <= 0 {
		interval = 24 * time.Hour
	}
	return time.NewTicker(interval / 2)
}

// turns reports whether the node still takes its turns. A node that hangs
// makes it wait, and the watchdog bite.
func (d *Daemon) turns() bool {
	host, _ := d.current()
	host.Counters()
	return true
}

func (d *Daemon) reloadAndTell() {
	sd.SdNotify(false, "RELOADING=1\n"+monotonicUsec())
	d.Reload()
	sd.SdNotify(false, sd.SdNotifyReady)
}

// tellStatus shows in "systemctl status" how this computer is on the network now.
func (d *Daemon) tellStatus() { sd.SdNotify(false, "STATUS="+d.summary()) }

func (d *Daemon) summary() string {
	host, _ := d.current()
	if len(host.Links()) == 0 {
		return "off the wire: no interface is named"
	}
	s := host.config.Computer + " in " + host.config.Workgroup + " on"
	for i, l := range host.Links() {
		s += " " + l.Name + " (" + host.Modes()[i].String() + ")"
	}
	return s
}

// monotonicUsec is the time that systemd compares a reload with.
func monotonicUsec() string {
	var t unix.Timespec
	unix.ClockGettime(unix.CLOCK_MONOTONIC, &t)
	return "MONOTONIC_USEC=" + strconv.FormatInt(t.Nano()/1000, 10)
}
