package netbios

// DatagramQuery asks a datagram distribution server whether it would deliver
// to a name, or answers so, as Type says. No such server is deployed (spec 2).
type DatagramQuery struct {
	DatagramHeader
	Destination Name
	Scope       Scope
}

// Append appends the packet.
func (q *DatagramQuery) Append(b []byte) []byte {
	return AppendName(appendDatagramHeader(b, &q.DatagramHeader), q.Destination, q.Scope)
}

func parseDatagramQuery(c *cursor, h DatagramHeader) (DatagramPacket, error) {
	name, scope := c.name()
	if c.err != nil {
		return nil, c.err
	}
	return &DatagramQuery{h, name, scope}, nil
}
