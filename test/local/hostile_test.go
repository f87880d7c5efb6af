//go:build linux

package local

import (
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot"
	"mailslot/internal/errno"
	"mailslot/internal/local"
)

const (
	hostileCrowd  = 64
	hostileRounds = 5 // of each kind, alone
	crowdFull     = 10
	crowdShare    = 3 // measurements, each with and without the crowd
	crowdSpell    = 2 * time.Second
	fairPart      = 80 // percent of the honest pair's throughput that must stay
	honestQuota   = 1 << 20
	cutPatience   = 5 * time.Second // of a villain that should be cut off
)

// TestHostileClientAlone runs each kind of attack next to an honest writer:
// all of the honest messages are read in order, and who breaks the protocol is
// cut off and counted.
func TestHostileClientAlone(t *testing.T) {
	if n := len(allAttacks()); n < 32 {
		t.Fatalf("only %d kinds of attack", n)
	}
	for i, a := range allAttacks() {
		t.Run(a.name, func(t *testing.T) {
			p := startPair(t)
			before := p.info(t).Offenders
			villain := start(t, "hostile", []string{strconv.Itoa(i), strconv.Itoa(hostileRounds)})
			for range hostileRounds {
				if said := villain.line(); a.fatal && said != "cut" {
					t.Errorf("the connection is %s after the attack, want it cut", said)
				}
			}
			villain.finish()
			if found := p.info(t).Offenders - before; a.fatal && found < hostileRounds {
				t.Errorf("%d offenders are counted, want %d", found, hostileRounds)
			}
			p.finish(t)
		})
	}
}

// TestHostileCrowd runs 64 hostile clients of all kinds at once. The honest
// pair keeps most of the throughput that it has next to as many processes
// which only spin.
func TestHostileCrowd(t *testing.T) {
	p := startPair(t)
	var besideSpinners, besideVillains uint64
	for range share(crowdFull, crowdShare) {
		besideSpinners += p.throughput(t, "spinner")
		besideVillains += p.throughput(t, "hostile")
	}
	p.finish(t)
	part := 100 * besideVillains / besideSpinners
	t.Logf("honest messages: %d beside spinning processes, %d beside hostile ones: %d %%", besideSpinners, besideVillains, part)
	if part < fairPart {
		t.Errorf("the honest pair keeps %d %% of its throughput, want %d", part, fairPart)
	}
}

// pair is an honest writer process and a reader in this one.
type pair struct {
	slot   *local.Slot
	writer *process
	honest int           // its process id
	read   atomic.Uint64 // honest messages
	done   chan error
}

func startPair(t *testing.T) *pair {
	t.Helper()
	dir := computer(t)
	slot, err := local.Listen("pair", local.Config{Dir: dir, MaxSize: hostileSlotMax, Quota: honestQuota, ReadTimeout: local.Forever})
	must(t, err)
	t.Cleanup(func() { slot.Close() })
	p := &pair{slot: slot, done: make(chan error, 1)}
	p.writer = start(t, "honest", nil)
	p.writer.expect("writing")
	p.honest = p.writer.pid()
	go func() { p.done <- p.judge() }()
	return p
}

// judge reads until the honest writer's last message, which is empty.
func (p *pair) judge() error {
	for {
		m, err := p.slot.Receive(local.Wait{Timeout: patience / 4})
		if err != nil {
			return err
		}
		if m.From.PID != p.honest {
			continue
		}
		if len(m.Data) == 0 {
			return nil
		}
		_, seq, err := parsePayload(m.Data)
		if err != nil {
			return err
		}
		if want := p.read.Load() + 1; seq != want {
			return fmt.Errorf("honest message %d was read when %d was due", seq, want)
		}
		p.read.Add(1)
	}
}

