package daemon

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metricsServer answers /metrics and /healthz on an address of this computer.
type metricsServer struct {
	server http.Server
	ended  chan struct{}
}

// startMetrics serves at address; an empty one is none.
func startMetrics(address string, d *Daemon) (*metricsServer, error) {
	if address == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collector{d},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", d.serveHealth)
	m := &metricsServer{ended: make(chan struct{})}
	m.server = http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 8 << 10}
	go func() {
		defer close(m.ended)
		if err := m.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			d.log.Error("metrics", "error", err)
		}
	}()
	return m, nil
}

func (m *metricsServer) Close() error {
	err := m.server.Close()
	<-m.ended
	return err
}

// serveHealth says ok while the node turns and none of its names is in conflict.
func (d *Daemon) serveHealth(w http.ResponseWriter, _ *http.Request) {
	for _, n := range d.names() {
		if n.State == "conflict" {
			http.Error(w, fmt.Sprintf("name %s<%02x> is held by %s", n.Name, n.Suffix, n.Holder), http.StatusServiceUnavailable)
			return
		}
	}
	fmt.Fprintln(w, "ok")
}

// collector turns the daemon's counters into metrics when they are asked for.
type collector struct{ d *Daemon }

var (
	eventsDesc = prometheus.NewDesc("mailslot_events_total",
		"What the node and the daemon have done, by event.", []string{"event"}, nil)
	droppedDesc = prometheus.NewDesc("mailslot_dropped_total",
		"Packets and messages that went no further, by reason.", []string{"reason"}, nil)
	namesDesc = prometheus.NewDesc("mailslot_names",
		"Own NetBIOS names, by state.", []string{"state"}, nil)
	interfacesDesc = prometheus.NewDesc("mailslot_interface_info",
		"The networks that the daemon is on.", []string{"interface", "address", "mode"}, nil)
)

// Describe implements prometheus.Collector.
func (c collector) Describe(ch chan<- *prometheus.Desc) {
	ch <- eventsDesc
	ch <- droppedDesc
	ch <- namesDesc
	ch <- interfacesDesc
}

// Collect implements prometheus.Collector.
func (c collector) Collect(ch chan<- prometheus.Metric) {
	c.d.eachCounter(func(name string, v uint64) {
		desc := eventsDesc
		if reason, dropped := strings.CutPrefix(name, "drop_"); dropped {
			desc, name = droppedDesc, reason
		}
		ch <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(v), name)
	})
	states := map[string]int{"claiming": 0, "owned": 0, "conflict": 0}
	for _, n := range c.d.names() {
		states[n.State]++
	}
	for state, n := range states {
		ch <- prometheus.MustNewConstMetric(namesDesc, prometheus.GaugeValue, float64(n), state)
	}
	for _, i := range c.d.state().Interfaces {
		ch <- prometheus.MustNewConstMetric(interfacesDesc, prometheus.GaugeValue, 1, i.Name, i.Address.String(), i.Mode)
	}
}
