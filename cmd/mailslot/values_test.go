package main

import (
	"strings"
	"testing"
	"time"
)

func TestDurationsAreGoDurationsOrSeconds(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"5": 5 * time.Second, "0.25": 250 * time.Millisecond, "0": 0, "1m30s": 90 * time.Second, "20ms": 20 * time.Millisecond,
	} {
		var d duration
		if err := d.Set(s); err != nil || d.Duration != want || !d.given {
			t.Errorf("%q is %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "soon", "-1", "-1s", "NaN", "Inf", "1e300", "1e10", "5 s"} {
		var d duration
		if err := d.Set(s); err == nil || d.given {
			t.Errorf("%q was accepted as %v", s, d)
		}
	}
}

func TestModesAreOctal(t *testing.T) {
	for s, want := range map[string]accessMode{"0600": 0o600, "666": 0o666, "0400": 0o400, "777": 0o777} {
		var m accessMode
		if err := m.Set(s); err != nil || m != want {
			t.Errorf("%q is %v, %v", s, m, err)
		}
	}
	for _, s := range []string{"", "rw", "1000", "0888", "-1", "0x1", "0", "0000"} {
		var m accessMode
		if err := m.Set(s); err == nil {
			t.Errorf("%q was accepted as %v", s, m)
		}
	}
	if m := accessMode(0o60); m.String() != "0060" {
		t.Errorf("printed as %s", m.String())
	}
}

func TestNumbersForPeople(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1024: "1.0 KiB", 1536: "1.5 KiB", 1 << 20: "1.0 MiB", 1 << 62: "4.0 EiB"} {
		if got := bytesText(n); got != want {
			t.Errorf("%d bytes are %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0 bytes", 1: "1 byte", 1<<32 - 1: "4294967295 bytes"} {
		if got := countText(n, "byte"); got != want {
			t.Errorf("%d of a byte is %q, want %q", n, got, want)
		}
	}
	for v, want := range map[float64]string{0: "0", 0.25: "0.2", 99.94: "99.9", 100: "100", 9999: "9999", 1e4: "10.0k", 1.5e6: "1.50M"} {
		if got := rateText(v); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
}

func TestProgressBarGoesFromEmptyToFull(t *testing.T) {
	for _, c := range []struct {
		done int
		want string
	}{
		{0, "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   0 %  ? left"},
		{5, "███████████████░░░░░░░░░░░░░░░  50 %  4s left"},
		{10, "██████████████████████████████ 100 %  0s left"},
	} {
		if got := progressBar(c.done, 10, 4*time.Second); got != c.want {
			t.Errorf("%d of 10: %q, want %q", c.done, got, c.want)
		}
	}
}

func FuzzFlagValues(f *testing.F) {
	for _, s := range []string{"5", "1.5s", "-1", "1e9", "NaN", "0600", "666", "07777", "utf-16le"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d duration
		if err := d.Set(s); err == nil {
			var again duration
			if again.Set(d.String()) != nil || again != d {
				t.Errorf("duration %q is %s, which is %s", s, &d, &again)
			}
			if d.Duration < 0 {
				t.Errorf("duration %q is negative: %s", s, &d)
			}
		}
		var m accessMode
		if err := m.Set(s); err == nil {
			var again accessMode
			if again.Set(m.String()) != nil || again != m || m > maxAccessMode {
				t.Errorf("mode %q is %s, which is %s", s, &m, &again)
			}
		}
	})
}

// TestFlagErrorsSayWhatIsWrong: no words of the functions that parse.
func TestFlagErrorsSayWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ flag, value, says string }{
		{"--timeout", "nan", `"nan" is no duration; write 500ms`},
		{"--timeout", "inf", "at most 146 years"},
		{"--timeout", "1e30", "at most 146 years"},
		{"--timeout", "9999999999h", "at most 146 years"},
		{"--timeout", "5x", `"5x" is no duration`},
		{"--timeout", "-1s", "cannot be negative"},
		{"--count", "1.5", `"1.5" is no whole number`},
		{"--count", "99999999999999999999", "is too large"},
		{"--max-size", "-1", `"-1" is no whole number from 0 up`},
		{"--max-size", "4294967296", "is too large"},
	} {
		root := rootCommand()
		root.SetArgs([]string{"listen", "x", c.flag, c.value})
		err := root.Execute()
		if exitCode(err) != exitUsage || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "strconv") {
			t.Errorf("%s %s: %v", c.flag, c.value, err)
		}
	}
}
