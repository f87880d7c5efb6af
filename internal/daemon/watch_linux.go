package daemon

import (
	"context"
	"time"
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
func (d *Daemon) joinAgain(ctx context.Context) {
	for pause := time.Second; ; pause = min(2*pause, time.Minute) {
		d.reload.Lock()
		_, config := d.current()
		err := d.rejoin(config)
		d.reload.Unlock()
		if err == nil {
			return
		}
		d.log.Warn("off the wire for now", "error", err, "again_in", pause)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
