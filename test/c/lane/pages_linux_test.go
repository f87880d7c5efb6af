package lane

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pages are the manual pages that `make install` writes.
func pages(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	headers, err := filepath.Glob(filepath.Join(root, "capi/win32/include/*.h"))
	if err != nil {
		t.Fatal(err)
	}
	args := append([]string{filepath.Join(root, "capi/man/pages.sh"), dir, filepath.Join(root, "capi/include/mailslot.h")}, headers...)
	args = append(args, filepath.Join(root, "capi/win32/include/msw/crt.h"))
	if out, err := exec.Command("sh", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// Every public function stands in the NAME line of a page.
func TestEveryFunctionHasItsPage(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(pages(t), "*.3"))
	name := regexp.MustCompile(`(?m)^\.SH NAME\n(.*) \\-`)
	found := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range name.FindAllSubmatch(text, -1) {
			for _, f := range strings.Split(string(line[1]), ", ") {
				found[f] = true
			}
		}
	}
	symbols, err := os.ReadFile(filepath.Join(root, "capi/symbols.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range strings.Fields(string(symbols)) {
		// Those that no program names (behind macros, for 2-byte characters, main),
		// and those that stand before the C library's own.
		if strings.HasPrefix(s, "msw_") || strings.HasSuffix(s, "16") || s == "main" || regexp.MustCompile(`^((bsd_|sysv_|__sysv_)?signal|sigaction|sigset|siginterrupt)$`).MatchString(s) {
			continue
		}
		if !found[s] {
			t.Errorf("%s is in no page", s)
		}
	}
}

// The functions of mailslots have pages of their own, with their errors.
func TestPagesOfMailslotFunctionsTellErrors(t *testing.T) {
	dir := pages(t)
	for _, f := range []string{
		"CreateMailslotA", "CreateFileA", "ReadFile", "WriteFile", "GetMailslotInfo", "SetMailslotInfo", "CloseHandle",
		"mailslot_pollfd", "DuplicateHandle", "ReadFileEx", "WriteFileEx", "GetOverlappedResult", "CancelIo", "CancelIoEx",
		"CancelSynchronousIo", "CreateIoCompletionPort", "GetQueuedCompletionStatus", "WaitForSingleObject",
	} {
		text, err := os.ReadFile(filepath.Join(dir, f+".3"))
		if err != nil {
			t.Error(err)
			continue
		}
		if !regexp.MustCompile(`(?s)\.SH SYNOPSIS.*` + f + `\(.*\.SH DESCRIPTION\n[^.].*\.SH ERRORS\n(\d|as )`).Match(text) {
			t.Errorf("%s:\n%s", f, text)
		}
	}
	for alias, page := range map[string]string{"CreateMailslot": "CreateMailslotA", "CreateFileW": "CreateFileA"} {
		if text, _ := os.ReadFile(filepath.Join(dir, alias+".3")); string(text) != ".so man3/"+page+".3\n" {
			t.Errorf("%s: %q", alias, text)
		}
	}
}
