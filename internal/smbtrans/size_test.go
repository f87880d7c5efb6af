package smbtrans

import (
	"strings"
	"testing"
)

// The table of spec 4: data_max(namelen) = 432 - roundup4(namelen).
func TestSizesByNameLength(t *testing.T) {
	for _, c := range []struct{ name, max, send, nmbd int }{
		{1, 428, 424, 410}, {4, 428, 424, 410},
		{5, 424, 424, 406}, {8, 424, 424, 406},
		{9, 420, 420, 402}, {12, 420, 420, 402},
		{13, 416, 416, 398}, {16, 416, 416, 398},
		{MaxName, 232, 232, 214}, {432, 0, 0, 0}, {433, -4, 0, 0},
	} {
		if MaxData(c.name) != c.max || SendLimit(c.name) != c.send || NmbdLimit(c.name) != c.nmbd {
			t.Errorf("name of %d: MaxData %d, SendLimit %d, NmbdLimit %d; want %v",
				c.name, MaxData(c.name), SendLimit(c.name), NmbdLimit(c.name), c)
		}
	}
}

func TestMaxDataFillsTheSMB(t *testing.T) {
	for n := 1; n <= MaxName; n++ {
		w := Write{Slot: strings.Repeat("n", n), Data: make([]byte, MaxData(n))}
		if got := len(w.Append(nil)); got != MaxSMB {
			t.Errorf("name of %d: %d bytes", n, got)
		}
	}
}
