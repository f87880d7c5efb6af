package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/local"
)

// systemChecks look at the kernel: memory files, limits, space and clock.
func systemChecks() []check {
	return []check{checkStrays, checkElsewhere, checkMachineDirectory, checkKernel, checkMemfd, checkDescriptors, checkFileSize, checkSpace, checkClockSource, checkClockStep, checkPrivileges}
}

// machineDirectory is where users meet, if root has made it.
const machineDirectory = "/run/mailslot"

// checkMachineDirectory warns of one that is there and not used: its users
// would not meet, and nothing would say why.
func checkMachineDirectory(context.Context) []finding {
	if os.Getenv("MAILSLOT_DIR") != "" {
		return nil
	}
	return judgeMachineDirectory(machineDirectory)
}

func judgeMachineDirectory(dir string) []finding {
	var st unix.Stat_t
	if unix.Lstat(dir, &st) != nil || local.MachineWide(dir) {
		return nil
	}
	text := fmt.Sprintf("%s is not used: it belongs to user %d and has mode %04o", dir, st.Uid, st.Mode&0o7777)
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		text = dir + " is not used: it is no directory"
	}
	return []finding{{"shared directory", warning, text, "as root: rm -rf DIR; install -d -o root -m 1777 DIR, where DIR is " + dir}}
}

// release is the first two numbers of a kernel's version.
type release struct{ major, minor int }

func (r release) before(o release) bool {
	return r.major < o.major || r.major == o.major && r.minor < o.minor
}

// The oldest kernel with what the transport needs (memory files), and with what
// makes it fast (memory that is populated in one call).
var (
	oldestKernel = release{3, 17}
	fastKernel   = release{5, 14}
)

func checkKernel(context.Context) []finding {
	const name = "kernel"
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return []finding{{name, broken, err.Error(), ""}}
	}
	return []finding{judgeKernel(unix.ByteSliceToString(u.Release[:]))}
}

func judgeKernel(version string) finding {
	const name = "kernel"
	var r release
	if _, err := fmt.Sscanf(version, "%d.%d", &r.major, &r.minor); err != nil {
		return finding{name, warning, "Linux " + version + ", a version that says nothing", ""}
	}
	switch {
	case r.before(oldestKernel):
		return finding{name, broken, "Linux " + version, "Linux 3.17 or later is needed"}
	case r.before(fastKernel):
		return finding{name, warning, "Linux " + version + ": it works, but not as fast", "Linux 5.14 or later has all of the speed"}
	}
	return finding{name, fine, "Linux " + version, ""}
}

// checkMemfd makes what every writer shares with its reader.
func checkMemfd(context.Context) []finding {
	const name = "shared memory"
	fd, err := unix.MemfdCreate("mailslot-doctor", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return []finding{{name, broken, fmt.Sprintf("memfd_create: %v", err), "a seccomp filter or an old kernel refuses it; Linux 3.17 is needed"}}
	}
	defer unix.Close(fd)
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_SHRINK|unix.F_SEAL_GROW); err != nil {
		return []finding{{name, broken, fmt.Sprintf("sealing a memfd: %v", err), ""}}
	}
	return []finding{{name, fine, "memfd and seals", ""}}
}

// fewDescriptors is a limit that a busy server reaches: each handle of a
// writer takes up to two descriptors of its reader.
const fewDescriptors = 1024

func checkDescriptors(context.Context) []finding {
	const name = "descriptors"
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &l); err != nil {
		return []finding{{name, broken, err.Error(), ""}}
	}
	text := fmt.Sprintf("%s open files, up to %s on request", limitText(l.Cur), limitText(l.Max))
	if l.Max <= fewDescriptors {
		return []finding{{name, warning, text, fmt.Sprintf("a slot with more than %d writers needs more: ulimit -n, or LimitNOFILE= of systemd", fewDescriptors/2)}}
	}
	return []finding{{name, fine, text, ""}}
}

// checkFileSize warns of a limit that also bounds shared memory and answers
// with a signal.
func checkFileSize(context.Context) []finding {
	const name = "file size"
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &l); err != nil {
		return []finding{{name, broken, err.Error(), ""}}
	}
	if l.Cur != unix.RLIM_INFINITY {
		return []finding{{name, warning, "limited to " + limitText(l.Cur) + " bytes, and messages with it", "ulimit -f unlimited"}}
	}
	return []finding{{name, fine, "not limited", ""}}
}

func limitText(v uint64) string {
	if v == unix.RLIM_INFINITY {
		return "unlimited"
	}
	return fmt.Sprint(v)
}

// A slot is a directory with a socket and a small file: three inodes, one page.
// The tmpfs that the package mounts has room for four times as many.
const (
	fewInodes = 3 * 1000
	lowSpace  = 4096 * 1000
)

func checkSpace(context.Context) []finding {
	const name = "space"
	dir, err := local.Namespace()
	if err != nil {
		return nil // checkDirectory has said it
	}
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return []finding{{name, warning, fmt.Sprintf("%s: %v", dir, err), "it is made when the first slot is created"}}
	}
	free := int64(fs.Bavail) * int64(fs.Bsize)
	text := fmt.Sprintf("%s and %d inodes free in %s", bytesText(free), fs.Ffree, dir)
	if free < lowSpace || fs.Files > 0 && fs.Ffree < fewInodes {
		return []finding{{name, warning, text, "room for few slots; messages themselves live in memory"}}
	}
	return []finding{{name, fine, text, ""}}
}

const clockSourceFile = "/sys/devices/system/clocksource/clocksource0/current_clocksource"

// checkClockSource warns of clocks whose reading is a system call or slow
// device: every message is stamped.
func checkClockSource(context.Context) []finding {
	const name = "clock source"
	b, err := os.ReadFile(clockSourceFile)
	if err != nil {
		return []finding{{name, warning, fmt.Sprintf("unknown: %v", err), ""}}
	}
	source := strings.TrimSpace(string(b))
	switch source {
	case "tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter":
		return []finding{{name, fine, source, ""}}
	}
	return []finding{{name, warning, source + " is slow to read, and every message is stamped with it",
		"tsc is fastest; the kernel says in its log why it was not chosen"}}
}

// coarseStep is the clock step from which two writes may get one stamp
// (the order of such a tie is unknown).
const coarseStep = 200 * time.Nanosecond

func checkClockStep(context.Context) []finding {
	const name = "clock step"
	step := clockStep()
	if step > coarseStep {
		return []finding{{name, warning, fmt.Sprintf("%v: writes that are nearer than that may be read in any order", step), ""}}
	}
	return []finding{{name, fine, step.String(), ""}}
}

// clockStep is the smallest difference between two readings of the clock.
func clockStep() time.Duration {
	const readings = 1000
	least := time.Hour
	last := time.Now()
	for n := 0; n < readings; {
		now := time.Now()
		if d := now.Sub(last); d > 0 {
			least = min(least, d)
			n++
		}
		last = now
	}
	return least
}

func checkPrivileges(context.Context) []finding {
	uid := os.Geteuid()
	text := fmt.Sprintf("%s (uid %d); local slots need none", userName(uid), uid)
	return []finding{{"privileges", fine, text, ""}}
}
