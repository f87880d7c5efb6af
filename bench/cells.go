//go:build linux

package main

import (
	"fmt"
	"slices"
)

// cell is one measurement and the programs that run it.
type cell struct {
	id, title, unit string
	more            bool   // is better
	base            string // ratios are to this program
	quick           bool   // belongs to the quick run
	again           int    // how often each round runs it after the first time
	lanes           []lane
}

// lane is one program in a cell: what it is asked for and which of its
// answers counts.
type lane struct {
	program string
	args    []any // NAME stands for a name of this run
	value   func(answer) float64
}

// answer is what a program printed.
type answer map[string]float64

// NAME is replaced in a lane's arguments by a name that no other run uses.
const NAME = "NAME"

func key(k string) func(answer) float64 {
	return func(a answer) float64 { return a[k] }
}

// everyone are the programs that run the common cells, in the order in which
// each round runs them.
func everyone() []string {
	return []string{
		"mailslot", "mailslot-shared", "dgram", "dgram_mmsg", "seqpacket", "mq", "pipe", "zmq", "gounix", "nats", "shmring",
	}
}

// lanes asks several programs for the same.
func lanes(programs []string, k string, args ...any) []lane {
	var out []lane
	for _, p := range programs {
		out = append(out, lane{p, args, key(k)})
	}
	return out
}

func without(programs []string, not string) []string {
	return slices.DeleteFunc(slices.Clone(programs), func(p string) bool { return p == not })
}

// cells are all of them, in the order of the report.
func cells() []cell {
	var all []cell
	all = append(all, throughputCells()...)
	all = append(all, latencyCells()...)
	all = append(all, aloneCells()...)
	all = append(all, handleCells()...)
	all = append(all, growthCells()...)
	all = append(all, libraryCells()...)
	return append(all, lanCells()...)
}

const tputMS = 300

func throughputCells() []cell {
	var all []cell
	for _, writers := range []int{1, 4} {
		for _, size := range []int{16, 256, 4096, 65536, 1 << 20} {
			all = append(all, cell{
				id:    fmt.Sprintf("tput/%d/%d", writers, size),
				title: fmt.Sprintf("Throughput, writers: %d, bytes: %d", writers, size),
				unit:  "messages/s", more: true, base: "dgram",
				quick: size <= 256,
				lanes: lanes(append(everyone(), "mailslot-unlimited"), "rate", "tput", NAME, writers, size, tputMS),
			})
		}
	}
	return all
}

// polling marks a program whose reader asks again and again, never sleeping.
const polling = " polling"

// shortAgain is for cells of a tenth of a second or less, whose figures depend
// on what the processor did before: from one run to the next a program takes
// three times as long, or a third.
const shortAgain = 5

func latencyCells() []cell {
	awake := func(l []lane) []lane {
		for _, p := range []string{"dgram", "seqpacket", "mq", "pipe"} {
			args := slices.Clone(l[0].args)
			args[len(args)-1] = 1
			l = append(l, lane{p + polling, args, key("half_p50")})
		}
		return l
	}
	var all []cell
	for _, place := range []struct {
		name string
		cpus [2]int
	}{{"free", [2]int{-1, -1}}, {"pinned", [2]int{0, 1}}} {
		rtt := lanes(without(everyone(), "dgram_mmsg"), "half_p50", "rtt", NAME, 256, 3000, place.cpus[0], place.cpus[1], 0)
		pace := lanes(without(everyone(), "dgram_mmsg"), "oneway_p50", "pace", NAME, 400, 200, place.cpus[0], place.cpus[1])
		all = append(all,
			cell{id: "rtt/" + place.name, title: "Half a round trip of 256 bytes, readers awake, " + place.name,
				unit: "ns", base: "dgram", quick: place.name == "free", lanes: awake(rtt)},
			cell{id: "wake/" + place.name, title: "One way to a sleeping reader, a message every 200 µs, " + place.name,
				unit: "ns", base: "dgram", again: shortAgain, lanes: pace},
			cell{id: "asleep/" + place.name, title: "The write call while the reader sleeps, " + place.name,
				unit: "ns", base: "dgram", again: shortAgain, lanes: rekey(pace, "write_p50")})
	}
	return all
}

// rekey takes another of the answers to the same question.
func rekey(l []lane, k string) []lane {
	out := append([]lane{}, l...)
	for i := range out {
		out[i].value = key(k)
	}
	return out
}

func slots() []string { return []string{"mailslot", "mailslot-shared"} }

// awayMessages fit into the bounded quota: nobody makes room.
const awayMessages = 2000

// aloneCells are those in which nobody reads; most peers cannot write then.
func aloneCells() []cell {
	var all []cell
	kernel := []string{"dgram", "seqpacket", "mq", "pipe", "shmring", "gounix"}
	for _, size := range []int{16, 256} {
		write := lanes(slots(), "write_p50", "absent", NAME, size, 1<<16)
		both := lanes(kernel, "both_p50", "path", NAME, size, 1<<16)
		all = append(all, cell{
			id:    fmt.Sprintf("absent/%d", size),
			title: fmt.Sprintf("The write call while nobody reads, %d bytes; the others: write and read in one thread", size),
			unit:  "ns", base: "dgram", quick: size == 16, lanes: append(write, both...),
		}, cell{
			id:    fmt.Sprintf("away/%d", size),
			title: fmt.Sprintf("The write call while the reader is stopped, %d bytes; the others: as above", size),
			unit:  "ns", base: "dgram",
			lanes: append(lanes(slots(), "write_p50", "away", NAME, size, awayMessages), both...),
		})
	}
	return append(all, backlogCells()...)
}

