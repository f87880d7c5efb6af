package shm

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A barred user has no right, and to others the mode looks and counts as before.
// The number 65534 may be that of any user who has none in this container: then
// all but the owner are kept out, as where the file system has no access lists.
func TestDoorIsShutToTheBarredAndOpensAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	const mode = 0o622
	ls, err := Listen(path, mode)
	if err != nil {
		t.Fatal(err)
	}
	defer Close(ls)
	for _, c := range []struct {
		barred  []int
		mode    uint32
		a, b, c bool // users 7, 8 and 9
	}{
		{nil, mode, false, false, false},
		{[]int{8, 7}, mode, true, true, false},
		{[]int{8}, mode, false, true, false},
		{[]int{nobody, 8}, 0o600, true, true, true},
		{[]int{9}, mode, false, false, true},
		{nil, mode, false, false, false},
	} {
		if err := SetDoor(path, mode, c.barred); err != nil {
			t.Fatalf("%v: %v", c.barred, err)
		}
		var st unix.Stat_t
		if err := unix.Stat(path, &st); err != nil || st.Mode&0o777 != c.mode {
			t.Errorf("%v: mode %o, %v, want %o", c.barred, st.Mode&0o777, err, c.mode)
		}
		for uid, want := range map[int]bool{7: c.a, 8: c.b, 9: c.c} {
			if Barred(path, mode, uid) != want {
				t.Errorf("%v: user %d is barred: %v", c.barred, uid, !want)
			}
		}
	}
	if n, err := unix.Getxattr(path, accessList, nil); err != unix.ENODATA {
		t.Errorf("an open door has an access list of %d bytes, %v", n, err)
	}
}
