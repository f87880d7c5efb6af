package mailslot_test

import (
	"testing"
	"time"

	"mailslot"
	"mailslot/internal/errno"
	"mailslot/mailslottest"
)

func TestConformance(t *testing.T) {
	mailslottest.Run(t, func(t *testing.T) mailslottest.System {
		t.Setenv("MAILSLOT_DIR", t.TempDir())
		return idiomatic{}
	}, mailslottest.KnownDifferences()...)
}

// idiomatic runs the suite through Listen and Dial.
type idiomatic struct{}

func (idiomatic) Code(err error) uint32 { return uint32(errno.Of(err)) }

func (idiomatic) Create(name string, maxSize, timeout uint32) (mailslottest.Server, error) {
	c := mailslot.ListenConfig{MaxMessageSize: maxSize, ReadTimeout: duration(timeout)}
	s, err := c.Listen(name)
	return server{s}, err
}

func (idiomatic) Open(name string) (mailslottest.Client, error) {
	w, err := mailslot.Dial(name)
	return client{w}, err
}

type server struct{ *mailslot.Slot }

func (s server) Read(p []byte) (int, error)       { return s.ReadMessage(p) }
func (s server) Info() (mailslottest.Info, error) { return info(s.Slot.Info()) }
func (s server) SetReadTimeout(milliseconds uint32) error {
	s.Slot.SetReadTimeout(duration(milliseconds))
	return nil
}

type client struct{ *mailslot.Writer }

func (c client) Write(p []byte) error             { return c.WriteMessage(p) }
func (c client) Info() (mailslottest.Info, error) { return info(c.Writer.Info()) }

// duration is a time-out of Windows as this package says it.
func duration(milliseconds uint32) mailslot.ReadTimeout {
	switch milliseconds {
	case mailslottest.Forever:
		return 0
	case mailslottest.NoWait:
		return mailslot.NoWait
	}
	return time.Duration(milliseconds) * time.Millisecond
}

// info says it the other way round; -1 is NoMessage in 32 bits.
func info(i mailslot.Info, err error) (mailslottest.Info, error) {
	ms := uint32(i.ReadTimeout / time.Millisecond)
	switch i.ReadTimeout {
	case 0:
		ms = mailslottest.Forever
	case mailslot.NoWait:
		ms = mailslottest.NoWait
	}
	return mailslottest.Info{MaxSize: i.MaxMessageSize, NextSize: uint32(i.NextSize), Count: uint32(i.Count), ReadTimeout: ms}, err
}
