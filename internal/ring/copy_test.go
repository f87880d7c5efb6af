package ring

import (
	"bytes"
	"testing"
)

func TestCopyIsCopyAtEverySize(t *testing.T) {
	src := make([]byte, 3*piece+1)
	for i := range src {
		src[i] = byte(i * 7 >> 3)
	}
	for _, from := range []int{0, 1, piece - 1, piece, piece + 1, 2*piece - 1, 2 * piece, 2*piece + 1, len(src)} {
		for _, into := range []int{0, 1, piece, piece + 1, len(src)} {
			got, want := make([]byte, into), make([]byte, into)
			n := copy(want, src[:from])
			if m := Copy(got, src[:from]); m != n || !bytes.Equal(got, want) {
				t.Errorf("copying %d bytes into %d moved %d, want %d", from, into, m, n)
			}
		}
	}
}
