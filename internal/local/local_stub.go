package local

import (
	"context"
	"errors"
)

// (skeleton; replaced by the transport)

// Slot is the server's end: the queue itself.
type Slot struct{}

// Place is a reader's place in the queue of waiting readers.
type Place struct{}

// Writer is a client handle.
type Writer struct{}

// Namespace is the directory in which this process's slots live.
func Namespace() (string, error) { return "", errors.ErrUnsupported }

// MachineWide reports whether dir is the namespace shared by all users.
func MachineWide(dir string) bool { return false }

// Listen creates the slot called name: WTF-8, without the \\.\mailslot\ prefix.
func Listen(name string, c Config) (*Slot, error) { return nil, errors.ErrUnsupported }

// Dial opens a client handle on the slot called name in dir.
func Dial(dir, name string) (*Writer, error) { return nil, errors.ErrUnsupported }

// Lookup reads the description of one slot; List those of all in dir.
func Lookup(dir, name string) (About, error) { return About{}, errors.ErrUnsupported }
func List(dir string) ([]About, error)       { return nil, errors.ErrUnsupported }

// Read reads one message into p; see Place.Read. The waiting readers are
// served in the order of their calls.
func (s *Slot) Read(p []byte, w Wait) (int, error) { return 0, errors.ErrUnsupported }

// TryRead reads the next message if there is one and no reader waits for it.
// Otherwise it answers errno.SemTimeout at once.
func (s *Slot) TryRead(p []byte) (int, error) { return 0, errors.ErrUnsupported }

// Receive reads one message of any size with its sender.
func (s *Slot) Receive(w Wait) (Message, error) { return Message{}, errors.ErrUnsupported }

// Enqueue takes a place behind all waiting readers, without blocking. The
// place must be used by exactly one call of Read or given up by Leave.
func (s *Slot) Enqueue() *Place { return nil }

// Read waits for its turn and a message. A short buffer answers
// errno.InsufficientBuffer and leaves the message for the next reader.
func (pl *Place) Read(p []byte, w Wait) (int, error) { return 0, errors.ErrUnsupported }

// Leave gives the place up.
func (pl *Place) Leave() {}

// Info counts exactly: every write that has returned is in it.
func (s *Slot) Info() (Info, error) { return Info{}, errors.ErrUnsupported }

// SetReadTimeout changes what ReadTimeout and Info answer, in milliseconds.
func (s *Slot) SetReadTimeout(ms uint32) {}
func (s *Slot) ReadTimeout() uint32      { return 0 }

// About describes the slot; Name is its name as it was given.
func (s *Slot) About() About { return About{} }

// Close ends the slot: waiting reads end with errno.HandleEOF, later ones
// answer errno.InvalidHandle, writers errno.HandleEOF.
func (s *Slot) Close() error { return errors.ErrUnsupported }

// Write appends one message and never waits.
func (w *Writer) Write(p []byte) error { return errors.ErrUnsupported }

// WriteContext is Write, but waits for room when the quota is used up.
func (w *Writer) WriteContext(ctx context.Context, p []byte) error { return errors.ErrUnsupported }

// Info asks the slot through the handle; a server that does not answer within
// a second is errno.SemTimeout.
func (w *Writer) Info() (Info, error) { return Info{}, errors.ErrUnsupported }

// Peer is who serves the slot.
func (w *Writer) Peer() Sender { return Sender{} }

// About is what the slot says about itself.
func (w *Writer) About() About { return About{} }

// Close closes the handle. What it wrote stays readable.
func (w *Writer) Close() error { return errors.ErrUnsupported }
