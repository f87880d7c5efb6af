package nbt

import (
	"net/netip"
	"time"
)

// The limits of a node. Each has a test at its edge.
const (
	MaxPacket     = 1500 // bytes of UDP payload that are looked at
	MaxInterfaces = 16
	MaxNames      = 24   // own names; what a node status response can hold
	MaxServers    = 12   // name servers, as on Windows
	MaxHosts      = 1000 // lines of the lmhosts table

	maxExchanges = 2048 // requests under way
	maxLookups   = 256  // names being resolved: as many as the daemon has clients, each with one question
	maxWaiters   = 256  // commands that wait for one name
	maxCache     = 512  // resolved names
	maxSources   = 1024 // addresses whose rate is measured
	maxSeen      = 4096 // datagrams remembered against copies
	maxEchoes    = 1024 // own datagrams remembered: more than a socket can queue
	maxBrowse    = 512  // computers in the browse list
)

// statusRate and noticeRate bound node status responses (they are larger than
// their queries) and log lines, each per second for the whole node.
const (
	statusRate = 20
	noticeRate = 5
)

// bucket is a token bucket that holds what a second lets in.
type bucket struct {
	tokens float64
	last   time.Duration
}

func fullBucket(rate int, now time.Duration) bucket { return bucket{float64(rate), now} }

func (b *bucket) take(rate int, now time.Duration) bool {
	b.tokens = min(float64(rate), b.tokens+(now-b.last).Seconds()*float64(rate))
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// rates are the buckets of the addresses heard last. They live in two
// generations: when the young one is full it becomes the old one, and the old
// one is forgotten, so that memory is bounded and nobody's turn takes long.
type rates struct {
	rate       int // negative: any
	young, old map[netip.Addr]*bucket
}

func (r *rates) allow(from netip.Addr, now time.Duration) bool {
	if r.rate < 0 {
		return true
	}
	b := r.young[from]
	if b == nil {
		b = r.admit(from, now)
	}
	return b.take(r.rate, now)
}

// admit makes from one of the young, with its old bucket if it has one.
func (r *rates) admit(from netip.Addr, now time.Duration) *bucket {
	if r.young == nil || len(r.young) >= maxSources/2 {
		r.young, r.old = map[netip.Addr]*bucket{}, r.young
	}
	b := r.old[from]
	if b == nil {
		fresh := fullBucket(r.rate, now)
		b = &fresh
	}
	r.young[from] = b
	return b
}
