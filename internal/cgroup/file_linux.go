package cgroup

import (
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// maxFile is how much of a file is read. The largest has a few hundred short
// lines.
const maxFile = 16 << 10

// huge is what no computer has: version 1 writes such a number where version 2
// says "max".
const huge = 1 << 56

// read is the beginning of a file. The Go runtime would add a file of the
// control groups to its poller first.
func read(name string) (string, error) {
	fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	var buf [maxFile]byte
	n := 0
	for n < len(buf) {
		got, err := unix.Read(fd, buf[n:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || got <= 0 {
			break
		}
		n += got
	}
	return string(buf[:n]), nil
}

// amount is the number in a file, or other if there is none.
func amount(name string, other uint64) uint64 {
	text, err := read(name)
	if err != nil {
		return other
	}
	return number(text, other)
}

// number reads one number; "max", a huge one and nonsense are other.
func number(text string, other uint64) uint64 {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	if err != nil || n >= huge {
		return other
	}
	return n
}
