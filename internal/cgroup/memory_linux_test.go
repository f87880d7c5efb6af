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

func TestRoomOfTheGroup(t *testing.T) {
	const reserve = 16 * mib // of 512
	v2full := []string{"memory.max", "536870912", "memory.current", "536870912"}
	v1full := []string{"memory.limit_in_bytes", "536870912", "memory.usage_in_bytes", "536870912"}
	stat := "anon 5\nfile 99999999\ninactive_file 10485760\nactive_file 20971520\nslab_reclaimable 1048576\nshmem 7\n"
	stat1 := "active_file 9\ntotal_inactive_file 10485760\ntotal_active_file 20971520\n"
	for name, c := range map[string]struct {
		version int
		files   []string
		swap    uint64
		want    uint64
	}{
		"empty":                     {2, []string{"memory.max", "536870912", "memory.current", "0"}, 0, 512*mib - reserve},
		"nearly full":               {2, []string{"memory.max", "536870912", "memory.current", "515899392"}, 0, 4 * mib},
		"full":                      {2, v2full, 0, 0},
		"full of files":             {2, append(v2full, "memory.stat", stat), 0, 31 * mib},
		"swap":                      {2, append(v2full, "memory.swap.max", "max"), 8 * mib, 8 * mib},
		"no swap for the group":     {2, append(v2full, "memory.swap.max", "0"), 8 * mib, 0},
		"some swap for the group":   {2, append(v2full, "memory.swap.max", "4194304", "memory.swap.current", "1048576"), 8 * mib, 3 * mib},
		"version 1, full":           {1, v1full, 0, 0},
		"version 1, full of files":  {1, append(v1full, "memory.stat", stat1), 0, 30 * mib},
		"version 1, swap":           {1, v1full, 8 * mib, 8 * mib},
		"version 1, swap forbidden": {1, append(v1full, "memory.memsw.limit_in_bytes", "536870912", "memory.memsw.usage_in_bytes", "536870912"), 8 * mib, 0},
		"version 1, some swap":      {1, append(v1full, "memory.memsw.limit_in_bytes", "539968512", "memory.memsw.usage_in_bytes", "537919488"), 8 * mib, 2001 * 1024},
	} {
		m := Find(tree(t, one(c.version, "/a", "/a", c.files...)))
		m.swap = func() uint64 { return c.swap }
		if c.want > 0 && !m.Has(c.want-1) || !m.Has(c.want) || m.Has(c.want+1) {
			t.Errorf("%s: there is not just room for %d", name, c.want)
		}
	}
}

func TestEveryGroupMustHaveRoom(t *testing.T) {
	files := one(2, "/a/b", "/a", "memory.max", "1024", "memory.current", "1000")
	files["sys/fs/cgroup/a/b/memory.max"] = "512"
	m := Find(tree(t, files))
	m.swap = func() uint64 { return 0 }
	if m.Has(100) {
		t.Error("the group above is full")
	}
	if !(Memory{}).Has(Unlimited) {
		t.Error("without groups there is no limit")
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

func FuzzSum(f *testing.F) {
	f.Add("inactive_file 12\nactive_file 3\nfile 99\n")
	f.Add("active_file \n\nactive_file 18446744073709551615")
	f.Fuzz(func(t *testing.T, text string) {
		most := uint64(strings.Count(text, "active_file")) * (huge - 1)
		if n := sum(text, v2.reclaim[:2]); n > most {
			t.Errorf("%d of %q", n, text)
		}
	})
}

func BenchmarkHas(b *testing.B) {
	m := Find("/")
	for b.Loop() {
		m.Has(1)
	}
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
