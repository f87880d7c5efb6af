//go:build linux

package local

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"mailslot"
	"mailslot/internal/errno"
)

// groupLimit is the memory of the control group that a test makes.
const groupLimit = 128 << 20

// TestFullControlGroupRefusesAndKillsNobody lets a writer in a container run
// against the container's memory, in a slot whose quota is far beyond it.
func TestFullControlGroupRefusesAndKillsNobody(t *testing.T) {
	computer(t)
	group := memoryGroup(t)
	slot := listen(t, "crowded", mailslot.ListenConfig{Quota: 8 * groupLimit})
	for i := range 2 { // what the first one wrote counts against the second
		writer := start(t, "contained-writer", []string{group})
		writes := number(writer.line())
		if code := writer.line(); code != strconv.Itoa(int(errno.NotEnoughQuota)) {
			t.Errorf("after %d writes the code is %s, want %d", writes, code, errno.NotEnoughQuota)
		}
		if least := groupLimit * 3 / 4 / segmentSized; i == 0 && int(writes) < least {
			t.Errorf("%d writes were let in, at least %d would fit", writes, least)
		}
		writer.finish()
	}
	info, err := slot.Info()
	must(t, err)
	t.Logf("%d messages, %d MiB", info.Count, info.UnreadBytes>>20)
}

// containedWriter enters a control group and writes until it is refused.
func containedWriter(args []string) error {
	if err := set(filepath.Join(args[0], "cgroup.procs"), strconv.Itoa(os.Getpid())); err != nil {
		return err
	}
	w, err := mailslot.Dial("crowded")
	if err != nil {
		return err
	}
	defer w.Close()
	p := make([]byte, segmentSized)
	for n := range 8 * groupLimit / segmentSized {
		if err := w.WriteMessage(p); err != nil {
			fmt.Printf("%d\n%d\n", n, uint32(errno.Of(err)))
			return nil
		}
	}
	return fmt.Errorf("no limit was met")
}

// memoryGroup makes a control group without swap, of either version.
func memoryGroup(t *testing.T) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("control groups need root")
	}
	for _, v := range []struct{ mount, limit, swap, most string }{
		{"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", strconv.Itoa(groupLimit)},
		{"/sys/fs/cgroup", "memory.max", "memory.swap.max", "0"},
	} {
		dir, err := os.MkdirTemp(v.mount, "mailslot-test-")
		if err != nil {
			continue
		}
		t.Cleanup(func() { eventually(t, "the group to be left", func() bool { return os.Remove(dir) == nil }) })
		if set(filepath.Join(dir, v.limit), strconv.Itoa(groupLimit)) == nil {
			set(filepath.Join(dir, v.swap), v.most) // which not every kernel counts
			return dir
		}
	}
	t.Skip("no control group of memory can be made here")
	return ""
}

// set writes to a file that must be there.
func set(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
