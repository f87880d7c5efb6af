package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const mib = 1 << 20

// tree is a file system with the files given by name.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// one is the files of a group of version 1 or 2, besides the process's own.
func one(version int, own, where string, files ...string) map[string]string {
	m := map[string]string{"proc/self/cgroup": "0::" + own + "\n"}
	dir := "sys/fs/cgroup" + where
	if version == 1 {
		m["proc/self/cgroup"] = "9:cpu,cpuacct:/elsewhere\n4:memory:" + own + "\n0::/unified\n"
		dir = "sys/fs/cgroup/memory" + where
	}
	for i := 0; i < len(files); i += 2 {
		m[dir+"/"+files[i]] = files[i+1]
	}
	return m
}

func TestLimitOfTheGroup(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  uint64
	}{
		"nothing is mounted":       {nil, Unlimited},
		"no group":                 {map[string]string{"proc/self/cgroup": ""}, Unlimited},
		"the root of version 2":    {one(2, "/", "/"), Unlimited},
		"version 2":                {one(2, "/a/b", "/a/b", "memory.max", "536870912\n", "memory.high", "max\n"), 512 * mib},
		"version 2, throttled":     {one(2, "/a", "/a", "memory.max", "max\n", "memory.high", "1048576\n"), mib},
		"version 2, unlimited":     {one(2, "/a", "/a", "memory.max", "max\n"), Unlimited},
		"the group above":          {one(2, "/a/b/c", "/a", "memory.max", "4096\n"), 4096},
		"a view of its own":        {one(2, "/", "/", "memory.max", "4096\n"), 4096},
		"moved out of its view":    {one(2, "/../x", "/", "memory.max", "4096\n"), 4096},
		"a group that is deleted":  {one(2, "/a (deleted)", "/", "memory.max", "4096\n"), 4096},
		"nothing is allowed":       {one(2, "/a", "/a", "memory.max", "0\n"), 0},
		"nonsense":                 {one(2, "/a", "/a", "memory.max", "-1\n", "memory.high", "lots"), Unlimited},
		"version 1":                {one(1, "/a", "/a", "memory.limit_in_bytes", "536870912\n"), 512 * mib},
		"version 1, unlimited":     {one(1, "/a", "/a", "memory.limit_in_bytes", "9223372036854771712\n"), Unlimited},
		"version 1, names unseen":  {one(1, "/docker/0123", "/", "memory.limit_in_bytes", "4096\n"), 4096},
		"version 1, mounted alone": {one(1, "/a", "/b", "memory.limit_in_bytes", "4096\n"), Unlimited},
	} {
		if got := Find(tree(t, c.files)).Limit(); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestTheLeastLimitCounts(t *testing.T) {
	files := one(2, "/a/b", "/a", "memory.max", "8192")
	files["sys/fs/cgroup/a/b/memory.max"] = "16384"
	m := Find(tree(t, files))
	if got := m.Limit(); got != 8192 || len(m.groups) != 2 {
		t.Errorf("%d of %d groups", got, len(m.groups))
	}
}

func TestDepthIsBounded(t *testing.T) {
	for depth, want := range map[int]uint64{maxDepth - 2: 4096, maxDepth - 1: 4096, maxDepth: Unlimited} {
		own := strings.Repeat("/d", depth) // and the root
		if got := Find(tree(t, one(2, own, "/", "memory.max", "4096"))).Limit(); got != want {
			t.Errorf("%d groups: %d, want %d", depth, got, want)
		}
	}
}

func TestFilesAreReadUpToABound(t *testing.T) {
	for size, want := range map[int]int{maxFile - 1: maxFile - 1, maxFile: maxFile, maxFile + 1: maxFile} {
		root := tree(t, map[string]string{"f": strings.Repeat("x", size)})
		if got, err := read(filepath.Join(root, "f")); err != nil || len(got) != want {
			t.Errorf("%d bytes: %d, %v", size, len(got), err)
		}
	}
}

func FuzzPlaceStaysBelowItsMount(f *testing.F) {
	for _, files := range []map[string]string{one(1, "/a", "/"), one(2, "/a/../../b", "/")} {
		f.Add(files["proc/self/cgroup"])
	}
	f.Add("::\n0::\n:memory:")
	f.Fuzz(func(t *testing.T, text string) {
		v, own := place(text)
		if v == nil {
			return
		}
		if own == "" || own[0] != '/' || strings.Contains(own+"/", "/../") || filepath.Clean(own) != own {
			t.Errorf("%q", own)
		}
	})
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"0\n", "max\n", "9223372036854771712\n", " 12 ", "-1", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := number(text, Unlimited)
		if n != Unlimited && (n >= huge || number(fmt.Sprint(n), Unlimited) != n) {
			t.Errorf("%q: %d", text, n)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		Find("/")
	}
}

func ExampleFind() {
	groups := Find("/where/nothing/is/mounted")
	fmt.Println(groups.Limit() == Unlimited)
	// Output: true
}
