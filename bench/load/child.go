//go:build linux

package load

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// ChildFlag is the first argument of a program that is to call Run.
const ChildFlag = "-child"

// child is another process of the same program that runs one cell.
type child struct {
	cmd *exec.Cmd
	out *bufio.Reader
}

// start runs a cell of the same transport in a process of its own, which does
// not outlive this one.
func (c *call) start(cell string, args ...any) (*child, error) {
	argv := []string{ChildFlag, c.transport, cell}
	for _, a := range args {
		argv = append(argv, fmt.Sprint(a))
	}
	cmd := onOther(argv)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	k := &child{cmd, bufio.NewReader(out)}
	c.kids = append(c.kids, k)
	return k, nil
}

func (c *call) endChildren() {
	for _, k := range c.kids {
		k.cmd.Process.Kill()
		k.cmd.Wait()
	}
	c.kids = nil
}

// value waits for the child's next line and returns its number.
func (k *child) value() (float64, error) {
	var key, value string
	if _, err := fmt.Fscanln(k.out, &key, &value); err != nil {
		return 0, fmt.Errorf("the other process ended early: %w", err)
	}
	return strconv.ParseFloat(value, 64)
}

// copyTo passes the child's lines on until it closes its output.
func (k *child) copyTo(out io.Writer) error {
	_, err := io.Copy(out, k.out)
	return err
}
