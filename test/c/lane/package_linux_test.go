package lane

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// packages builds the Debian packages and unpacks them into a root.
func packages(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"gcc", "make", "dpkg-deb"} {
		needs(t, tool)
	}
	dir := t.TempDir()
	build := exec.Command("sh", "dist/deb/build.sh", dir)
	build.Dir = root
	out, err := build.CombinedOutput()
	var code *exec.ExitError
	if errors.As(err, &code) && code.ExitCode() == 77 {
		t.Skip(strings.TrimSpace(string(out)))
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.deb"))
	if len(files) != 3 {
		t.Fatalf("packages: %v", files)
	}
	place := filepath.Join(dir, "root")
	for _, file := range files {
		if out, err := exec.Command("dpkg-deb", "-x", file, place).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", file, err, out)
		}
		checkControl(t, file)
	}
	checkScripts(t, dir)
	return place
}

// checkControl looks at what a package says about itself and at the modes of
// its files.
func checkControl(t *testing.T, file string) {
	t.Helper()
	for _, field := range []string{"Package", "Version", "Architecture", "Maintainer", "Description", "Depends"} {
		if out, err := exec.Command("dpkg-deb", "-f", file, field).Output(); err != nil || len(out) < 2 {
			t.Errorf("%s: %s %q %v", file, field, out, err)
		}
	}
	list, err := exec.Command("dpkg-deb", "-c", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		mode := strings.Fields(line)[0]
		if !strings.Contains(line, " root/root ") || mode[0] != 'l' && mode[8] == 'w' || strings.HasSuffix(line, ".3\n") {
			t.Errorf("%s: owner, mode or an uncompressed page: %s", filepath.Base(file), line)
		}
	}
}

// The scripts that root runs when the program comes, changes and goes are in its
// package, and a plain shell understands them.
func checkScripts(t *testing.T, dir string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "mailslot_*.deb"))
	control := filepath.Join(dir, "control")
	if out, err := exec.Command("dpkg-deb", "-e", strings.Join(files, " "), control).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, script := range []string{"preinst", "postinst", "prerm", "postrm"} {
		if out, err := exec.Command("sh", "-n", filepath.Join(control, script)).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", script, err, out)
		}
	}
}

// One release has one number, wherever it is told.
func checkVersions(t *testing.T, place, lib string) {
	t.Helper()
	told, err := exec.Command(filepath.Join(place, "usr/bin/mailslot"), "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	version := strings.Fields(string(told))[1]
	if _, err := os.Stat(filepath.Join(lib, "libmailslot.so."+version)); err != nil {
		t.Error(err)
	}
	for _, module := range []string{"mailslot", "mailslot-win32"} {
		text, err := os.ReadFile(filepath.Join(lib, "pkgconfig", module+".pc"))
		if err != nil || !strings.Contains(string(text), "\nVersion: "+version+"\n") {
			t.Errorf("%s.pc is not of %s: %v\n%s", module, version, err, text)
		}
	}
}

// The packages hold a library by its soname, and all that compiling needs.
func TestDebianPackages(t *testing.T) {
	place := packages(t)
	libs, _ := filepath.Glob(filepath.Join(place, "usr/lib/*-linux-gnu/libmailslot.so.1"))
	if len(libs) != 1 {
		t.Fatalf("library: %v", libs)
	}
	dynamic, err := exec.Command("readelf", "-d", libs[0]).Output()
	if err != nil || !strings.Contains(string(dynamic), "soname: [libmailslot.so.1]") {
		t.Errorf("soname: %v\n%s", err, dynamic)
	}
	lib := filepath.Dir(libs[0])
	checkVersions(t, place, lib)

	t.Run("the wrapper", func(t *testing.T) {
		program := filepath.Join(t.TempDir(), "notes_server")
		compile := exec.Command(filepath.Join(place, "usr/bin/mailslot-cc"), "-o", program, examples+"notes_server.c")
		if out, err := compile.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		c := newComputer(t)
		s := c.server(`examples\notes`, program)
		if out, err := c.command(filepath.Join(place, "usr/bin/mailslot"), "send", `examples\notes`, "bye").CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		contains(t, s.wait(), "note: bye")
	})

	for module, source := range map[string]string{
		"mailslot":       "#include <mailslot.h>\nint main(void) { return CreateMailslotA(\"\\\\\\\\.\\\\mailslot\\\\pc\", 0, 0, 0) == MAILSLOT_INVALID_HANDLE; }\n",
		"mailslot-win32": "#include <windows.h>\nint main(void) { return CreateMailslot(TEXT(\"\\\\\\\\.\\\\mailslot\\\\pc\"), 0, 0, NULL) == INVALID_HANDLE_VALUE; }\n",
	} {
		t.Run("pkg-config "+module, func(t *testing.T) {
			needs(t, "pkg-config")
			program := filepath.Join(t.TempDir(), "program")
			compile := exec.Command("sh", "-c", `gcc -x c - -o "$1" $(pkg-config --cflags --libs "$2") -Wl,-rpath,"$3"`, "sh", program, module, lib)
			compile.Env = append(os.Environ(), "PKG_CONFIG_PATH="+filepath.Join(lib, "pkgconfig"), "PKG_CONFIG_SYSROOT_DIR="+place)
			compile.Stdin = strings.NewReader(source)
			if out, err := compile.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if out, code := newComputer(t).output("", program); code != 0 {
				t.Errorf("code %d\n%s", code, out)
			}
		})
	}
}
