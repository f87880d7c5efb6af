package nbt

import (
	"time"

	"mailslot/netbios"
)

// cacheTime is how long an answer is believed (spec 5).
const cacheTime = 10 * time.Minute

// cache holds answers, at most maxCache beside the preloaded ones.
type cache struct {
	answers map[netbios.Name]cached
	preset  map[netbios.Name]Answer // #PRE lines: never forgotten
}

type cached struct {
	answer Answer
	until  time.Duration
}

// preload takes over the #PRE lines of the lmhosts table.
func (c *cache) preload(hosts []Host) {
	c.preset = map[netbios.Name]Answer{}
	for _, h := range hosts {
		if a, ok := lookupHosts(hosts, h.Name, true); h.Preload && ok {
			c.preset[h.Name] = a
		}
	}
}

func (c *cache) get(name netbios.Name, now time.Duration) (Answer, bool) {
	if a, ok := c.preset[name]; ok {
		return a, true
	}
	e, ok := c.answers[name]
	if !ok || e.until <= now {
		return Answer{}, false
	}
	a := e.answer
	a.From = FromCache
	return a, true
}

func (c *cache) put(a Answer, now time.Duration) {
	if c.answers == nil {
		c.answers = map[netbios.Name]cached{}
	}
	if _, ok := c.answers[a.Name]; !ok && len(c.answers) >= maxCache {
		c.evict()
	}
	c.answers[a.Name] = cached{a, now + cacheTime}
}

// evict forgets the answer that would be forgotten next.
func (c *cache) evict() {
	var first netbios.Name
	found := false
	for name, e := range c.answers {
		if !found || e.before(name, c.answers[first], first) {
			first, found = name, true
		}
	}
	delete(c.answers, first)
}

// before orders entries by time and, for a run to replay exactly, by name.
func (e cached) before(name netbios.Name, other cached, otherName netbios.Name) bool {
	if e.until != other.until {
		return e.until < other.until
	}
	return string(name[:]) < string(otherName[:])
}

// lookupHosts finds a name in the lmhosts table: the first line for a unique
// name, all lines for a group. With preload only the #PRE lines count.
func lookupHosts(hosts []Host, name netbios.Name, preload bool) (Answer, bool) {
	a := Answer{Name: name, From: FromLMHosts}
	for _, h := range hosts {
		if h.Name != name || preload && !h.Preload {
			continue
		}
		if len(a.Addrs) > 0 && !(a.Group && h.Group) {
			continue
		}
		a.Group = h.Group
		if len(a.Addrs) < netbios.MaxEntries {
			a.Addrs = append(a.Addrs, h.Addr)
		}
	}
	return a, len(a.Addrs) > 0
}
