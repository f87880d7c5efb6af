//go:build linux

package net

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mailslot/internal/control"
	"mailslot/internal/lan"
)

const exitDenied = 5

// TestOffTheWireUnlessAnInterfaceIsNamed: the daemon runs, holds no port, and
// nothing can be sent.
func TestOffTheWireUnlessAnInterfaceIsNamed(t *testing.T) {
	l := newLab(t, "off", "-S", "-n", "2")
	l.configure(1, "interfaces = []\n")
	l.start(1, "mailslot", "daemon")
	eventually(t, "the daemon", func() bool {
		_, err := l.ask(1, control.Request{Op: control.OpState})
		return err == nil
	})
	var holders []lan.Holder
	l.inside(1, func() (err error) { holders, err = lan.Holders(); return err })
	if len(holders) != 0 {
		t.Errorf("ports are held: %v", holders)
	}
	for _, target := range []string{"H2", "*"} {
		if r := l.run(1, "mailslot", "send", "//"+target+"/mailslot/x", "hello"); r.code != exitNetwork {
			t.Errorf("send to %s: exit %d: %s", target, r.code, r.err)
		}
	}
	slot := l.listen(1, "x")
	l.ok(1, "mailslot", "send", "//H1/mailslot/x", "to myself")
	if got := slot.next().text(); got != "to myself" {
		t.Errorf("got %q", got)
	}
}

// TestDaemonKeepsOnePrivilege: the one to bind its ports.
func TestDaemonKeepsOnePrivilege(t *testing.T) {
	l := newLab(t, "caps", "-S", "-n", "2")
	l.daemon(1, "")
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", l.daemonPID(1)))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"CapPrm:\t0000000000000400", "CapEff:\t0000000000000400", "CapBnd:\t0000000000000400", "NoNewPrivs:\t1",
	} {
		if !strings.Contains(string(status), want) {
			t.Errorf("the daemon's status lacks %q", want)
		}
	}
}

// TestReloadTakesANewNameAndLeavesSlotsAlone by SIGHUP. A configuration that
// is wrong changes nothing.
func TestReloadTakesANewNameAndLeavesSlotsAlone(t *testing.T) {
	l := newLab(t, "reload", "-S", "-n", "2")
	d := l.daemon(1, "")
	l.daemon(2, "")
	slot := l.listen(1, "x")
	l.configure(1, "computer = \"OTHER\"\n")
	d.cmd.Process.Signal(syscall.SIGHUP)
	eventually(t, "the new name", func() bool { return l.names(1)["OTHER<00>"] == "owned" })
	l.ok(2, "mailslot", "send", "//OTHER/mailslot/x", "after")
	if got := slot.next().text(); got != "after" {
		t.Errorf("got %q", got)
	}
	l.configure(1, "computer = \"THIRD\"\nmisspelt = 1\n")
	d.cmd.Process.Signal(syscall.SIGHUP)
	eventually(t, "the refusal", func() bool { return strings.Contains(d.stderr(), "misspelt") })
	if l.names(1)["OTHER<00>"] != "owned" {
		t.Errorf("a wrong configuration was put to use: %v", l.names(1))
	}
}

// TestReloadByCommandTellsWhatIsWrong, as systemctl reload does by it, and ends
// when the new configuration is in use.
func TestReloadByCommandTellsWhatIsWrong(t *testing.T) {
	l := newLab(t, "told", "-S", "-n", "2")
	l.daemon(1, "")
	l.configure(1, "computer = \"OTHER\"\n")
	l.ok(1, "mailslot", "daemon", "--reload")
	if _, ok := l.names(1)["OTHER<00>"]; !ok {
		t.Errorf("the new name is not in use: %v", l.names(1))
	}
	for what, wrong := range map[string]string{
		"misspelt": "computer = \"THIRD\"\nmisspelt = \"x\"\n",
		"eth7":     "computer = \"THIRD\"\ninterfaces = [\"eth7\"]\n",
		"loud":     "computer = \"THIRD\"\n[daemon]\nlog = \"loud\"\n",
	} {
		l.configure(1, wrong)
		if r := l.run(1, "mailslot", "daemon", "--reload"); r.code == 0 || !strings.Contains(r.err, what) {
			t.Errorf("%s: exit %d: %s", what, r.code, r.err)
		}
		if _, ok := l.names(1)["THIRD<00>"]; ok {
			t.Errorf("%s: a wrong configuration was put to use", what)
		}
	}
}

