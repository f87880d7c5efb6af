package nbt

// Error is why a command failed.
type Error string

// The errors. Windows calls all of Send's ERROR_BAD_NETPATH (53).
const (
	ErrUnresolved  Error = "no computer or domain of that name answers"
	ErrTooLong     Error = "the message is longer than a datagram to this slot can carry"
	ErrUnreachable Error = "no network interface is configured for mailslots"
	ErrName        Error = "not a computer or domain name"
	ErrSlot        Error = "a slot on the network has 1 to 200 printable ASCII characters"
	ErrNoAnswer    Error = "no answer"
	ErrBusy        Error = "too many requests are under way"
	ErrStopped     Error = "the node has stopped"
)

func (e Error) Error() string { return string(e) }
