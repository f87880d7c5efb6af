package netbios

// Error is a reason for which a packet or a name is refused. Errors are
// constants: refusing garbage costs no memory.
type Error string

// The reasons.
const (
	ErrTruncated   Error = "netbios: the packet ends too early"
	ErrKind        Error = "netbios: not a kind of packet that this service has"
	ErrCounts      Error = "netbios: the section counts do not fit the kind of packet"
	ErrNameLabel   Error = "netbios: the name is not 32 letters from A to P"
	ErrNamePointer Error = "netbios: the name pointer does not point at an earlier name"
	ErrScope       Error = "netbios: a scope is labels of 1 to 63 bytes, at most 221 in all"
	ErrRecord      Error = "netbios: the resource record is not of the expected type or length"
	ErrLength      Error = "netbios: the length field is smaller than what it must cover"
	ErrNameEmpty   Error = "netbios: the name is empty"
	ErrNameLong    Error = "netbios: the name is longer than 15 characters"
	ErrNameChar    Error = `netbios: the name has a character outside printable ASCII or one of "/\[]:|<>+=;,?`
	ErrNameSuffix  Error = "netbios: the suffix is not two hexadecimal digits, as in NAME<1c> or NAME#1c"
)

func (e Error) Error() string { return string(e) }
