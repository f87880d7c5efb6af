package browse

// Popup is a messenger's message: it appears on the screens of whoever is
// called To. The texts are in the sender's OEM code page.
type Popup struct {
	From, To, Text string
}

// Append appends the body. A NUL in a text would end it early and is refused.
func (p *Popup) Append(b []byte) ([]byte, error) {
	for _, s := range []string{p.From, p.To, p.Text} {
		for i := range len(s) {
			if s[i] == 0 {
				return b, ErrString
			}
		}
	}
	return appendText(appendText(appendText(b, p.From), p.To), p.Text), nil
}

func parseMessenger(b []byte) (Body, error) {
	c := cursor{b: b}
	p := &Popup{c.text(), c.text(), c.text()}
	if c.err != nil {
		return nil, c.err
	}
	return p, nil
}

func (*Popup) body() {}