// TestRestartDisturbsNoLocalSlot: readers and writers go on, and the network
// reaches the slot again through the new daemon.
func TestRestartDisturbsNoLocalSlot(t *testing.T) {
	l := newLab(t, "again", "-S", "-n", "2")
	d := l.daemon(1, "")
	l.daemon(2, "")
	slot := l.listen(1, "x")
	expect := func(want string) {
		if got := slot.next().text(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	l.ok(2, "mailslot", "send", "//H1/mailslot/x", "before")
	expect("before") // or it is still on the wire when the daemon ends
	d.stop()
	l.ok(1, "mailslot", "send", "x", "local")
	l.daemon(1, "")
	l.ok(2, "mailslot", "send", "//H1/mailslot/x", "after")
	expect("local")
	expect("after")
}

// TestStatusOfThisComputerSaysWhereItIs: a computer does not hear itself.
func TestStatusOfThisComputerSaysWhereItIs(t *testing.T) {
	l := newLab(t, "self", "-S", "-n", "2")
	l.daemon(1, "")
	for _, self := range []string{"H1", addr(1)} {
		r := l.run(1, "mailslot", "status", self)
		if r.code != exitNetwork || !strings.Contains(r.err, "mailslot names") {
			t.Errorf("%s: exit %d: %s", self, r.code, r.err)
		}
	}
}

// TestSecondDaemonLeavesTheWireAlone: its end would release the names of the
// first.
func TestSecondDaemonLeavesTheWireAlone(t *testing.T) {
	l := newLab(t, "second", "-S", "-n", "2")
	l.daemon(1, "")
	r := l.run(1, "mailslot", "daemon")
	if r.code != exitExists || !strings.Contains(r.err, "another daemon answers") || strings.Contains(r.err, "on the wire") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
}

// TestStoppedDaemonReleasesItsNames, so that another host may have them at once.
func TestStoppedDaemonReleasesItsNames(t *testing.T) {
	l := newLab(t, "free", "-S", "-n", "2")
	d := l.daemon(1, "")
	l.configure(2, "")
	l.ok(2, "mailslot", "resolve", "H1")
	d.stop()
	if r := l.run(2, "mailslot", "resolve", "H1"); r.code != exitNetwork {
		t.Errorf("resolve after the end: exit %d: %s", r.code, r.out)
	}
}

// TestSystemdHandsOverSockets starts the daemon as systemd does: with both
// ports and the control socket, no privilege at all, and somebody who wants to
// hear that it is ready and alive.
func TestSystemdHandsOverSockets(t *testing.T) {
	needTools(t, "setpriv")
	l := newLab(t, "sysd", "-S", "-n", "2")
	l.daemon(2, "")
	l.configure(1, "")
	dir := filepath.Dir(l.controlPath(1))
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	os.Chown(dir, nobodyID, nobodyID)
	notified := listenNotify(t, filepath.Join(l.dir, "h1/run/notify"))
	cmd := l.command(1, "sh", "-c",
		`LISTEN_PID=$$ exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all --inh-caps=-all `+program(t)+` daemon`)
	cmd.Env = append(cmd.Env, "LISTEN_FDS=3", "NOTIFY_SOCKET=/run/notify", "WATCHDOG_USEC=1000000")
	os.Chmod(filepath.Dir(program(t)), 0o755)
	cmd.ExtraFiles = []*os.File{
		fileOf(t, l.udp(1, "0.0.0.0:137")), fileOf(t, l.udp(1, "0.0.0.0:138")), l.controlListener(1),
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
		if t.Failed() {
			t.Log(errs.String())
		}
	})
	for _, want := range []string{"READY=1", "WATCHDOG=1", "WATCHDOG=1"} {
		select {
		case got := <-notified:
			if !strings.Contains(got, want) {
				t.Errorf("notified %q, want %q", got, want)
			}
		case <-time.After(patience):
			t.Fatalf("no %s; %s", want, errs.String())
		}
	}
	eventually(t, "the names", func() bool { return l.names(1)["H1<00>"] == "owned" })
	slot := l.listen(1, "x")
	l.ok(2, "mailslot", "send", "//H1/mailslot/x", "hello")
	if m := slot.next(); m.text() != "hello" || m.From.Host != "H2" {
		t.Errorf("got %+v", m)
	}
}

const nobodyID = 65534

func fileOf(t *testing.T, c interface{ File() (*os.File, error) }) *os.File {
	t.Helper()
	f, err := c.File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if u, ok := c.(io.Closer); ok {
		u.Close() // the file is a copy
	}
	return f
}

func (l *lab) controlListener(host int) *os.File {
	l.t.Helper()
	path := l.controlPath(host)
	u, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		l.t.Fatal(err)
	}
	u.SetUnlinkOnClose(false)
	os.Chmod(path, 0o666)
	return fileOf(l.t, u)
}

