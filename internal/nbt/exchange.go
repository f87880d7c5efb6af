package nbt

import (
	"net/netip"
	"slices"
	"time"

	"mailslot/netbios"
)

// The tries of a request (spec 7): RFC 1002's for claims, those of Windows for
// questions.
const (
	claimTries     = 3
	claimInterval  = 250 * time.Millisecond
	queryTries     = 3
	queryInterval  = 750 * time.Millisecond
	serverTries    = 3
	serverInterval = 1500 * time.Millisecond

	// maxPatience bounds how long a name server may make us wait, and maxWaits
	// how often.
	maxPatience = time.Minute
	maxWaits    = 3
)

// exchange is a request that is sent again until it is answered, to one
// destination after the other.
type exchange struct {
	request   netbios.NamePacket // its id is given by open
	iface     int                // Index
	to        []netip.AddrPort   // asked in this order
	broadcast bool               // to is a broadcast address: anybody on the subnet may answer
	tries     int                // at each destination
	every     time.Duration

	// accept looks at an answer whose id, source, name and kind are right. It
	// returns true when the exchange is over. Nil: answers do not matter.
	accept func(from netip.Addr, answer netbios.NamePacket) bool
	// expired is called when all tries went unanswered.
	expired func()

	timer timer
	sent  int // to the present destination
	at    int // index of the present destination
	waits int
	ended bool
}

// open begins an exchange after a delay; false if too many are under way.
func (n *Node) open(x *exchange, delay time.Duration) bool {
	if len(n.exchanges) >= maxExchanges {
		return false
	}
	head := x.request.Head()
	for {
		head.ID = uint16(n.rng.Uint32())
		if n.exchanges[head.ID] == nil {
			break
		}
	}
	n.exchanges[head.ID] = x
	x.timer.fire = func() { n.proceed(x) }
	if delay > 0 {
		n.after(delay, &x.timer)
	} else {
		n.proceed(x)
	}
	return true
}

// proceed sends the next try, or gives up.
func (n *Node) proceed(x *exchange) {
	if x.sent == x.tries {
		x.at, x.sent = x.at+1, 0
	}
	f := n.interfaceOf(x.iface)
	if x.at == len(x.to) || f == nil {
		n.close(x)
		x.expired()
		return
	}
	x.sent++
	n.sendName(f, x.to[x.at], x.request)
	n.after(x.every, &x.timer)
}

// close ends an exchange; it does nothing the second time.
func (n *Node) close(x *exchange) {
	if x.ended {
		return
	}
	x.ended = true
	n.timers.stop(&x.timer)
	delete(n.exchanges, x.request.Head().ID)
}

// hearResponse gives a response to the exchange that it answers.
func (n *Node) hearResponse(f *Interface, ev Packet, p netbios.NamePacket) {
	x := n.exchanges[p.Head().ID]
	if x == nil || !n.answers(x, f, ev, p) {
		n.ignoreResponse(ev, p)
		return
	}
	if w, ok := p.(*netbios.Wait); ok {
		n.wait(x, w)
		return
	}
	if x.accept != nil && x.accept(ev.From.Addr(), p) {
		n.close(x)
	}
}

// answers reports whether p can be the answer to x: it comes from who was
// asked, from the port that needs privileges, and speaks of the same name.
func (n *Node) answers(x *exchange, f *Interface, ev Packet, p netbios.NamePacket) bool {
	from := ev.From
	if x.sent == 0 && x.at == 0 || from.Port() != netbios.NameServicePort {
		return false
	}
	if x.broadcast {
		if f.Index != x.iface || !f.hears(from.Addr()) {
			return false
		}
	} else if !slices.Contains(x.to[:min(x.at+1, len(x.to))], from) {
		return false
	}
	return fits(x.request, p)
}

// fits reports whether p is a response of the right kind about the right name.
func fits(request, p netbios.NamePacket) bool {
	asked, askedScope := subject(request)
	name, scope := subject(p)
	if name.Fold() != asked || scope != askedScope {
		return false
	}
	op, want := p.Head().Flags.Op(), request.Head().Flags.Op()
	switch p.(type) {
	case *netbios.Wait:
		return true
	case *netbios.Status:
		q, ok := request.(*netbios.Query)
		return ok && q.Type == netbios.TypeNBStat
	case *netbios.Answer:
		if q, ok := request.(*netbios.Query); ok {
			return op == netbios.OpQuery && q.Type == netbios.TypeNB
		}
		return op != netbios.OpQuery && (op == netbios.OpRelease) == (want == netbios.OpRelease)
	}
	return false
}

// subject is the name that a packet is about.
func subject(p netbios.NamePacket) (netbios.Name, netbios.Scope) {
	switch v := p.(type) {
	case *netbios.Query:
		return v.Name, v.Scope
	case *netbios.Claim:
		return v.Name, v.Scope
	case *netbios.Answer:
		return v.Name, v.Scope
	case *netbios.Wait:
		return v.Name, v.Scope
	case *netbios.Status:
		return v.Name, v.Scope
	}
	return netbios.Name{}, netbios.Scope{}
}

// wait gives a name server the time that it asks for.
func (n *Node) wait(x *exchange, w *netbios.Wait) {
	if x.broadcast || x.waits == maxWaits {
		return
	}
	x.waits++
	x.sent = x.tries // no further try meanwhile: the server has the request
	n.after(min(time.Duration(w.TTL)*time.Second+x.every, maxPatience), &x.timer)
}

// ignoreResponse counts a response to nothing that was asked. Demands to give
// up a name are told apart, because somebody may be trying to take it.
func (n *Node) ignoreResponse(ev Packet, p netbios.NamePacket) {
	flags := p.Head().Flags
	name, _ := subject(p)
	if flags.Op() != netbios.OpRegister || flags.RCode() == netbios.RCodeOK {
		n.count(DropForeignResponse)
		return
	}
	n.count(DropDemand)
	if n.own[name.Fold()] != nil && !n.ownAddr(ev.From.Addr()) {
		n.notice(DemandIgnored, name.Fold(), ev.From.Addr())
	}
}
