package netbios

// Query asks who owns a name (Type TypeNB) or which names a node owns (Type
// TypeNBStat, usually of the wildcard). RFC 1002 4.2.12 and 4.2.17.
type Query struct {
	Header
	Name  Name
	Scope Scope
	Type  RRType
}

// Append appends the packet.
func (q *Query) Append(b []byte) []byte {
	b = appendHeader(b, q.Header, counts{questions: 1})
	return appendQuestion(b, q.Name, q.Scope, q.Type)
}

func parseQuery(c *cursor, h Header, n counts) (NamePacket, error) {
	if n.questions != 1 || n.answers != 0 {
		return nil, ErrCounts
	}
	name, scope, typ := c.question()
	switch {
	case c.err != nil:
		return nil, c.err
	case typ != TypeNB && typ != TypeNBStat:
		return nil, ErrRecord
	}
	return &Query{h, name, scope, typ}, nil
}
