package browse

import "strings"

// Body is what a well-known slot carries.
type Body interface{ body() }

// The slots, without \MAILSLOT\.
const (
	SlotBrowse    = "BROWSE"
	SlotLanman    = "LANMAN"
	SlotMessenger = "MESSNGR"
	SlotNetlogon  = `NET\NETLOGON`
	SlotNTLogon   = `NET\NTLOGON`
	slotReply     = `NET\GETDC` // and three digits or an address
)

// Error is a reason for which a body is refused.
type Error string

// The reasons.
const (
	ErrTruncated Error = "browse: the message ends too early"
	ErrOpcode    Error = "browse: not an operation of this mailslot"
	ErrSlot      Error = "browse: not a well-known mailslot"
	ErrString    Error = "browse: a string does not end"
	ErrLong      Error = "browse: a string does not fit into its field"
)

func (e Error) Error() string { return string(e) }

// Parse reads a message to the given slot, whose name may be in any case.
func Parse(slot string, b []byte) (Body, error) {
	switch {
	case strings.EqualFold(slot, SlotBrowse):
		return parseBrowse(b)
	case strings.EqualFold(slot, SlotLanman):
		return parseLanman(b)
	case strings.EqualFold(slot, SlotMessenger):
		return parseMessenger(b)
	case strings.EqualFold(slot, SlotNetlogon), strings.EqualFold(slot, SlotNTLogon), isReply(slot):
		return parseNetlogon(b)
	}
	return nil, ErrSlot
}

func isReply(slot string) bool {
	return len(slot) > len(slotReply) && strings.EqualFold(slot[:len(slotReply)], slotReply)
}
