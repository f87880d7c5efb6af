package daemon

import (
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
)

// somebody is a user other than root.
const somebody = 54321

func ownerOf(t *testing.T, path string) int {
	t.Helper()
	fi, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return int(fi.Sys().(*syscall.Stat_t).Uid)
}

// TestControlDirectoryIsMadeAndNotTaken: the daemon's user gets the directory
// that is made for it, also when it starts again, and none that was there.
func TestControlDirectoryIsMadeAndNotTaken(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not run: only root gives directories to others")
	}
	run := t.TempDir()
	own := filepath.Join(run, "lib", "mailslotd")
	for range 2 {
		if err := prepareDir(own, somebody, somebody); err != nil {
			t.Fatal(err)
		}
	}
	if uid := ownerOf(t, own); uid != somebody {
		t.Errorf("its directory is user %d's", uid)
	}
	if err := prepareDir(run, 0, 0); err != nil {
		t.Errorf("root's, for root: %v", err)
	}
	link := filepath.Join(run, "link")
	if err := os.Symlink(run, link); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{run, link, filepath.Join(run, "lib")} {
		err := prepareDir(dir, somebody, somebody)
		if errno.Of(err) != errno.AccessDenied || !strings.Contains(err.Error(), "control in [network]") {
			t.Errorf("%s: %v", dir, err)
		}
		if uid := ownerOf(t, dir); uid != 0 {
			t.Errorf("%s was given to user %d", dir, uid)
		}
	}
	if err := os.Chmod(own, fs.ModeSticky|0o777); err != nil {
		t.Fatal(err)
	}
	if err := prepareDir(own, somebody, somebody); errno.Of(err) != errno.AccessDenied {
		t.Errorf("its own, which others may write: %v", err)
	}
}

// TestUserHasNoGroupsOfRoot: those of whoever started the daemon are left behind.
func TestUserHasNoGroupsOfRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not run: only root becomes another")
	}
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and ends with it
		err := unix.Setgroups([]int{0, 4242})
		if err == nil {
			err = becomeUser(somebody, somebody)
		}
		if groups, e := unix.Getgroups(); e != nil || len(groups) != 0 {
			t.Errorf("the daemon is in the groups %v, %v", groups, e)
		}
		if r, e, s := unix.Getresuid(); r != somebody || e != somebody || s != somebody {
			t.Errorf("it is %d, %d, %d", r, e, s)
		}
		done <- err
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// TestMissingUserOrGroupIsAnError, and never root. Without the default group
// only root rules.
func TestMissingUserOrGroupIsAnError(t *testing.T) {
	for text, want := range map[string]string{
		`user = "no-such-user"`: "no-such-user", `group = "no-such-group"`: "no-such-group",
		`user = "root"`: "", `group = "root"`: "", "": "",
	} {
		c, err := ParseConfig("[daemon]\n" + text)
		if err != nil {
			t.Fatal(err)
		}
		err = c.ReadFiles()
		if (err == nil) != (want == "") || err != nil && (errno.Of(err) != errno.BadFormat || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, _, err := account("no-such-user"); err == nil {
		t.Error("a user who does not exist can be become")
	}
	if _, err := user.Lookup(defaultUser); err == nil {
		return // there is nothing to refuse
	}
	if _, _, err := account(""); err == nil || !strings.Contains(err.Error(), "systemd-sysusers") {
		t.Errorf("without the default user: %v", err)
	}
}
