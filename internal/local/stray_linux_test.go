package local

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// treasure is a directory that nobody may touch, and a check that nobody did.
func treasure(t *testing.T) (dir string, check func()) {
	t.Helper()
	dir = t.TempDir()
	file := filepath.Join(dir, "ssh", "key")
	must(t, os.Mkdir(filepath.Dir(file), 0o755), os.WriteFile(file, nil, 0o600))
	return dir, func() {
		if _, err := os.Stat(file); err != nil {
			t.Errorf("something elsewhere was removed: %v", err)
		}
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A user's directory of entries without a name may be a link, made by a
// stranger for root to follow.
func TestCleanFollowsNoLink(t *testing.T) {
	dir := t.TempDir()
	elsewhere, untouched := treasure(t)
	must(t, os.Symlink(elsewhere, filepath.Join(dir, tempName(12345))),
		os.Symlink(elsewhere, filepath.Join(dir, tempName(os.Geteuid()+1))))
	if removed, err := Clean(dir); err != nil || len(removed) != 0 {
		t.Errorf("removed %q, %v", removed, err)
	}
	untouched()
}

// strays are what may lie in the way of the slot "test", at path, or of a user.
func strays(elsewhere string) map[string]func(path string) error {
	about := func(name string) func(string) error {
		return func(path string) error {
			text := appendAbout(nil, About{Name: name, UID: os.Geteuid()})
			return cmp.Or(os.Mkdir(path, 0o711), os.WriteFile(filepath.Join(path, aboutFile), text, 0o644))
		}
	}
	return map[string]func(path string) error{
		"a file":             func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"a link":             func(path string) error { return os.Symlink(elsewhere, path) },
		"a pipe":             func(path string) error { return unix.Mkfifo(path, 0o600) },
		"an empty directory": func(path string) error { return os.Mkdir(path, 0o700) },
		"a link as about": func(path string) error {
			return cmp.Or(os.Mkdir(path, 0o711), os.Symlink(elsewhere, filepath.Join(path, aboutFile)))
		},
		"another slot's name": about("other"),
		"no description": func(path string) error {
			return cmp.Or(os.Mkdir(path, 0o711), os.WriteFile(filepath.Join(path, aboutFile), []byte("x"), 0o644))
		},
	}
}

func TestStraysAreToldAndRemoved(t *testing.T) {
	elsewhere, untouched := treasure(t)
	for name, put := range strays(elsewhere) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := pathOf(dir, "test")
			must(t, put(path))
			removeTheStray(t, dir, path)
			listen(t, Config{Dir: dir}) // the name is free
		})
	}
	untouched()
}

func TestStraysInTheWayOfAUserAreRemoved(t *testing.T) {
	elsewhere, untouched := treasure(t)
	for name, put := range strays(elsewhere) {
		for _, prefix := range []string{tempPrefix, ObjectsPrefix} {
			t.Run(prefix+" "+name, func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, prefix+strconv.Itoa(os.Geteuid()+1))
				must(t, put(path))
				removeTheStray(t, dir, path)
			})
		}
	}
	untouched()
}

// removeTheStray expects path to be the only stray in dir.
func removeTheStray(t *testing.T, dir, path string) {
	t.Helper()
	list, err := Strays(dir)
	if err != nil || len(list) != 1 || list[0].Path != path || list[0].UID != os.Geteuid() || list[0].Why == "" {
		t.Fatalf("%+v, %v", list, err)
	}
	must(t, list[0].Remove())
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", path, err)
	}
	if list, err := Strays(dir); err != nil || len(list) != 0 {
		t.Errorf("left: %+v, %v", list, err)
	}
}

// A stranger who takes the name of root's directory keeps root from nothing.
func TestStrangersDirectoryIsInNobodysWay(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not run: needs root to give a directory away")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, tempName(0))
	must(t, os.Mkdir(path, 0o755), os.WriteFile(filepath.Join(path, "x"), nil, 0o600), os.Chown(path, 12345, 12345))
	listen(t, Config{Dir: dir}).Close()
	s := listen(t, Config{Dir: dir}) // in the same directory as before
	must(t, dialTo(t, s).Write(nil))
	if all, err := filepath.Glob(path + "*"); err != nil || len(all) != 2 {
		t.Errorf("root's directories: %q, %v", all, err)
	}
	list, err := Strays(dir)
	if err != nil || len(list) != 1 || list[0].UID != 12345 {
		t.Fatalf("%+v, %v", list, err)
	}
	must(t, list[0].Remove())
	s.Close()
	listen(t, Config{Dir: dir})
}

func TestStrayThatAProcessHoldsStays(t *testing.T) {
	dir := t.TempDir()
	path := pathOf(dir, "test")
	must(t, os.Mkdir(path, 0o711))
	fd, err := shm.OpenDir(path)
	must(t, err, unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB))
	defer unix.Close(fd)
	list, err := Strays(dir)
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := list[0].Remove(); errno.Of(err) != errno.SharingViolation {
		t.Errorf("removed under its holder: %v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestWhatIsOursOrNotOursIsNoStray(t *testing.T) {
	s := listen(t, Config{})
	dir := dirOf(s)
	text := appendAbout(nil, About{Name: "dead", UID: os.Geteuid()})
	must(t, os.Mkdir(pathOf(dir, "dead"), 0o711), os.WriteFile(filepath.Join(pathOf(dir, "dead"), aboutFile), text, 0o644))
	must(t, os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600),
		os.Mkdir(filepath.Join(dir, ObjectsPrefix+strconv.Itoa(os.Geteuid())), 0o700))
	if list, err := Strays(dir); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// Between a look at a dead entry and its removal its owner may make room for
// somebody else's live slot.
func TestWhatTookTheDeadOnesPlaceGoesBack(t *testing.T) {
	s := listen(t, Config{})
	dead := filepath.Join(t.TempDir(), "dead")
	must(t, os.Mkdir(dead, 0o711))
	fd, err := shm.OpenDir(dead)
	must(t, err)
	defer unix.Close(fd)
	must(t, discardDead(fd, s.entry.path))
	w := dialTo(t, s)
	must(t, w.Write([]byte("alive")))
	if st, err := os.Stat(s.entry.path); err != nil || st.Mode().Type() != fs.ModeDir {
		t.Errorf("%v, %v", st, err)
	}
}
