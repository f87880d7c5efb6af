package lane

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// splitLines are the lines that hold something.
func splitLines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
}

// contains checks that each part is in s, in this order.
func contains(t *testing.T, s string, parts ...string) {
	t.Helper()
	rest := s
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("no %q in its place among:\n%s", part, s)
			return
		}
		rest = after
	}
}

// eachBuild compiles a server and a client in every mode and runs the test.
func eachBuild(t *testing.T, builds []build, serverSource, clientSource string, test func(t *testing.T, c computer, server, client string)) {
	for _, b := range builds {
		t.Run(b.String(), func(t *testing.T) {
			t.Parallel()
			s := b.compile(t, filepath.Join("../programs", serverSource))
			c := b.compile(t, filepath.Join("../programs", clientSource))
			test(t, newComputer(t), s, c)
		})
	}
}

func TestInfoLoop(t *testing.T) {
	eachBuild(t, allBuilds, "info_server.cpp", "info_client.cpp", func(t *testing.T, c computer, server, client string) {
		s := c.server("sample_mailslot", server)
		out, code := c.output("", client)
		if strings.Count(out, "successfully") != 3 || code != 1 {
			t.Errorf("client: code %d\n%s", code, out)
		}
		contains(t, s.waitFor("three for mailslot.")+s.out.String(), "Message one for mailslot.", "Message #1 of", "Message two", "Message three")
	})
}

func TestOldStyle(t *testing.T) {
	eachBuild(t, ansiBuilds, "old_server.cpp", "old_client.cpp", func(t *testing.T, c computer, server, client string) {
		s := c.server("Myslot", server)
		out, _ := c.output("", client, ".")
		contains(t, out, "Wrote 14 bytes")
		contains(t, s.wait(), "ready", "This is a test (14 bytes)", "quit (4 bytes)", "press a key")
	})
}

func TestLinesFromKeyboard(t *testing.T) {
	eachBuild(t, allBuilds, "tmain_server.cpp", "tmain_client.c", func(t *testing.T, c computer, server, client string) {
		s := c.server("привет", server, "привет")
		out, _ := c.output("one\nдва\nexit\n", client, "привет")
		contains(t, out, `sent 4 of "one"`, `"два"`, `sent 5 of "exit"`)
		contains(t, s.wait(), "[one]", "[два]", "[exit]")
	})
}

func TestClientWithoutServer(t *testing.T) {
	out, code := newComputer(t).output("", ansi.compile(t, "../programs/tmain_client.c"))
	if out != "no server\n" || code != 1 {
		t.Errorf("code %d, %q", code, out)
	}
}

func TestThreads(t *testing.T) {
	eachBuild(t, ansiBuilds, "thread_server.c", "thread_client.cpp", func(t *testing.T, c computer, server, client string) {
		s := c.server(`threads\in`, server)
		out, _ := c.output("", client)
		contains(t, out, "waited 0, codes 0")
		contains(t, s.wait(), "201 messages, thread ended with 7")
	})
}

func TestMenu(t *testing.T) {
	eachBuild(t, allBuilds, "menu_server.cpp", "menu_client.c", func(t *testing.T, c computer, server, client string) {
		s := c.server("menu", server)
		out, _ := c.output("1 first\n1 second\n1 third\n2\n", client)
		contains(t, out, "5 bytes", "6 bytes", "5 bytes")
		contains(t, s.wait(), "[first] 5 of 5, 10", "[second] 6 of 6", "[third]", "Press any key")
	})
}

// A server in C takes messages from the command line, and the reverse.
func TestCommandLineMeetsC(t *testing.T) {
	mailslot := filepath.Join(binDir, "mailslot")
	c := newComputer(t)
	s := c.server("Myslot", ansi.compile(t, "../programs/old_server.cpp"))
	for _, text := range []string{"from the shell", "quit"} {
		if out, err := c.command(mailslot, "send", "Myslot", text).CombinedOutput(); err != nil {
			t.Fatalf("send: %v\n%s", err, out)
		}
	}
	contains(t, s.wait(), "from the shell (14 bytes)", "quit (4 bytes)")

	listener := c.server("Myslot", mailslot, "listen", "Myslot", "--count", "2")
	out, _ := c.output("", ansi.compile(t, "../programs/old_client.cpp"), ".")
	contains(t, out, "Wrote 14 bytes")
	contains(t, listener.wait(), "This is a test", "quit")
}

// encode is text in another encoding.
// What a void main returns is no mistake there, so the compiler is silent.
func TestVoidMainReturnsNothing(t *testing.T) {
	for _, b := range ansiBuilds {
		for _, source := range []string{"nothing.c", "nothing.cpp"} {
			t.Run(b.String()+" "+source, func(t *testing.T) {
				t.Parallel()
				program := b.compile(t, "../programs/"+source, "-Werror")
				if out, code := newComputer(t).output("", program); out != "return; { three\n" || code != 0 {
					t.Errorf("code %d, %q", code, out)
				}
			})
		}
	}
}

func encode(t *testing.T, charset, text string) []byte {
	t.Helper()
	convert := exec.Command("iconv", "-f", "UTF-8", "-t", charset)
	convert.Stdin = strings.NewReader(text)
	out, err := convert.Output()
	if err != nil {
		t.Fatalf("iconv: %v", err)
	}
	return out
}

// Source in other encodings keeps its text.
func TestEncodings(t *testing.T) {
	needs(t, "iconv")
	const source = `#include <WINDOWS.H>
#include <Stdio.h>
/* комментарий по-русски, чтобы было что узнать */
void main() { printf("%s\n", "Привет, мир"); }
`
	const chinese = `#include <windows.h>
#include <stdio.h>
/* 邮槽服务器的例子 */
int main() { printf("%s\n", "服务器已经启动，等待客户端的消息"); return 0; }
`
	for _, e := range []struct{ charset, text, want string }{
		{"CP1251", source, "Привет, мир\n"}, {"UTF-16", source, "Привет, мир\n"},
		{"CP866", source, "Привет, мир\n"}, {"GBK", chinese, "服务器已经启动，等待客户端的消息\n"},
		{"UTF-8", "\ufeff" + source, "Привет, мир\n"},
	} {
		for _, ending := range []string{".c", ".cpp"} {
			t.Run(e.charset+ending, func(t *testing.T) {
				t.Parallel()
				file := filepath.Join(t.TempDir(), "source"+ending)
				if err := os.WriteFile(file, encode(t, e.charset, e.text), 0o644); err != nil {
					t.Fatal(err)
				}
				if out, _ := newComputer(t).output("", ansi.compile(t, file)); out != e.want {
					t.Errorf("got %q, want %q", out, e.want)
				}
			})
		}
	}
}
