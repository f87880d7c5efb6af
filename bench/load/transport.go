//go:build linux

package load

// Shape is what a transport is told about the traffic to come.
type Shape struct {
	Size    int // largest message in bytes
	Writers int // how many handles will write
}

// Transport is one way to send whole messages from many processes to one.
type Transport interface {
	Listen(name string, s Shape) (Reader, error)
	Dial(name string, s Shape) (Writer, error)
}

// Reader is the receiving end. Read waits for a message.
type Reader interface {
	Read(p []byte) (int, error)
	Close() error
}

// Writer is a sending end. Write returns when the message is accepted and
// waits for room in the way its transport waits.
type Writer interface {
	Write(p []byte) error
	Close() error
}

// Counter is a Reader that knows how many messages are unread.
type Counter interface {
	Count() (int, error)
}

// Streamer is a Reader whose fastest way to read is a callback: from now on
// handle is called for each message, by one goroutine at a time. Lost tells
// how many messages were thrown away because handle was too slow.
type Streamer interface {
	Stream(handle func(p []byte)) error
	Lost() (int, error)
}

// transports are the names that Run knows.
func transports() map[string]Transport {
	return map[string]Transport{
		"mailslot":           mailslotTransport{quota: boundedQuota},
		"mailslot-shared":    mailslotTransport{quota: boundedQuota, mode: 0o666},
		"mailslot-unlimited": mailslotTransport{quota: unlimitedQuota},
		"gounix":             unixTransport{},
		"nats":               natsTransport{},
		"gofloor":            noTransport{},
		"lan-udp":            lanUDP{},
		"lan-mailslot":       lanSlots{},
		"lan-daemon":         lanSlots{viaDaemon: true},
	}
}
