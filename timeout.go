package mailslot

import (
	"time"

	"mailslot/internal/local"
)

// ReadTimeout is how long a read waits for a message. Zero is for ever,
// NoWait is not at all; anything else is rounded up to whole milliseconds,
// at most 0xFFFFFFFE of them (spec 2.3).
type ReadTimeout = time.Duration

// NoWait as a read time-out means that a read answers at once.
const NoWait ReadTimeout = -1

func toMilliseconds(d ReadTimeout) uint32 {
	switch {
	case d == 0:
		return local.Forever
	case d < 0:
		return local.NoWait
	}
	const most = time.Duration(local.Forever-1) * time.Millisecond
	return uint32((min(d, most) + time.Millisecond - 1) / time.Millisecond)
}

func fromMilliseconds(ms uint32) ReadTimeout {
	switch ms {
	case local.Forever:
		return 0
	case local.NoWait:
		return NoWait
	}
	return time.Duration(ms) * time.Millisecond
}
