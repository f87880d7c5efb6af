//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"bytes"
	"strings"
	"testing"

	"mailslot/internal/errno"
	transport "mailslot/internal/local"
)

// Wherever the holder is killed while it hands the slot over, either the heir
// has it, whole, or it is gone and everybody learns so.
func TestCrashHolderWhileHandingOver(t *testing.T) {
	for _, point := range holderPoints {
		underEachLoad(t, strings.TrimPrefix(point, "hand-over: "), func(t *testing.T, l load) {
			s, w := inheritable(t)
			holder := startServer(t, s, crashAt(point))
			st := openServer(t, s)
			must(t, s.Close())
			sent := sendLoad(t, w, l)
			holder.in.Close() // ends in order, and is killed on the way
			wantStruck(t, holder)
			if info, err := st.Info(); errno.Of(err) == errno.HandleEOF {
				wantGone(t, st, w)
			} else if must(t, err); info.Count != len(sent) {
				t.Fatalf("%+v, want %d messages", info, len(sent))
			} else {
				wantRead(t, st, sent)
				must(t, w.Write([]byte("y")))
			}
		})
	}
}

// An heir that is killed before it has answered never had the slot: the next
// takes it.
func TestCrashHeirBeforeItsAnswer(t *testing.T) {
	underEachLoad(t, "before", func(t *testing.T, l load) {
		s, w := inheritable(t)
		heir := startServer(t, s, crashAt(heirAnswers))
		st := openServer(t, s)
		sent := sendLoad(t, w, l)
		must(t, s.Close())
		wantStruck(t, heir)
		must(t, w.Write([]byte("x")))
		sent = append(sent, []byte("x"))
		if i, err := st.Info(); err != nil || i.Count != len(sent) {
			t.Fatalf("%+v %v", i, err)
		}
		wantRead(t, st, sent)
	})
}

// An heir that is killed after its answer was the holder: the slot dies with it.
func TestCrashHeirAfterItsAnswer(t *testing.T) {
	underEachLoad(t, "after", func(t *testing.T, l load) {
		s, w := inheritable(t)
		heir := startServer(t, s, crashAt(heirHasTaken))
		st := openServer(t, s)
		sendLoad(t, w, l)
		must(t, s.Close())
		wantStruck(t, heir)
		wantGone(t, st, w)
	})
}

func underEachLoad(t *testing.T, name string, test func(*testing.T, load)) {
	for _, l := range loads {
		t.Run(name+"/"+l.sizes, func(t *testing.T) { test(t, l) })
	}
}

// sendLoad sends so much that some goes inline and the rest through rings.
func sendLoad(t *testing.T, w *transport.Writer, l load) (sent [][]byte) {
	t.Helper()
	r := random(t)
	for seq := range uint64(loadMessages) {
		p := payload(make([]byte, largestMixed), 1, seq, victimSizes[l.sizes](r))
		must(t, w.Write(p))
		sent = append(sent, p)
	}
	return sent
}

const loadMessages = 40

func wantStruck(t *testing.T, p *process) {
	t.Helper()
	if p.join(); !p.killed() {
		t.Fatalf("the %s did not come to its point", p.name)
	}
}

func wantRead(t *testing.T, st *transport.Stub, sent [][]byte) {
	t.Helper()
	for i, want := range sent {
		m, err := st.Receive(transport.Wait{Timeout: patience})
		must(t, err)
		if !bytes.Equal(m.Data, want) {
			t.Fatalf("message %d is another, of %d bytes", i, len(m.Data))
		}
	}
}

// wantGone wants everybody to learn that the slot is gone, and its name to be
// free.
func wantGone(t *testing.T, st *transport.Stub, w *transport.Writer) {
	t.Helper()
	if _, err := st.Receive(transport.Wait{Timeout: patience}); errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
	eventually(t, "the writer to learn of it", func() bool { return errno.Of(w.Write(nil)) == errno.HandleEOF })
	again, err := transport.Listen("heirloom", transport.Config{})
	must(t, err)
	must(t, again.Close())
}
