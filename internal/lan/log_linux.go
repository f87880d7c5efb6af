package lan

import "mailslot/internal/nbt"

// logName says what has become of an own name. A conflict is the one thing
// that somebody must do something about.
func (e *engine) logName(s nbt.NameStatus) {
	switch s.State {
	case nbt.Conflict:
		e.log.Warn("name conflict: another computer holds our name; choose another computer name or stop the other",
			"name", s.Name.String(), "holder", s.Owner.String())
	case nbt.Owned:
		e.log.Info("name owned", "name", s.Name.String(), "group", s.Group)
	default:
		e.log.Debug("name", "name", s.Name.String(), "state", StateName(s.State))
	}
}

// logNotice repeats what the node noticed. Everything in it is claimed by a
// stranger; the logger quotes it.
func (e *engine) logNotice(n nbt.Notice) {
	e.log.Info(noticeText[n.Kind], "name", n.Name.String(), "from", n.From.String())
}

var noticeText = map[nbt.NoticeKind]string{
	nbt.NameDefended:    "name defended",
	nbt.DemandIgnored:   "demand to give up a name ignored",
	nbt.ReleaseIgnored:  "foreign release of our name ignored",
	nbt.OwnerElsewhere:  "a second owner of our name answered",
	nbt.WINSUnreachable: "no WINS server answers",
}

// StateName is the word for a state of a name.
func StateName(s nbt.NameState) string {
	switch s {
	case nbt.Claiming:
		return "claiming"
	case nbt.Owned:
		return "owned"
	case nbt.Conflict:
		return "conflict"
	case nbt.Released:
		return "released"
	}
	return "unknown"
}
