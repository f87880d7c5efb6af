//go:build linux && mailslot_hooks && crashpoints

package local

import (
	"strings"
	"testing"
	"time"

	"mailslot/internal/errno"
	transport "mailslot/internal/local"
)

// Wherever the holder is killed while it hands the slot over, either the heir
// has it, whole, or it is gone and everybody learns so.
func TestCrashHolderWhileHandingOver(t *testing.T) {
	for _, point := range holderPoints {
		t.Run(strings.TrimPrefix(point, "hand-over: "), func(t *testing.T) {
			s, w := inheritable(t)
			holder := startServer(t, s, crashAt(point))
			st := openServer(t, s)
			must(t, s.Close())
			must(t, w.Write([]byte("x")))
			holder.in.Close() // ends in order, and is killed on the way
			holder.join()
			if !holder.killed() {
				t.Fatal("the holder did not come to the place")
			}
			m, err := st.Receive(transport.Wait{Timeout: time.Minute})
			switch {
			case err == nil && string(m.Data) == "x":
				must(t, w.Write([]byte("y")))
			case errno.Of(err) == errno.HandleEOF:
				again, err := transport.Listen("heirloom", transport.Config{})
				must(t, err)
				again.Close()
			default:
				t.Fatal(string(m.Data), err)
			}
		})
	}
}

// An heir that is killed before it has answered never had the slot: the next
// takes it.
func TestCrashHeirBeforeItsAnswer(t *testing.T) {
	s, w := inheritable(t)
	heir := startServer(t, s, crashAt(heirAnswers))
	st := openServer(t, s)
	for range 40 {
		must(t, w.Write([]byte("x")))
	}
	must(t, s.Close())
	heir.join()
	if !heir.killed() {
		t.Fatal("the heir did not come to the place")
	}
	must(t, w.Write([]byte("x")))
	if i, err := st.Info(); err != nil || i.Count != 41 {
		t.Fatalf("%+v %v", i, err)
	}
	for range 41 {
		_, err := st.Receive(transport.Wait{})
		must(t, err)
	}
}

// An heir that is killed after its answer was the holder: the slot dies with it.
func TestCrashHeirAfterItsAnswer(t *testing.T) {
	s, w := inheritable(t)
	heir := startServer(t, s, crashAt(heirHasTaken))
	st := openServer(t, s)
	must(t, w.Write([]byte("x")))
	must(t, s.Close())
	heir.join()
	if !heir.killed() {
		t.Fatal("the heir did not come to the place")
	}
	if _, err := st.Receive(transport.Wait{Timeout: patience}); errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
	eventually(t, "the writer to learn of it", func() bool { return errno.Of(w.Write(nil)) == errno.HandleEOF })
	again, err := transport.Listen("heirloom", transport.Config{})
	must(t, err)
	again.Close()
}
