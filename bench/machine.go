//go:build linux

package main

import (
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
)

// machine is what the figures depend on.
func machine() map[string]string {
	m := map[string]string{
		"processor":   cpuinfo("model name"),
		"cores":       cpuinfo("cpu cores"),
		"kernel":      output("uname", "-sr"),
		"go":          runtime.Version(),
		"gcc":         output("gcc", "-dumpfullversion"),
		"libzmq":      output("pkg-config", "--modversion", "libzmq"),
		"clocksource": file("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
		"load":        file("/proc/loadavg"),
		"memory":      memoryTotal(),
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			if strings.HasPrefix(d.Path, "github.com/nats-io/nats") {
				m[d.Path[len("github.com/nats-io/"):]] = d.Version
			}
		}
	}
	return m
}

func file(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(b))
}

func output(command string, args ...string) string {
	b, err := exec.Command(command, args...).Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(b))
}

func cpuinfo(key string) string { return field(file("/proc/cpuinfo"), key) }
func memoryTotal() string       { return field(file("/proc/meminfo"), "MemTotal") }

// field is the value of the first line that starts with key.
func field(text, key string) string {
	for line := range strings.Lines(text) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return "unknown"
}
