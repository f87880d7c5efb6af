//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"mailslot"
)

// scene is a slot with a judge and a heartbeat that live through many crashes.
type scene struct {
	board    *blackboard
	slot     *mailslot.Slot
	judge    *judge
	twin     *twin
	victims  int // so many were started: the id of the last
	baseline usage
}

func newScene(t *testing.T) *scene {
	t.Helper()
	computer(t)
	s := &scene{board: newBlackboard(t), slot: listen(t, ackedSlot, mailslot.ListenConfig{Quota: ackedQuota})}
	s.judge = startJudge(t, s.slot, s.board)
	s.twin = startTwin(t)
	s.othersGoOn(t)
	s.baseline = usageNow(t)
	return s
}

// startVictim starts a writer that is struck.
func (s *scene) startVictim(t *testing.T, l load, seed uint64, strike string) *process {
	t.Helper()
	s.victims++
	return startVictimWriter(t, s.board, s.victims, l, seed, crashAt(strike))
}

func startVictimWriter(t *testing.T, board *blackboard, id int, l load, seed uint64, options ...option) *process {
	t.Helper()
	args := []string{board.path, strconv.Itoa(id), l.sizes, strconv.Itoa(l.perOpen), fmt.Sprint(seed), strconv.Itoa(l.ahead)}
	return start(t, "victim-writer", args, options...)
}

// othersGoOn waits for some more heartbeats to be read.
func (s *scene) othersGoOn(t *testing.T) {
	t.Helper()
	n := s.judge.beatCount()
	eventually(t, "the heartbeat to be read", func() bool { return s.judge.beatCount() > n+3 })
}

// settle checks that after a crash all that the victim had written is read and
// all that it used is given back.
func (s *scene) settle(t *testing.T, strike string, id int) {
	t.Helper()
	s.othersGoOn(t)
	acked := s.board.words[id].Load()
	eventually(t, fmt.Sprintf("%s: message %d of victim %d", strike, acked, id), func() bool {
		return s.judge.lastOf(id) >= acked
	})
	if read := s.judge.lastOf(id); read > acked+1 {
		t.Errorf("%s: %d writes had returned, %d messages were read", strike, acked, read)
	}
	eventually(t, fmt.Sprintf("%s: descriptors and memory to go back to %+v", strike, s.baseline), func() bool {
		return usageNow(t).within(s.baseline)
	})
}

func (s *scene) finish(t *testing.T) {
	t.Helper()
	s.twin.stop(t)
	s.judge.drain(t)
	s.twin.compare(t, s.judge.beats)
}

func (j *judge) beatCount() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.beats)
}

// usage is what this process holds of the kernel.
type usage struct{ descriptors, segments, bytes int }

func usageNow(t *testing.T) usage {
	t.Helper()
	fds, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	return usage{len(fds), len(memfdMappings(t, os.Getpid())), sharedMemory(t, os.Getpid())}
}

// within allows the spare segments that a slot keeps for reuse.
func (u usage) within(baseline usage) bool {
	return u.descriptors <= baseline.descriptors+descriptorSlack &&
		u.segments <= baseline.segments+segmentSlack &&
		u.bytes <= baseline.bytes+segmentSlack*(ringHeader+ringData+4096)
}

const (
	descriptorSlack = 2 // a helper's pipes in the midst of being closed
	segmentSlack    = 1
)

// leftBehind lists what stands in a namespace besides empty directories for
// temporary entries.
func leftBehind(t *testing.T, dir string) (left []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("while looking for what is left: %w", err)
		}
		if path != dir && d.Name()[0] != '.' {
			left = append(left, path)
		}
		return nil
	}))
	return left
}
