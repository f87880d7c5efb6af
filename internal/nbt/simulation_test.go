package nbt

import (
	"flag"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mailslot/internal/wiretest"
	"mailslot/netbios"
)

var (
	simSeed  = flag.Uint64("sim.seed", 0, "replay the simulation of one seed")
	simSeeds = flag.Uint64("sim.seeds", 2000, "simulate this many seeds")
)

// TestSimulation drives 20 nodes through loss, duplication, reordering,
// corruption, partitions, crashes, clock jumps and an attacker, once per seed,
// and checks what the oracle knows. A failing seed replays exactly with
// -sim.seed.
func TestSimulation(t *testing.T) {
	if *simSeed != 0 {
		if faults := simulate(t, *simSeed).o.faults; len(faults) > 0 {
			t.Fatalf("seed %d:\n%s", *simSeed, strings.Join(faults, "\n"))
		}
		return
	}
	var next atomic.Uint64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := next.Add(1); seed <= *simSeeds && !t.Failed(); seed = next.Add(1) {
				if faults := simulate(t, seed).o.faults; len(faults) > 0 {
					t.Errorf("seed %d: %s\nreplay: go test ./internal/nbt -run TestSimulation -sim.seed=%d", seed, faults[0], seed)
				}
			}
		})
	}
	wg.Wait()
}

func TestSimulationReplaysExactly(t *testing.T) {
	for seed := range uint64(4) {
		if a, b := simulate(t, seed).o.trace, simulate(t, seed).o.trace; a != b {
			t.Errorf("seed %d: traces %x and %x", seed, a, b)
		}
	}
}

// simHosts is the number of nodes; the last simTwins want one and the same name.
const (
	simHosts = 20
	simTwins = 3
	twin     = "TWIN"
)

// simulation is one run.
type simulation struct {
	w      *world
	o      *oracle
	nodes  []*host
	evil   *attacker
	server *host // WINS, in some runs

	twoLANs bool
}

// simulate runs one seed from boot to quiet.
func simulate(t testing.TB, seed uint64) *simulation {
	s := &simulation{w: newWorld(t, seed)}
	s.o = watch(s.w)
	s.populate()
	s.w.wire = faults{loss: 0.2 * s.w.rng.Float64(), duplicate: 0.1, corrupt: 0.02, late: 0.25, veryLate: 0.01}
	for range 60 {
		s.mischief()
		s.w.run(time.Duration(s.w.rng.Int64N(int64(2 * time.Second))))
	}
	s.quieten()
	s.checkQuiet()
	return s
}

// populate makes the hosts. Every second run has a WINS server and nodes of
// all types.
func (s *simulation) populate() {
	w := s.w
	mixed := w.rng.IntN(2) == 0
	s.twoLANs = w.rng.IntN(4) == 0
	if mixed {
		s.server, _ = w.addWINS(hostPrefix(100))
		w.spared = s.server.addr
	}
	for i := range simHosts {
		cfg := Config{Computer: fmt.Sprintf("HOST%02d", i), Workgroup: "MSLOT", Announce: Announce{Enabled: i < 2, Comment: "simulated"}}
		if i >= simHosts-simTwins {
			cfg.Computer = twin
		}
		if i%4 == 1 {
			cfg.Domains = []string{"OTHER"}
		}
		if mixed {
			cfg.Type, cfg.WINS = simType(i), nil
			if cfg.Type != BNode {
				cfg.WINS = append(cfg.WINS, s.server.addr)
			}
		}
		h := w.add(hostPrefix(i+1), cfg, s.secondLAN(i)...)
		h.keep, h.log = false, nil
		h.tick = time.Duration(w.rng.Int64N(int64(3 * time.Second)))
		s.nodes = append(s.nodes, h)
	}
	evil := w.place(hostPrefix(200))
	evil.actor = func(*host, Packet) {}
	s.evil, s.o.evil = &attacker{h: evil}, evil.addr
	for _, v := range wiretest.Vectors(w.t, "") {
		s.evil.vectors = append(s.evil.vectors, v.Bytes(w.t))
	}
}

// secondLAN connects the first few hosts of some runs to a LAN more.
func (s *simulation) secondLAN(i int) []string {
	if s.twoLANs && i < 4 {
		return []string{fmt.Sprintf("10.78.0.%d/24", i+1)}
	}
	return nil
}

// simType spreads the node types. The twins hear each other's broadcasts.
func simType(i int) NodeType {
	if i >= simHosts-simTwins {
		return [...]NodeType{BNode, HNode, MNode}[i%3]
	}
	return [...]NodeType{BNode, HNode, MNode, BNode, PNode}[i%5]
}

// mischief does one random thing.
func (s *simulation) mischief() {
	w := s.w
	h := s.nodes[w.rng.IntN(len(s.nodes))]
	other := s.nodes[w.rng.IntN(len(s.nodes))]
	switch p := w.rng.IntN(100); {
	case p < 8 && !h.down:
		h.crash()
	case p < 16 && h.down:
		h.start()
	case p < 22:
		s.split(1 + w.rng.IntN(3))
	case p < 28:
		s.split(1)
	case p < 34:
		h.skew += time.Duration(w.rng.Int64N(int64(2*time.Hour))) - time.Hour
	case p < 48:
		s.evil.strike(h, mustName(h.cfg.Computer))
	case h.down:
	case p < 54 && h.cfg.Type != PNode: // a B node could not know of its name
		h.do(AddName{OwnName{mustName("SHARED<03>"), false}})
	case p < 58 && p >= 54:
		h.do(RemoveName{mustName("SHARED<03>")})
	case p < 66:
		s.o.ask(h, func(id uint64) Event { return Resolve{ID: id, Name: mustName(other.cfg.Computer)} })
	case p < 70:
		s.o.ask(h, func(id uint64) Event { return QueryStatus{ID: id, Addr: other.addr} })
	case p < 85:
		s.o.send(h, other.cfg.Computer, other.cfg.Computer, w.rng.IntN(413))
	default:
		s.o.send(h, "*", "MSLOT", w.rng.IntN(413))
	}
	if h.node != nil {
		s.o.checkMemory(h)
	}
}