// throughput is how many honest messages are read beside a crowd of helpers.
func (p *pair) throughput(t *testing.T, kind string) uint64 {
	t.Helper()
	crowd := make([]*process, hostileCrowd)
	for i := range crowd {
		crowd[i] = start(t, kind, []string{strconv.Itoa(i % len(allAttacks()))})
	}
	for _, c := range crowd {
		c.expect("go")
	}
	before := p.read.Load()
	p.comeAndGo(t)
	n := p.read.Load() - before
	for _, c := range crowd {
		c.kill()
	}
	return n
}

// comeAndGo opens and closes honest handles for the time of a measurement:
// a crowd must not keep others out.
func (p *pair) comeAndGo(t *testing.T) {
	t.Helper()
	opened := 0
	for end := time.Now().Add(crowdSpell); time.Now().Before(end); time.Sleep(crowdSpell / 50) {
		w, err := mailslot.Dial("pair")
		if err != nil {
			t.Errorf("an honest client was kept out: %v", err)
			continue
		}
		opened++
		must(t, w.WriteMessage([]byte("a visitor")))
		w.Close()
	}
	t.Logf("%d visitors", opened)
}

// finish ends the honest writer and checks that all of its messages were read.
func (p *pair) finish(t *testing.T) {
	t.Helper()
	p.writer.in.Close()
	if err := <-p.done; err != nil {
		t.Fatalf("the reader: %v; %+v", err, p.info(t))
	}
	written := number(p.writer.line())
	if read := p.read.Load(); read != written {
		t.Errorf("%d honest messages were written, %d read", written, read)
	}
}

func (p *pair) info(t *testing.T) local.Info {
	t.Helper()
	info, err := p.slot.Info()
	must(t, err)
	return info
}

// honestWriter writes messages 1, 2, 3, ... until its input ends, then an
// empty one, and says how many there were.
func honestWriter([]string) error {
	w, err := mailslot.Dial("pair")
	if err != nil {
		return err
	}
	defer w.Close()
	var ended atomic.Bool
	go func() { awaitEnd(); ended.Store(true) }()
	fmt.Println("writing")
	buf := make([]byte, 256)
	for seq := uint64(1); ; seq++ {
		if ended.Load() {
			fmt.Println(seq - 1)
			return writePatiently(w, nil)
		}
		if err := writePatiently(w, payload(buf, 0, seq, 16+int(seq%200))); err != nil {
			return err
		}
	}
}

// hostile runs one kind of attack: so many rounds, each with its outcome, or
// without end.
func hostile(args []string) error {
	a := allAttacks()[number(args[0])]
	if len(args) == 1 {
		fmt.Println("go")
		for {
			if c, _ := a.round(); c != nil {
				c.close()
			}
		}
	}
	for range number(args[1]) {
		c, err := a.round()
		if !expected(err) {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		if a.fatal && c != nil && c.cutWithin(cutPatience) {
			fmt.Println("cut")
		} else {
			fmt.Println("open")
		}
		if c != nil {
			c.close()
		}
	}
	return nil
}

// spinner only uses the processor.
func spinner([]string) error {
	fmt.Println("go")
	for n := 0; ; n++ {
		if n < 0 {
			return errors.New("time has run out")
		}
	}
}

// TestOtherVersionIsRefusedWithASentence reads what the server says to a
// client of another version before it hangs up.
func TestOtherVersionIsRefusedWithASentence(t *testing.T) {
	computer(t)
	listen(t, "versions", mailslot.ListenConfig{})
	c, err := connect()
	must(t, err)
	defer c.close()
	must(t, c.send(hello(99)))
	packet := make([]byte, 4096)
	n, err := unix.Read(c.fd, packet)
	if err == unix.ECONNRESET { // told once, before what was sent earlier
		n, err = unix.Read(c.fd, packet)
	}
	must(t, err)
	if n < 20 || errno.Errno(packet[16]) != errno.RevisionMismatch&0xFF || len(packet[20:n]) < 20 {
		t.Fatalf("the server said %q", packet[:n])
	}
}
