//go:build linux

package local

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"mailslot/internal/errno"
	transport "mailslot/internal/local"
)

// serverHandle is a process with a server handle that it has inherited as
// descriptor 3. It does what standard input says and tells how that went. With
// a second argument it does that and ends.
func serverHandle(args []string) error {
	b, err := hex.DecodeString(args[0])
	if err != nil {
		return err
	}
	about, err := transport.ParseAbout(b)
	if err != nil {
		return err
	}
	st, err := transport.OpenStub(3, about)
	if err != nil {
		return err
	}
	defer st.Close()
	if len(args) == 2 {
		serverDo(st, args[1])
		return nil
	}
	fmt.Println("ready")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		serverDo(st, in.Text())
	}
	return nil
}

func serverDo(st *transport.Stub, what string) {
	switch what {
	case "read":
		m, err := st.Receive(transport.Wait{})
		fmt.Println(uint32(errno.Of(err)), string(m.Data))
	case "count":
		i, err := st.Info()
		fmt.Println(uint32(errno.Of(err)), i.Count)
	case "child": // reads once, then ends
		c, err := inheritor(st, "read")
		if err == nil {
			err = c.Run()
		}
		if err != nil {
			fmt.Println(err)
		}
	}
}

// inheritor is a command that starts a process with a server handle.
func inheritor(s transport.Server, do ...string) (*exec.Cmd, error) {
	fd, about, err := s.Stub()
	if err != nil {
		return nil, err
	}
	b, err := about.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	c := exec.Command("/proc/self/exe", append([]string{hex.EncodeToString(b)}, do...)...)
	c.Env = append(os.Environ(), helperVariable+"=server-handle")
	c.ExtraFiles = []*os.File{os.NewFile(uintptr(fd), "stub")}
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	return c, nil
}

// startServer starts a process with a server handle of s.
func startServer(t *testing.T, s transport.Server, options ...option) *process {
	t.Helper()
	c, err := inheritor(s)
	must(t, err)
	defer c.ExtraFiles[0].Close()
	options = append(options, func(started *exec.Cmd) { started.ExtraFiles = c.ExtraFiles })
	p := start(t, "server-handle", c.Args[1:], options...)
	p.expect("ready")
	return p
}

func openServer(t *testing.T, s transport.Server) *transport.Stub {
	t.Helper()
	fd, about, err := s.Stub()
	must(t, err)
	st, err := transport.OpenStub(fd, about)
	must(t, err)
	t.Cleanup(func() { st.Close() })
	return st
}

// inheritable is a slot and a client handle on it.
func inheritable(t *testing.T) (*transport.Slot, *transport.Writer) {
	t.Helper()
	dir := computer(t)
	s, err := transport.Listen("heirloom", transport.Config{Inheritable: true})
	must(t, err)
	t.Cleanup(func() { s.Close() })
	w, err := transport.Dial(dir, "heirloom")
	must(t, err)
	t.Cleanup(func() { w.Close() })
	return s, w
}

func TestServerHandlesInOtherProcesses(t *testing.T) {
	s, w := inheritable(t)
	child := startServer(t, s)
	must(t, w.Write([]byte("one")))
	must(t, w.Write([]byte("two")))
	must(t, w.Write([]byte("three")))
	child.tell("count")
	child.expect("0 3")
	child.tell("read")
	child.expect("0 one")
	child.tell("child")
	child.expect("0 two")
	p := make([]byte, 10)
	n, err := s.TryRead(p)
	must(t, err)
	if string(p[:n]) != "three" {
		t.Fatalf("%q", p[:n])
	}
	child.finish()
}

func TestServerHandleOutlivesItsCreator(t *testing.T) {
	s, w := inheritable(t)
	first, second := startServer(t, s), startServer(t, s)
	for i := range 100 {
		must(t, w.Write(fmt.Appendf(nil, "%d", i)))
	}
	must(t, s.Close())
	second.tell("read")
	second.expect("0 0")
	must(t, w.Write([]byte("100")))
	first.finish() // ends in order: the slot goes on to the second
	for i := 1; i <= 100; i++ {
		second.tell("read")
		second.expect(fmt.Sprintf("0 %d", i))
	}
	second.finish()
	if err := w.Write(nil); errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
}

func TestKilledHolderEndsTheSlot(t *testing.T) {
	s, w := inheritable(t)
	holder := startServer(t, s)
	st := openServer(t, s)
	must(t, s.Close())
	must(t, w.Write([]byte("x")))
	got := make(chan error)
	go func() {
		_, err := st.Receive(transport.Wait{})
		if err == nil {
			_, err = st.Receive(transport.Wait{})
		}
		got <- err
	}()
	eventually(t, "the first message to be read", func() bool {
		i, err := st.Info()
		return err != nil || i.Read == 1
	})
	holder.kill()
	if err := <-got; errno.Of(err) != errno.HandleEOF {
		t.Fatal(err)
	}
	eventually(t, "the writer to learn of it", func() bool {
		return errno.Of(w.Write(nil)) == errno.HandleEOF
	})
	again, err := transport.Listen("heirloom", transport.Config{})
	must(t, err)
	again.Close()
}

func TestKilledStubGivesUpItsReads(t *testing.T) {
	s, w := inheritable(t)
	child := startServer(t, s)
	child.tell("read")
	must(t, w.Write([]byte("taken")))
	child.expect("0 taken")
	child.tell("read")
	child.kill()
	must(t, w.Write([]byte("kept")))
	p := make([]byte, 10)
	n, err := s.Read(p, transport.Wait{Timeout: patience})
	must(t, err)
	if string(p[:n]) != "kept" {
		t.Fatalf("%q", p[:n])
	}
}
