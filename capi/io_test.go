//go:build cgo && linux

package main

import (
	"math"
	"testing"
)

func TestBuffersEndWithTheAddressSpace(t *testing.T) {
	const end = ^uintptr(0)
	for _, c := range []struct {
		at   uintptr
		n    uint32
		want int
	}{
		{4096, 1, 1},
		{4096, math.MaxInt32, math.MaxInt32},
		{4096, math.MaxInt32 + 1, min(math.MaxInt32+1, math.MaxInt)},
		{end - 15, 15, 15},
		{end - 15, 16, 16},
		{end - 15, 17, 16},
		{end - 15, math.MaxUint32, 16},
	} {
		if got := bytesFrom(c.at, c.n); got != c.want {
			t.Errorf("%d bytes at %#x: %d, want %d", c.n, c.at, got, c.want)
		}
	}
}
