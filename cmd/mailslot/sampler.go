package main

import (
	"cmp"
	"slices"
	"time"

	"mailslot/internal/local"
)

// The kinds of event that watch reports.
const (
	eventPresent = "present" // the slot existed when watching began
	eventCreated = "created"
	eventClosed  = "closed"
	eventStats   = "stats" // once per interval for each slot
)

// event is what watch reports about a slot. As JSON it may only grow.
type event struct {
	Time  time.Time `json:"time"`
	Event string    `json:"event"`
	slotObject
	MessagesPerSecond float64 `json:"messages_per_second"`
	BytesPerSecond    float64 `json:"bytes_per_second"`
}

// sampler turns the states that two moments saw into the events between.
type sampler struct {
	before  map[slotKey]state
	at      time.Time
	started bool
}

// slotKey tells a slot from a later one of the same name.
type slotKey struct {
	name    string
	pid     int
	created time.Time
}

func keyOf(s state) slotKey { return slotKey{s.about.Name, s.about.PID, s.about.Created} }

// next takes the states of now and returns what happened since the last
// call: closed slots first, each group in the order of the names. Between
// ticks it tells only of slots that came and went, so that rates are always
// those of a whole interval.
func (p *sampler) next(now time.Time, states []state, tick bool) []event {
	elapsed := now.Sub(p.at)
	before := p.before
	p.before = make(map[slotKey]state, len(states))
	var events []event
	for _, s := range states {
		key := keyOf(s)
		last, known := before[key]
		delete(before, key)
		switch {
		case !known:
			events = append(events, p.opened(now, s))
		case !tick:
			s = last
		default:
			var messages, bytes float64
			if last.denied == nil && s.denied == nil { // else one of them tells nothing
				messages, bytes = rates(last.info, s.info, elapsed)
			}
			events = append(events, event{now, eventStats, s.object(), messages, bytes})
		}
		p.before[key] = s
	}
	if tick {
		p.at = now
	}
	p.started = true
	return append(closed(now, before), events...)
}

func (p *sampler) opened(now time.Time, s state) event {
	kind := eventCreated
	if !p.started {
		kind = eventPresent
	}
	return event{Time: now, Event: kind, slotObject: s.object()}
}

func closed(now time.Time, gone map[slotKey]state) []event {
	var events []event
	for _, s := range gone {
		events = append(events, event{Time: now, Event: eventClosed, slotObject: s.object()})
	}
	slices.SortFunc(events, func(a, b event) int { return cmp.Compare(a.Slot, b.Slot) })
	return events
}

// rates are the messages and bytes per second that came in between two
// samples: what is unread and what has been read, together. An unread message
// counts with the memory that it takes up, which is more than its bytes, so the
// bytes are too many while a slot fills and too few while it drains; then the
// sum may even fall. Where the system does not tell of traffic, they are 0.
func rates(before, now local.Info, elapsed time.Duration) (messages, bytes float64) {
	if elapsed <= 0 || now.Writers < 0 {
		return 0, 0
	}
	seconds := elapsed.Seconds()
	messages = max(0, arrived(now)-arrived(before)) / seconds
	bytes = max(0, arrivedBytes(now)-arrivedBytes(before)) / seconds
	return messages, bytes
}

func arrived(i local.Info) float64      { return float64(i.Read) + float64(i.Count) }
func arrivedBytes(i local.Info) float64 { return float64(i.ReadBytes) + float64(i.UnreadBytes) }