// listenNotify hears what a service tells systemd.
func listenNotify(t *testing.T, path string) <-chan string {
	t.Helper()
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	os.Chmod(path, 0o777)
	t.Cleanup(func() { c.Close() })
	heard := make(chan string, 64)
	go func() {
		for buf := make([]byte, 4096); ; {
			n, err := c.Read(buf)
			if err != nil {
				return
			}
			select {
			case heard <- string(buf[:n]):
			default:
			}
		}
	}()
	return heard
}

// TestNmbdStartedLaterIsLeftAlone: nmbd can start although the daemon has the
// ports, and the daemon moves aside.
func TestNmbdStartedLaterIsLeftAlone(t *testing.T) {
	needSamba(t)
	l := newLab(t, "later", "-S", "-n", "3")
	conf := l.smbConf(1, "NMBD1")
	socket := filepath.Join(filepath.Dir(conf), "nmbdsocketdir/unexpected")
	l.daemon(1, "computer = \"GOHOST\"\nnmbd_socket = \""+socket+"\"\n")
	l.daemon(2, "")
	nmbd := l.start(1, "nmbd", "-F", "--no-process-group", "-s", conf)
	eventually(t, "the daemon to move aside", func() bool { return l.state(1).Interfaces[0].Mode == "behind nmbd" })
	eventually(t, "nmbd to have its name", func() bool {
		return strings.Contains(l.nmblookup(3, "-B", "10.77.0.255", "NMBD1"), addr(1)+" ")
	})
	eventually(t, "our names", func() bool { return l.names(1)["GOHOST<00>"] == "owned" })
	slot := l.listen(1, "x")
	l.checkBeside(slot, "GOHOST")
	nmbd.stop()
	eventually(t, "the daemon to come back", func() bool { return l.state(1).Interfaces[0].Mode == "alone" })
}

// TestMetricsAndHealth are answered on the host itself.
func TestMetricsAndHealth(t *testing.T) {
	l := newLab(t, "metric", "-S", "-n", "2")
	l.daemon(1, "[daemon]\nmetrics = \"127.0.0.1:9138\"\n")
	l.daemon(2, "")
	l.listen(1, "x")
	l.ok(2, "mailslot", "send", "//H1/mailslot/x", "hello")
	eventually(t, "the message to be counted", func() bool {
		return strings.Contains(l.get(1, "/metrics"), `mailslot_events_total{event="slot_delivered"} 1`)
	})
	if !strings.Contains(l.get(1, "/metrics"), `mailslot_names{state="owned"} 2`) {
		t.Error("the names are not counted")
	}
	if got := l.get(1, "/healthz"); !strings.HasPrefix(got, "200 ok") {
		t.Errorf("health: %s", got)
	}
}

// get asks a host's own address for a page.
func (l *lab) get(host int, path string) string {
	l.t.Helper()
	var conn net.Conn
	l.inside(host, func() (err error) {
		conn, err = (&net.Dialer{}).DialContext(context.Background(), "tcp4", "127.0.0.1:9138")
		return err
	})
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.0\r\n\r\n", path)
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		l.t.Fatal(err)
	}
	body, _ := io.ReadAll(r.Body)
	return fmt.Sprintf("%d %s", r.StatusCode, body)
}

// TestCheckSaysWhatAConfigurationMeans, or what is wrong with it.
func TestCheckSaysWhatAConfigurationMeans(t *testing.T) {
	l := newLab(t, "check", "-S", "-n", "2")
	l.configure(1, "")
	if out := l.ok(1, "mailslot", "daemon", "--check"); !strings.Contains(out, "computer H1") || !strings.Contains(out, addr(1)) {
		t.Errorf("check: %s", out)
	}
	l.configure(1, "interfaces = [\"eth7\"]\n")
	if r := l.run(1, "mailslot", "daemon", "--check"); r.code != exitNetwork || !strings.Contains(r.err, "eth7") {
		t.Errorf("check: exit %d: %s", r.code, r.err)
	}
}

// TestDaemonEndsOnASIGTERMAtAnyMoment of its start, where it runs its program
// anew without privileges: none is caught by the one and lost on the other.
func TestDaemonEndsOnASIGTERMAtAnyMoment(t *testing.T) {
	l := newLab(t, "term", "-S", "-n", "2")
	l.configure(1, "interfaces = []\n")
	for i := range 60 {
		p := l.start(1, "mailslot", "daemon")
		select {
		case <-p.done:
			t.Fatal(p.stderr())
		case <-time.After(time.Duration(i) * 2 * time.Millisecond):
		}
		p.stop()
	}
}
