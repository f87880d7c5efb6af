package local

import (
	"testing"

	"mailslot/internal/shm"
)

// The door narrows when clients storm in and out, and not because a slow
// server finds many that came and went one after the other.
func TestOnlyAStormNarrowsTheDoor(t *testing.T) {
	for _, slow := range []bool{true, false} {
		s := listen(t, Config{})
		s.mu.Lock()
		s.poll()
		for range stormAt {
			w := dialTo(t, s)
			w.Close()
		}
		if slow {
			s.polled -= stormAt * stormPace
		} else {
			s.polled = shm.Now() // however slow this machine is
		}
		s.poll()
		if s.crowd.narrow == slow {
			t.Errorf("slow %v: narrow %v", slow, s.crowd.narrow)
		}
		s.mu.Unlock()
	}
}
