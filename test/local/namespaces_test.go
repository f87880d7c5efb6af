//go:build linux

package local

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"mailslot"
)

// inUserNamespace runs a helper in a container where this user has another
// number, as rootless ones have it.
func inUserNamespace(c *exec.Cmd) {
	c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
	c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 1000, HostID: os.Geteuid(), Size: 1}}
	c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 1000, HostID: os.Getegid(), Size: 1}}
}

// needNamespaces skips a test where the helper cannot be started.
func needNamespaces(t *testing.T, in option) {
	t.Helper()
	c := exec.Command("/bin/true")
	c.SysProcAttr = &syscall.SysProcAttr{}
	in(c)
	if err := c.Run(); err != nil {
		t.Skipf("not run: no such namespace here: %v", err)
	}
}

// TestNamesSpanUserNamespaces: a directory that a container shares with its
// computer holds the slots of both.
func TestNamesSpanUserNamespaces(t *testing.T) {
	needNamespaces(t, inUserNamespace)
	computer(t)
	outside := listen(t, "outside", mailslot.ListenConfig{})
	start(t, "visitor", []string{"outside"}, inUserNamespace).expect("code 0")
	if i, err := outside.Info(); err != nil || i.Count != 1 {
		t.Errorf("after a write in the container: %+v, %v", i, err)
	}
	m, err := outside.Receive(t.Context())
	must(t, err)
	if m.From.UID != os.Geteuid() {
		t.Errorf("from user %d, whom this one knows as %d", m.From.UID, os.Geteuid())
	}
	start(t, "owner", []string{"inside"}, inUserNamespace).expect("listening")
	must(t, dial(t, "inside").WriteMessage([]byte("hello")))
}

// TestNamesSpanPIDNamespaces: the reader cannot see the writer's process and
// says so.
func TestNamesSpanPIDNamespaces(t *testing.T) {
	inPIDNamespace := func(c *exec.Cmd) { c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWPID }
	needNamespaces(t, inPIDNamespace)
	computer(t)
	reader := start(t, "whose", []string{"inside"}, inPIDNamespace)
	reader.expect("listening")
	must(t, dial(t, "inside").WriteMessage([]byte("hello")))
	reader.expect(fmt.Sprintf("%d -1", os.Geteuid()))
}

// whose creates a slot and tells who wrote its first message.
func whose(args []string) error {
	s, err := mailslot.Listen(args[0])
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Println("listening")
	m, err := s.Receive(context.Background())
	fmt.Println(m.From.UID, m.From.PID)
	return err
}

// TestNamesSpanContainersWithTheSameNumbers: root of a container is another
// user outside, and neither keeps the other from creating slots.
func TestNamesSpanContainersWithTheSameNumbers(t *testing.T) {
	_, asStranger := sharedComputer(t)
	asItsRoot := func(c *exec.Cmd) {
		asStranger(c)
		c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: stranger, Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: stranger, Size: 1}}
		c.SysProcAttr.Credential = &syscall.Credential{NoSetGroups: true}
	}
	start(t, "owner", []string{"inside"}, asItsRoot).expect("listening")
	outside := listen(t, "outside", mailslot.ListenConfig{Mode: 0o666})
	start(t, "visitor", []string{"outside"}, asItsRoot).expect("code 0")
	m, err := outside.Receive(t.Context())
	must(t, err)
	if m.From.UID != stranger {
		t.Errorf("from user %d, want %d", m.From.UID, stranger)
	}
	must(t, dial(t, "inside").WriteMessage([]byte("hello")))
}
