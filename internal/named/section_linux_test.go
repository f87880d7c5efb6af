package named

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
)

func section(t *testing.T, name string, size int64, wantExisted bool) *Section {
	t.Helper()
	o, existed, code := NewSection(name, size, -1)
	if code != errno.Success || existed != wantExisted {
		t.Fatalf("section %s: existed %v, %v", name, existed, code)
	}
	return o.(*Section)
}

func TestSectionIsOneMemory(t *testing.T) {
	a, b := section(t, "board", 100, false), section(t, "board", 7, true)
	defer b.Destroy()
	if _, err := unix.Pwrite(a.FD(), []byte("written"), 90); err != nil {
		t.Fatal(err)
	}
	a.Destroy()
	got := make([]byte, 20)
	n, err := unix.Pread(b.FD(), got, 90)
	if err != nil || string(got[:n]) != "written\x00\x00\x00" {
		t.Errorf("read %q, %v", got[:n], err)
	}
	if _, _, code := Event("board", true, true); code != errno.InvalidHandle {
		t.Errorf("event by the name of a section: %v", code)
	}
}

func TestSectionLeavesNoFile(t *testing.T) {
	section(t, "short", 1<<20, false).Destroy()
	r, err := home()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{r.path("short"), r.path("short") + dataSuffix} {
		if _, err := os.Lstat(path); !os.IsNotExist(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, _, code := Open("short"); code != errno.FileNotFound {
		t.Errorf("open: %v", code)
	}
}

func TestSweepTakesTheMemoryOfTheDead(t *testing.T) {
	s := section(t, "dead", 4096, false)
	s.common.release() // as when the process is killed
	s.common.registry.Lock()
	s.common.registry.sweep()
	s.common.registry.Unlock()
	if _, err := os.Lstat(s.common.path + dataSuffix); !os.IsNotExist(err) {
		t.Errorf("data: %v", err)
	}
	drop(s.fd)
}

func TestSectionOfFile(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o, _, code := NewSection("of file", 5000, int(f.Fd()))
	if code != errno.Success {
		t.Fatal(code)
	}
	defer o.Destroy()
	found, _, code := Open("of file")
	if code != errno.Success {
		t.Fatal(code)
	}
	defer found.Destroy()
	unix.Pwrite(found.(*Section).FD(), []byte("x"), 4999)
	if info, err := f.Stat(); err != nil || info.Size() != 5000 {
		t.Errorf("the file has %d bytes, %v", info.Size(), err)
	}
	last := make([]byte, 1)
	if f.ReadAt(last, 4999); last[0] != 'x' {
		t.Errorf("the file has %q", last)
	}
}
