package main

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// state is what can be said about one slot. Counts are for those who may
// write to it; denied says why they are missing.
type state struct {
	about  local.About
	info   local.Info
	denied error
}

// stateOf asks a slot of this computer.
func stateOf(about local.About) state {
	s := state{about: about}
	w, err := local.Dial("", about.Name)
	if err != nil {
		s.denied = err
		return s
	}
	defer w.Close()
	s.info, s.denied = w.Info()
	return s
}

// asking is how many slots states asks at once: the owner of one that is
// stopped answers only by a time-out.
const asking = 32

// states asks all slots of this computer whose names match, in the order of
// their names.
func states(pattern string) ([]state, error) {
	all, err := local.List("")
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a local.About) bool { return !a.Alive || !matches(pattern, a.Name) })
	found := make([]state, len(all))
	turns := make(chan struct{}, asking)
	var asked sync.WaitGroup
	for i, about := range all {
		turns <- struct{}{}
		asked.Go(func() {
			found[i] = stateOf(about)
			<-turns
		})
	}
	asked.Wait()
	found = slices.DeleteFunc(found, state.gone)
	slices.SortFunc(found, func(a, b state) int { return cmp.Compare(a.name(), b.name()) })
	return found, nil
}

// gone reports whether the slot has ended since it was listed.
func (s state) gone() bool { return errno.Of(s.denied) == errno.FileNotFound }

func (s state) name() string { return bareName(s.about.Name) }

// slotObject is the JSON object of one slot. It may only grow. Counts are
// null for users who may not write to the slot.
type slotObject struct {
	Slot        string      `json:"slot"`
	Owner       ownerObject `json:"owner"`
	Mode        string      `json:"mode"`
	Network     bool        `json:"network"`
	Created     time.Time   `json:"created"`
	Quota       int64       `json:"quota"`
	MaxSize     uint32      `json:"max_size"`        // 0: any
	NextSize    *int        `json:"next_size"`       // -1: no message
	Count       *int        `json:"count"`           //
	ReadTimeout *int64      `json:"read_timeout_ms"` // -1: for ever, 0: not at all
	Writers     *int        `json:"writers"`
}

type ownerObject struct {
	UID  int    `json:"uid"`
	User string `json:"user"`
	PID  int    `json:"pid"`
}

func (s state) object() slotObject {
	a := s.about
	mode := accessMode(a.Mode)
	o := slotObject{
		Slot: s.name(), Owner: ownerObject{a.UID, userName(a.UID), a.PID}, Mode: mode.String(),
		Network: a.Network, Created: a.Created.UTC(), Quota: a.Quota, MaxSize: a.MaxSize,
	}
	if s.denied == nil {
		ms := int64(s.info.ReadTimeout)
		if s.info.ReadTimeout == local.Forever {
			ms = -1
		}
		o.NextSize, o.Count, o.Writers, o.ReadTimeout = &s.info.NextSize, &s.info.Count, &s.info.Writers, &ms
	}
	return o
}
