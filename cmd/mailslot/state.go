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

// told reports whether the system tells who has the slot, and how it was made.
// Windows does not.
func (s state) told() bool { return s.about.UID >= 0 }

// slotObject is the JSON object of one slot. It may only grow. Counts are
// null for users who may not write to the slot, and so is what the system does
// not tell; uid and pid are then -1.
type slotObject struct {
	Slot        string      `json:"slot"`
	Owner       ownerObject `json:"owner"`
	Mode        string      `json:"mode"`
	Network     bool        `json:"network"`
	Created     *time.Time  `json:"created"`
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
	o := slotObject{
		Slot: s.name(), Owner: ownerObject{UID: a.UID, PID: a.PID},
		Network: a.Network, Quota: a.Quota, MaxSize: a.MaxSize,
	}
	if s.told() {
		mode, created := accessMode(a.Mode), a.Created.UTC()
		o.Owner.User, o.Mode, o.Created = userName(a.UID), mode.String(), &created
	}
	if s.denied == nil {
		ms := int64(s.info.ReadTimeout)
		if s.info.ReadTimeout == local.Forever {
			ms = -1
		}
		o.NextSize, o.Count, o.ReadTimeout = &s.info.NextSize, &s.info.Count, &ms
		if s.info.Writers >= 0 {
			o.Writers = &s.info.Writers
		}
	}
	return o
}
