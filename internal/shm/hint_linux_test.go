package shm

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// hintDir is a directory with a hint.
func hintDir(t *testing.T) (path string, dir int) {
	t.Helper()
	path = t.TempDir()
	dir, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(dir) })
	if err := MakeHint(dir, "hint"); err != nil {
		t.Fatal(err)
	}
	return path, dir
}

// Any process of the user can cut the file short, and a mapping of it is a
// SIGBUS then.
func TestHintCutShortEndsNobody(t *testing.T) {
	path, dir := hintDir(t)
	for name, look := range map[string]func(*Hint){
		"Stir":      (*Hint).Stir,
		"Rang":      (*Hint).Rang,
		"Announce":  (*Hint).Announce,
		"Recall":    (*Hint).Recall,
		"Stirred":   func(h *Hint) { h.Stirred() },
		"Announced": func(h *Hint) { h.Announced() },
	} {
		file := filepath.Join(path, "hint")
		if err := os.Truncate(file, hintSize); err != nil {
			t.Fatal(err)
		}
		h, err := OpenHint(dir, "hint")
		if err != nil {
			t.Fatal(err)
		}
		if look(h); h.Lost() {
			t.Errorf("%s: a whole hint is lost", name)
		}
		if err := os.Truncate(file, 0); err != nil {
			t.Fatal(err)
		}
		if look(h); !h.Lost() {
			t.Errorf("%s does not tell that the file was cut short", name)
		}
		h.Close()
	}
}

// A mapping is shared with processes of this user alone.
func TestHintOfAnotherUserIsNotMapped(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not run: needs root to give a file away")
	}
	path, dir := hintDir(t)
	if err := os.Chown(filepath.Join(path, "hint"), 12345, 12345); err != nil {
		t.Fatal(err)
	}
	if h, err := OpenHint(dir, "hint"); err != ErrHint {
		t.Error(err)
		h.Close()
	}
}
