package netbios

// DatagramError says why a datagram was not delivered. Nobody is known to
// send it, and a node should neither send nor believe it (spec 2).
type DatagramError struct {
	DatagramHeader
	Code DatagramErrorCode
}

// DatagramErrorCode is the reason in a DatagramError.
type DatagramErrorCode uint8

// The reasons.
const (
	DestinationAbsent    DatagramErrorCode = 0x82
	SourceMalformed      DatagramErrorCode = 0x83
	DestinationMalformed DatagramErrorCode = 0x84
)

// Append appends the packet.
func (e *DatagramError) Append(b []byte) []byte {
	return append(appendDatagramHeader(b, &e.DatagramHeader), byte(e.Code))
}

func parseDatagramError(c *cursor, h DatagramHeader) (DatagramPacket, error) {
	code := DatagramErrorCode(c.u8())
	if c.err != nil {
		return nil, c.err
	}
	return &DatagramError{h, code}, nil
}
