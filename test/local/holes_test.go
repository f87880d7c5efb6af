//go:build linux

package local

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot"
)

// holeSize is that of a ring of holes, the largest that the contained host takes.
const holeSize = groupLimit / 16

// TestStrangersHolesDoNotGetTheServerKilled: what nobody has written gets memory
// when it is read, and the reader's control group pays for it. A stranger sends a
// server in a container three times what that grants, in rings of holes, one
// after the other and through many handles, and keeps their descriptors.
func TestStrangersHolesDoNotGetTheServerKilled(t *testing.T) {
	_, asStranger := sharedComputer(t)
	server := start(t, "contained-host", []string{memoryGroup(t)})
	server.expect("listening")
	w := dial(t, "shared")
	start(t, "holes", nil, asStranger).expect("sent")
	must(t, w.WriteMessage([]byte("alive")))
	server.expect("alive")
	server.tell("end")
	server.finish()
}

// containedHost is a server in a control group that prints small messages.
func containedHost(args []string) error {
	if err := set(filepath.Join(args[0], "cgroup.procs"), strconv.Itoa(os.Getpid())); err != nil {
		return err
	}
	s, err := (&mailslot.ListenConfig{Mode: 0o622, Quota: holeSize, UserQuota: 2 * holeSize}).Listen("shared")
	if err != nil {
		return err
	}
	fmt.Println("listening")
	go func() {
		for m, err := range s.Messages(context.Background()) {
			if err == nil && len(m.Data) == len("alive") {
				fmt.Println(string(m.Data))
			}
		}
	}()
	awaitEnd()
	return s.Close()
}

// holes sends rings of holes. It stays, so that they do.
func holes([]string) error {
	for range 16 {
		c, err := connect()
		if err != nil {
			return err
		}
		if err := c.send(hello(rawVersion)); err != nil {
			return err
		}
		for range 3 {
			if sendHoles(c) != nil {
				break // it was sent away
			}
		}
	}
	fmt.Println("sent")
	awaitEnd()
	return nil
}

// sendHoles hands a ring over that has nothing but the headers of records, and
// waits a while for its being read.
func sendHoles(c *rawClient) error {
	const piece = 1 << 20
	fd, err := unix.MemfdCreate("holes", unix.MFD_ALLOW_SEALING|unix.MFD_CLOEXEC)
	if err != nil {
		return err
	}
	if err := unix.Ftruncate(fd, ringHeader+holeSize); err != nil {
		return err
	}
	mem, err := unix.Mmap(fd, 0, ringHeader+holeSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return err
	}
	defer unix.Munmap(mem)
	r := &rawRing{fd, mem, mem[ringHeader:]}
	r.describe(ringMagic, ringVersion, holeSize)
	for at := 0; at < holeSize; at += piece {
		r.record(at, piece-16, 0, uint64(monotonic()))
	}
	r.publish(holeSize, holeSize/piece)
	if err := r.seal(ringSeals); err != nil {
		return err
	}
	if err := c.sendSegment(fd); err != nil {
		return err
	}
	for end := time.Now().Add(time.Second / 5); r.word(headAt).Load() != holeSize && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	return nil
}
