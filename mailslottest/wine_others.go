//go:build !windows

package mailslottest

// UnderWine reports whether this program runs under Wine.
func UnderWine() bool { return false }
