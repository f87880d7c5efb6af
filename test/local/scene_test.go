//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

func (s *scene) args(id int, l load, seed uint64) []string {
	return []string{s.board.path, strconv.Itoa(id), l.sizes, strconv.Itoa(l.perOpen), fmt.Sprint(seed), strconv.Itoa(l.ahead)}
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

// writerPoints and readerPoints are the points that a process passes in that
// role, found by letting one pass them all.
func writerPoints(t *testing.T) []string {
	t.Helper()
	s := newScene(t)
	var all []string
	for i, l := range loads {
		v := start(t, "victim-writer", s.args(i+1, l, 1), crashAt("?"))
		v.join()
		all = append(all, passed(v)...)
	}
	s.finish(t)
	slices.Sort(all)
	return slices.Compact(all)
}

func readerPoints(t *testing.T) []string {
	t.Helper()
	t.Setenv("MAILSLOT_DIR", t.TempDir())
	v := start(t, "victim-reader", nil, crashAt("?"))
	for i, l := range loads {
		start(t, "victim-writer", []string{newBlackboard(t).path, strconv.Itoa(i + 1), l.sizes, strconv.Itoa(l.perOpen), "1"}).join()
	}
	v.in.Close()
	v.join()
	all := passed(v)
	slices.Sort(all)
	return all
}

// passed reads the points that a helper listed on standard error.
func passed(p *process) (points []string) {
	for line := range bytes.Lines(p.log.Bytes()) {
		if point, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("crashpoint ")); ok {
			points = append(points, string(point))
		}
	}
	return points
}
