package named

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/shm"
)

// registry is the directory of a user's objects and the lock for all of them.
type registry struct {
	dir string
	mu  sync.Mutex // between the threads of this process
	fd  int        // locked by flock, between processes
}

// theRegistry is the process's, opened by the first name.
var theRegistry = struct {
	sync.Mutex
	open *registry
}{}

// lockFile is the name of the file behind registry.fd.
const lockFile = "lock"

// home is the registry. Who cleans a directory of temporary files may remove it
// while the process lives: then it is made anew. Objects that are open keep the
// old one, and are found by nobody any more.
func home() (*registry, error) {
	theRegistry.Lock()
	defer theRegistry.Unlock()
	if r := theRegistry.open; r != nil && leads(filepath.Join(r.dir, lockFile), r.fd) {
		return r, nil
	}
	r, err := openRegistry()
	if err != nil {
		return nil, err
	}
	theRegistry.open = r
	return r, nil
}

// openRegistry refuses a directory that is not this user's alone.
func openRegistry() (*registry, error) {
	namespace, err := local.Namespace()
	if err != nil {
		return nil, err
	}
	r := &registry{dir: filepath.Join(namespace, local.ObjectsPrefix+strconv.Itoa(os.Geteuid()))}
	if err := private(r.dir); err != nil {
		return nil, err
	}
	if r.fd, err = shm.OpenCommon(filepath.Join(r.dir, lockFile), true); err != nil {
		return nil, err
	}
	runtime.AddCleanup(r, drop, r.fd) // its objects use it as long as they live
	r.Lock()
	r.sweep()
	r.Unlock()
	return r, nil
}

// leads reports whether path still leads to the file behind fd.
func leads(path string, fd int) bool {
	var a, b unix.Stat_t
	return unix.Lstat(path, &a) == nil && unix.Fstat(fd, &b) == nil && a.Dev == b.Dev && a.Ino == b.Ino
}

// private makes the directory, if it is missing.
func private(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) {
		return err
	}
	var st unix.Stat_t
	if err := unix.Lstat(dir, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR || int(st.Uid) != os.Geteuid() || st.Mode&0o077 != 0 {
		return errno.New(errno.AccessDenied, "%s is not this user's own directory: remove it", dir)
	}
	return nil
}

// path is the file of the object called name, which may hold any character.
func (r *registry) path(name string) string {
	sum := sha256.Sum256([]byte(name))
	return filepath.Join(r.dir, hex.EncodeToString(sum[:16]))
}

// sweep removes what killed processes have left. The registry is locked.
func (r *registry) sweep() {
	files, _ := os.ReadDir(r.dir)
	for _, f := range files {
		if f.Name() == lockFile || strings.HasSuffix(f.Name(), dataSuffix) {
			continue // the data of a section goes with its file
		}
		path := filepath.Join(r.dir, f.Name())
		fd, err := shm.OpenCommon(path, false)
		if err != nil {
			continue
		}
		if flock(fd, unix.LOCK_EX|unix.LOCK_NB) == nil {
			forget(path)
		}
		drop(fd)
	}
}

// Lock keeps all other processes and threads from the user's objects.
func (r *registry) Lock() {
	r.mu.Lock()
	flock(r.fd, unix.LOCK_EX)
}

// Unlock lets them go on.
func (r *registry) Unlock() {
	flock(r.fd, unix.LOCK_UN)
	r.mu.Unlock()
}
