package wine

import (
	"strings"
	"testing"

	"mailslot/test/underwine"
)

const sources = "../../../examples/c/"

// An example is a server and a client, and what the server says to it.
type example struct {
	name           string
	server, client string
	arguments      []string
	want           []string
}

// pairs are the examples that run under Wine. Shout needs another computer
// (D21), and watch waits for a message and for Ctrl-C at once, which it cannot
// with a synchronous handle (D8).
var pairs = []example{
	{"notes", "notes_server.c", "notes_client.c", []string{"one", "two words", "bye"}, []string{"note: one\n", "note: two words\n", "note: bye\n"}},
	{"queue", "queue_server.c", "queue_client.cpp", nil, []string{"spade", "heart", "club", "gem", "done: nothing more"}},
	{"bell", "bell_server.c", "bell_client.c", nil, []string{"ring 1", "ring 2", "ring 3", "3 rings, then: open the door"}},
	{"secure", "secure_server.c", "secure_client.cpp", nil, []string{"somebody says: hello\n"}},
}

// wide builds for UTF-16, with the printf of Windows: mingw's own takes %s to be narrow.
var wide = []string{"-DUNICODE", "-D_UNICODE", "-municode", "-D__USE_MINGW_ANSI_STDIO=0"}

// examples runs them in pairs, server and client both under Wine.
func examples(t *testing.T, c underwine.Computer) {
	there := compile(t, nil, "../programs/there.c")
	for _, e := range pairs {
		t.Run(e.name, func(t *testing.T) { e.run(t, c, nil, there) })
	}
	t.Run("notes of UTF-16", func(t *testing.T) { pairs[0].run(t, c, wide, there) })
	t.Run("inherit", func(t *testing.T) { inherit(t, c) })
}

func (e example) run(t *testing.T, c underwine.Computer, flags []string, there string) {
	client := compile(t, flags, sources+e.client)
	server := c.Start(t, compile(t, flags, sources+e.server))
	if _, code := c.Run(t, there, `\\.\mailslot\examples\`+e.name); code != 0 {
		t.Fatalf("the server made no slot: %q", server.Written())
	}
	if out, code := c.Run(t, client, e.arguments...); code != 0 {
		t.Errorf("client: code %d, %q", code, out)
	}
	out, code := server.Wait()
	for _, want := range e.want {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("server: code %d, no %q in %q", code, want, out)
		}
	}
}

// A child writes by a handle that it has from its parent.
func inherit(t *testing.T, c underwine.Computer) {
	client := compile(t, nil, sources+"inherit_client.c")
	out, code := c.Run(t, compile(t, nil, sources+"inherit_server.c"), "Z:"+strings.ReplaceAll(client, "/", `\`))
	if want := "child says: good morning\nchild says: good night\nchild ended with 3\n"; out != want || code != 0 {
		t.Errorf("code %d, %q", code, out)
	}
}
