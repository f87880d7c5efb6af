package smbtrans

// Reason says at which check a packet was found not to be a mailslot write.
// The checks are made in this order (spec 3).
type Reason uint8

// The reasons.
const (
	NotTransaction Reason = iota + 1 // too short, or not an SMB_COM_TRANSACTION
	BadWords                         // not 17 words with 3 of set-up
	BadOpcode                        // not the mailslot write operation
	BadName                          // not \MAILSLOT\ and 1 to MaxName printable bytes and NUL
	BadOffsets                       // the data is not behind the name and inside the packet
	BadTotal                         // a part of a longer transaction
)

func (r Reason) Error() string {
	switch r {
	case NotTransaction:
		return "smbtrans: not an SMB transaction"
	case BadWords:
		return "smbtrans: not 17 words with 3 of set-up"
	case BadOpcode:
		return "smbtrans: not a mailslot write"
	case BadName:
		return `smbtrans: the slot's name is not \MAILSLOT\ and 1 to 200 printable characters`
	case BadOffsets:
		return "smbtrans: the data lies outside the packet or over the name"
	case BadTotal:
		return "smbtrans: a part of a longer transaction"
	}
	return "smbtrans: unknown reason"
}
