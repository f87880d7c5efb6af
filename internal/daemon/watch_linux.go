package daemon

import (
	"context"
	"log/slog"
	"time"

	"mailslot/internal/lan"
)

// watchInterval is how often the daemon looks whether its place on the network
// has changed under it: an address by DHCP, nmbd started, stopped or restarted.
const watchInterval = 5 * time.Second

// watchNetwork joins the network anew whenever that is needed.
func (d *Daemon) watchNetwork(ctx context.Context) {
	defer close(d.watchDone)
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	for {
		host, _ := d.current()
		select {
		case <-ctx.Done():
			return
		case <-host.Lost():
			d.log.Warn("nmbd went away")
		case <-tick.C:
			if !host.Changed() && !d.stranded() {
				continue
			}
			d.log.Info("the network has changed")
		}
		d.joinAgain(ctx)
	}
}

// stranded reports whether the daemon is off a wire that it should be on.
func (d *Daemon) stranded() bool {
	host, config := d.current()
	return len(host.Links()) == 0 && len(config.Network.Interfaces) > 0
}

// joinAgain tries until it succeeds or the daemon ends.
func (d *Daemon) joinAgain(ctx context.Context) { persist(ctx, d.log, d.tryAgain) }

// persist calls try until it succeeds or ctx ends. It logs a reason once, and
// never pauses longer than the watch: an address that comes back is noticed.
func persist(ctx context.Context, log *slog.Logger, try func() error) {
	said := ""
	for pause := time.Second; ; pause = min(2*pause, watchInterval) {
		err := try()
		if err == nil {
			return
		}
		if text := err.Error(); text != said {
			said = text
			log.Warn("off the wire for now", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// tryAgain joins the network anew. A daemon that is off the wire already first
// looks whether there is one, so that it does not leave and join in vain.
func (d *Daemon) tryAgain() error {
	d.reload.Lock()
	defer d.reload.Unlock()
	_, config := d.current()
	if d.stranded() {
		if _, err := lan.Links(config.Network.Interfaces); err != nil {
			return err
		}
	}
	return d.rejoin(config)
}