func backlogCells() []cell {
	var all []cell
	for _, b := range []struct{ size, count int }{{16, 1e6}, {256, 1e6}, {4096, 1e5}, {65536, 4000}} {
		bandwidth := func(k string, size int) func(answer) float64 {
			return func(a answer) float64 { return float64(size) / a[k] * 1000 }
		}
		all = append(all, cell{
			id:    fmt.Sprintf("backlog/%d", b.size),
			title: fmt.Sprintf("A backlog of %d messages of %d bytes written before the first is read; the floor: first touch of that memory", b.count, b.size),
			unit:  "MB/s", more: true, base: "floor",
			lanes: []lane{
				{"mailslot-unlimited", []any{"backlog", NAME, b.size, b.count}, bandwidth("write", b.size)},
				{"floor", []any{"page"}, bandwidth("page_touch", 4096)},
			},
		})
	}
	return all
}

func handleCells() []cell {
	all := []cell{{
		id: "oneshot", title: "Open, write 16 bytes, close, read: both sides' work; the floor: connect, accept, close",
		unit: "ns", base: "floor", quick: true, again: shortAgain,
		lanes: append(lanes([]string{"mailslot", "mailslot-shared", "dgram", "seqpacket", "mq", "zmq", "gounix"}, "once_p50", "oneshot", NAME, 500),
			lane{"floor", []any{"connect"}, key("connect_accept_close")}),
	}}
	for _, rings := range []int{1, 4, 100, 1000} {
		info := lanes(slots(), "count_p50", "count", NAME, rings, 20000)
		if rings == 1 {
			info = append(info, lanes([]string{"dgram", "mq", "pipe", "shmring"}, "count", "count", NAME, 20000)...)
		}
		all = append(all, cell{
			id: fmt.Sprintf("info/%d", rings), title: fmt.Sprintf("GetMailslotInfo, active handles: %d", rings),
			unit: "ns", base: "mailslot", quick: rings == 1, lanes: info,
		})
	}
	for _, kind := range []string{"slots", "handles", "rings"} {
		all = append(all, cell{
			id: "memory/" + kind, title: "Memory of one idle handle or slot, kernel included: " + kind,
			unit: "KB", base: "mailslot", lanes: lanes(slots()[:1], "kb_p50", "memory", NAME, kind, 1000),
		})
	}
	return all
}

// growthCells show what more handles and more writers cost.
func growthCells() []cell {
	var all []cell
	for _, idle := range []int{1, 10, 100, 1000, 8000, 10000} {
		programs := []string{"mailslot", "mailslot-shared", "dgram"}
		if idle <= 8000 {
			programs = append(programs, "seqpacket")
		}
		all = append(all, cell{
			id: fmt.Sprintf("hot/%d", idle), title: fmt.Sprintf("Write and read through one handle, idle ones beside it: %d", idle),
			unit: "ns", base: "dgram", lanes: lanes(programs, "both_p50", "hot", NAME, idle, 2000),
		})
	}
	for _, writers := range []int{2, 8, 16, 32, 64} {
		all = append(all, cell{
			id: fmt.Sprintf("tput/%d/256", writers), title: fmt.Sprintf("Throughput, writers: %d, bytes: 256", writers),
			unit: "messages/s", more: true, base: "dgram",
			lanes: lanes([]string{"mailslot", "mailslot-shared", "dgram", "seqpacket", "zmq", "shmring"}, "rate", "tput", NAME, writers, 256, tputMS),
		})
	}
	return all
}

// libraryCells are what a C program gets: the pair WriteFile and ReadFile.
func libraryCells() []cell {
	var all []cell
	for _, size := range []int{16, 256} {
		all = append(all, cell{
			id: fmt.Sprintf("capi/%d", size), title: fmt.Sprintf("WriteFile and ReadFile of the C library, writers: 4, bytes: %d", size),
			unit: "messages/s", more: true, base: "dgram",
			lanes: lanes([]string{"libmailslot", "mailslot", "dgram"}, "rate", "tput", NAME, 4, size, tputMS),
		})
	}
	for _, of := range []struct{ id, title, unit, key string }{
		{"capi/load", "Loading the C library", "µs", "load_us"},
		{"capi/memory", "Memory of a C program that has loaded the library and does nothing", "KB", "kb"},
	} {
		all = append(all, cell{id: of.id, title: of.title, unit: of.unit, base: "load", lanes: []lane{{"load", nil, key(of.key)}}})
	}
	return all
}

// lanCells are between two computers of a LAN of network namespaces. A message
// of a program without a daemon goes from its own socket; with one, through
// the daemon's control socket.
func lanCells() []cell {
	return []cell{{
		id: "lan/tput", title: "Host to host, 400 bytes, 128 messages under way",
		unit: "messages/s", more: true, base: "lan-udp",
		lanes: lanes([]string{"lan-udp", "lan-mailslot", "lan-daemon"}, "rate", "lan", "window there 400 1000"),
	}, {
		id: "lan/rtt", title: "Host to host, half a round trip of 256 bytes",
		unit: "ns", base: "lan-udp",
		lanes: lanes([]string{"lan-udp", "lan-daemon"}, "half_p50", "lan", "rtt there 256 2000 -1 -1 0"),
	}}
}
