//go:build linux

package local

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"mailslot"
)

const (
	soakFull    = 30 * 60 // seconds
	soakShare   = 120
	soakWriters = 3
	soakIdle    = 50
	soakSlack   = 256 << 10 // bytes of memory between the halves
	samplePause = 500 * time.Millisecond
)

// TestSoak runs a mixed load: writers of all sizes that come, go and are
// killed, idle slots, slots created and closed. After a first quarter for
// warming up, memory, descriptors and goroutines must not grow.
func TestSoak(t *testing.T) {
	if os.Getenv("MAILSLOT_SOAK") != "1" {
		t.Skip("not run: belongs to the soak lane (make soak)")
	}
	computer(t)
	r := random(t)
	s := &soak{t: t, r: r, board: newBlackboard(t), slot: listen(t, ackedSlot, mailslot.ListenConfig{Quota: ackedQuota})}
	s.judge = startJudge(t, s.slot, s.board)
	for i := range soakIdle {
		listen(t, fmt.Sprintf(`idle\%d`, i), mailslot.ListenConfig{})
	}
	t.Cleanup(s.dismissAll)
	for range soakWriters {
		s.writers = append(s.writers, s.newWriter())
	}
	length := time.Duration(share(soakFull, soakShare)) * time.Second
	started := time.Now()
	samples := make([]sample, 0, length/samplePause)
	for time.Since(started) < length {
		s.disturb()
		if time.Since(started) > length/4 {
			samples = append(samples, takeSample(t))
		}
	}
	s.dismissAll()
	s.judge.drain(t)
	compareHalves(t, samples)
}

type soak struct {
	t       *testing.T
	r       *rand.Rand
	board   *blackboard
	slot    *mailslot.Slot
	judge   *judge
	writers []*process
	next    int // id of the next writer
}

// newWriter leaves nothing behind in this process, whose memory is measured,
// once it is dismissed.
func (s *soak) newWriter() *process {
	s.next++
	args := []string{s.board.path, strconv.Itoa(s.next), strconv.FormatUint(s.r.Uint64(), 10)}
	p := launch(s.t, "acked-writer", args)
	p.expect("ready")
	return p
}

func (s *soak) dismissAll() {
	for _, w := range s.writers {
		w.dismiss()
	}
}

// disturb lets one writer be killed and replaced, stops and resumes another,
// and creates and closes a slot, then rests.
func (s *soak) disturb() {
	i := s.r.IntN(soakWriters)
	s.writers[i].dismiss()
	s.writers[i] = s.newWriter()

	other := s.writers[(i+1)%soakWriters]
	other.stop()
	slot, err := mailslot.Listen("passing")
	must(s.t, err)
	w, err := mailslot.Dial("passing")
	must(s.t, err)
	must(s.t, w.WriteMessage(make([]byte, mixedSize(s.r))))
	w.Close()
	must(s.t, slot.Close())
	other.resume()
	time.Sleep(samplePause)
}

// sample is what the process uses at one moment, garbage collected.
type sample struct{ memory, descriptors, goroutines int }

func takeSample(t *testing.T) sample {
	t.Helper()
	debug.FreeOSMemory()
	fds, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	return sample{heap() + sharedMemory(t, os.Getpid()), len(fds), runtime.NumGoroutine()}
}

func heap() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapInuse + m.StackInuse)
}

// compareHalves compares the medians of both halves: a slope shows as a
// difference, a spike does not.
func compareHalves(t *testing.T, samples []sample) {
	t.Helper()
	if len(samples) < 20 {
		t.Fatalf("only %d samples", len(samples))
	}
	var report strings.Builder
	for _, c := range []struct {
		what  string
		of    func(sample) int
		slack int
	}{
		{"memory", func(s sample) int { return s.memory }, soakSlack},
		{"descriptors", func(s sample) int { return s.descriptors }, 1},
		{"goroutines", func(s sample) int { return s.goroutines }, 1},
	} {
		first, second := medianOf(samples[:len(samples)/2], c.of), medianOf(samples[len(samples)/2:], c.of)
		fmt.Fprintf(&report, "%s %d -> %d; ", c.what, first, second)
		if second > first+c.slack {
			t.Errorf("%s grew from %d to %d", c.what, first, second)
		}
	}
	t.Logf("%d samples: %s", len(samples), &report)
}
