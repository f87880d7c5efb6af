package daemon

import (
	"log/slog"
	"os"
)

// prepareLog makes the logger that config asks for, unless the caller of Start
// brought one. Its level can change later, its form cannot.
func (d *Daemon) prepareLog(config Config) {
	d.applyLogLevel(config)
	if d.log != nil {
		return
	}
	o := &slog.HandlerOptions{Level: d.level}
	if config.Daemon.LogJSON {
		d.log = slog.New(slog.NewJSONHandler(os.Stderr, o))
		return
	}
	if os.Getenv("JOURNAL_STREAM") != "" { // the journal has the time already
		o.ReplaceAttr = withoutTime
	}
	d.log = slog.New(slog.NewTextHandler(os.Stderr, o))
}

func (d *Daemon) applyLogLevel(config Config) {
	if level, err := config.logLevel(); err == nil {
		d.level.Set(level)
	}
}

func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}
