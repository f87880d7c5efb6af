package show

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"mailslot"
	"mailslot/cmd/mailslot/internal/codepage"
)

// Fields is the JSON object of one message. It may only grow.
type Fields struct {
	Time   Stamp   `json:"time"`
	Slot   string  `json:"slot"`
	Size   int     `json:"size"`
	Text   *string `json:"text,omitempty"`   // when the message is text of its encoding
	Base64 *string `json:"base64,omitempty"` // otherwise
	From   any     `json:"from"`             // Process or Computer
}

// Process is the sender of a local message.
type Process struct {
	UID int `json:"uid"`
	PID int `json:"pid"`
}

// Computer is the sender of a message from the network, as it claims to be.
type Computer struct {
	Host        string `json:"host"`
	Address     string `json:"address"`
	Via         string `json:"via"`
	Destination string `json:"destination"`
}

// Stamp is a time that prints like its JSON form. A time that is not known is
// the zero one, null and empty.
type Stamp struct{ time.Time }

func (s Stamp) String() string {
	if s.IsZero() {
		return ""
	}
	return s.Format(time.RFC3339Nano)
}

// MarshalJSON is that of time.Time, but for the zero one.
func (s Stamp) MarshalJSON() ([]byte, error) {
	if s.IsZero() {
		return []byte("null"), nil
	}
	return s.Time.MarshalJSON()
}

// fieldsOf describes m, which was read from slot.
func fieldsOf(slot string, m mailslot.Message, enc codepage.Encoding) Fields {
	f := Fields{Time: Stamp{m.Time.UTC()}, Slot: slot, Size: len(m.Data), From: senderOf(m.From)}
	if text, exact := enc.Decode(m.Data); exact {
		f.Text = &text
	} else {
		b := base64.StdEncoding.EncodeToString(m.Data)
		f.Base64 = &b
	}
	return f
}

func senderOf(s mailslot.Sender) any {
	if o := s.Origin; o != nil {
		return Computer{o.Host, o.Address, o.Via, o.Destination}
	}
	return Process{s.UID, s.PID}
}

// appendJSON appends f as one line that is safe on a terminal too.
func (f Fields) appendJSON(dst []byte) ([]byte, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(f); err != nil {
		return dst, err
	}
	return append(dst, SafeJSON(b.String())...), nil
}

// templateFields is f under the names of the JSON object and, as Go templates
// usually have them, with a capital letter. Every name exists for every
// message, so that a misspelt one is an error and an absent one is empty.
func (f Fields) templateFields(clean func(string) string) map[string]any {
	text, b64 := "", ""
	if f.Text != nil {
		text = clean(*f.Text)
	}
	if f.Base64 != nil {
		b64 = *f.Base64
	}
	from := map[string]any{"uid": -1, "pid": -1, "host": "", "address": "", "via": "", "destination": ""}
	switch s := f.From.(type) {
	case Process:
		from["uid"], from["pid"] = s.UID, s.PID
	case Computer:
		from["host"], from["address"] = clean(s.Host), clean(s.Address)
		from["via"], from["destination"] = clean(s.Via), clean(s.Destination)
	}
	return bothSpellings(map[string]any{
		"time": f.Time, "slot": clean(f.Slot), "size": f.Size,
		"text": text, "base64": b64, "from": bothSpellings(from),
	})
}

func bothSpellings(m map[string]any) map[string]any {
	both := make(map[string]any, 2*len(m))
	for name, value := range m {
		both[name] = value
		both[strings.ToUpper(name[:1])+name[1:]] = value
		if len(name) == 3 { // UID, PID, Via
			both[strings.ToUpper(name)] = value
		}
	}
	return both
}