// split divides the LAN into islands; one island heals it.
func (s *simulation) split(islands int) {
	for _, h := range s.w.hosts {
		h.island = s.w.rng.IntN(islands)
	}
}

// quieten ends all faults and waits until owners have found each other.
func (s *simulation) quieten() {
	s.w.wire = faults{}
	s.split(1)
	for _, h := range s.nodes {
		if h.down {
			h.start()
		}
	}
	s.w.run(35 * time.Minute)
}

// checkQuiet checks what must hold on a good link.
func (s *simulation) checkQuiet() {
	s.o.checkAnswers()
	owners := s.checkOwners()
	s.checkResolving(owners)
	s.checkSending(owners)
	s.checkFootprint()
}

// checkOwners checks that every unique name has one owner.
func (s *simulation) checkOwners() map[netbios.Name]*host {
	owners, wanted := map[netbios.Name]*host{}, map[netbios.Name]bool{}
	for _, h := range s.nodes {
		for _, st := range h.node.Names() {
			if st.Group {
				if st.State != Owned {
					s.o.fault("%v: group %v is in state %v", h.addr, st.Name, st.State)
				}
				continue
			}
			wanted[st.Name] = true
			if st.State != Owned {
				continue
			}
			if other := owners[st.Name]; other != nil {
				s.o.fault("%v is owned by %v and %v", st.Name, other.addr, h.addr)
			}
			owners[st.Name] = h
		}
	}
	for name := range wanted {
		if owners[name] == nil {
			s.o.fault("%v is owned by nobody", name)
		}
	}
	return owners
}

// reaches reports whether a node's questions get to another node's names: both
// broadcast, or both use the server.
func reaches(a, b *host) bool {
	ta, tb := a.node.typ, b.node.typ
	return ta != PNode && tb != PNode || ta != BNode && tb != BNode
}

// checkResolving asks for every host's name and wants the right answer within
// the tries of one question.
func (s *simulation) checkResolving(owners map[netbios.Name]*host) {
	type question struct {
		c    *command
		from *host
		of   *host
	}
	var list []question
	for i, h := range s.nodes {
		from := s.nodes[(i+7)%simHosts]
		name := mustName(h.cfg.Computer)
		if owner := owners[name]; owner != nil && owner != from {
			c := s.o.ask(from, func(id uint64) Event { return Resolve{ID: id, Name: name, Fresh: true} })
			list = append(list, question{c, from, owner})
		}
	}
	s.w.run(time.Minute)
	for _, q := range list {
		ok := q.c.done == 1 && q.c.err == nil && len(q.c.to.Addrs) >= 1 && s.w.ports[q.c.to.Addrs[0]].host == q.of
		if reaches(q.from, q.of) != ok || ok && q.c.took > queryInterval {
			s.o.fault("%v asks for %v: %+v", q.from.addr, q.of.addr, *q.c)
		}
	}
}

// checkSending sends to hosts and to the domain and wants every message
// delivered exactly once to exactly those.
func (s *simulation) checkSending(owners map[netbios.Name]*host) {
	wants := map[*simMessage][]*host{}
	for i, h := range s.nodes {
		from := s.nodes[(i+3)%simHosts]
		if from.node.typ == PNode || h.node.typ == PNode {
			continue
		}
		name := h.cfg.Computer
		if owner := owners[mustName(name)]; owner != nil && owner.cfg.Computer != from.cfg.Computer {
			wants[s.o.send(from, name, name, 400)] = []*host{owner}
		}
	}
	for _, from := range []*host{s.nodes[0], s.nodes[simHosts-1]} {
		wants[s.o.send(from, "*", "MSLOT", 30)] = s.nodes
	}
	var members []*host
	for _, h := range s.nodes {
		if len(h.cfg.Domains) > 0 {
			members = append(members, h)
		}
	}
	wants[s.o.send(s.nodes[0], "other", "OTHER", 30)] = members
	s.w.run(time.Minute)
	for m, to := range wants {
		if len(m.got) != len(to) {
			s.o.fault("message of %v to %s got to %v", m.from.addr, m.to, m.got)
		}
		for _, h := range to {
			if m.got[h.addr] != 1 {
				s.o.fault("message of %v to %s came %d times to %v", m.from.addr, m.to, m.got[h.addr], h.addr)
			}
		}
	}
	s.o.checkAnswers()
}

// checkFootprint checks that nothing is left over from the bad times.
func (s *simulation) checkFootprint() {
	s.w.run(time.Second)
	for _, h := range s.nodes {
		s.o.checkMemory(h)
		n := h.node
		if len(n.lookups) != 0 {
			s.o.fault("%v still looks for %d names", h.addr, len(n.lookups))
		}
		rounds := 0
		for _, o := range n.order {
			rounds += len(o.round)
		}
		if len(n.exchanges) > rounds {
			s.o.fault("%v has %d exchanges for %d rounds", h.addr, len(n.exchanges), rounds)
		}
	}
}
