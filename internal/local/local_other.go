//go:build !linux && !windows

package local

import (
	"context"
	"errors"
	"time"
)

// Elsewhere than on Linux and Windows there is no local transport: every call
// answers errors.ErrUnsupported.

// ControlDir is the directory of the daemon's control socket.
const ControlDir = ""

// Slot is the server's end of a slot.
type Slot struct{}

// Place is a reader's place in the queue of waiting readers.
type Place struct{}

// Writer is a client handle.
type Writer struct{}

func Namespace() (string, error)                  { return "", errors.ErrUnsupported }
func MachineWide(string) bool                     { return false }
func Listen(string, Config) (*Slot, error)        { return nil, errors.ErrUnsupported }
func Dial(string, string) (*Writer, error)        { return nil, errors.ErrUnsupported }
func Lookup(string, string) (About, error)        { return About{}, errors.ErrUnsupported }
func List(string) ([]About, error)                { return nil, errors.ErrUnsupported }
func Clean(string) ([]string, error)              { return nil, errors.ErrUnsupported }
func Inherit(int, About) (*Writer, error)         { return nil, errors.ErrUnsupported }
func ParseAbout([]byte) (About, error)            { return About{}, errors.ErrUnsupported }
func (About) AppendBinary([]byte) ([]byte, error) { return nil, errors.ErrUnsupported }
func (*Slot) Read([]byte, Wait) (int, error)      { return 0, errors.ErrUnsupported }
func (*Slot) Quick([]byte) (int, bool)            { return 0, false }
func (*Slot) TryRead([]byte) (int, error)         { return 0, errors.ErrUnsupported }
func (*Slot) Receive(Wait) (Message, error)       { return Message{}, errors.ErrUnsupported }
func (*Slot) Enqueue() *Place                     { return nil }
func (*Place) Read([]byte, Wait) (int, error)     { return 0, errors.ErrUnsupported }
func (*Place) Leave()                             {}
func (*Slot) Queue([]byte, Wait) Turn             { return nil }
func (*Slot) Stub() (int, About, error)           { return -1, About{}, errors.ErrUnsupported }
func (*Slot) Info() (Info, error)                 { return Info{}, errors.ErrUnsupported }
func (*Slot) InfoInto(*Info) error                { return errors.ErrUnsupported }
func (*Slot) SetReadTimeout(uint32) error         { return errors.ErrUnsupported }
func (*Slot) SetReadDeadline(time.Time) error     { return errors.ErrUnsupported }
func (*Slot) ReadTimeout() (uint32, error)        { return 0, errors.ErrUnsupported }
func (*Slot) About() About                        { return About{} }
func (*Slot) ReadyFD() (int, error)               { return -1, errors.ErrUnsupported }
func (*Slot) Ready() (<-chan struct{}, error)     { return nil, errors.ErrUnsupported }
func (*Slot) Close() error                        { return errors.ErrUnsupported }
func (*Writer) Write([]byte) error                { return errors.ErrUnsupported }
func (*Writer) WriteFrom(Origin, []byte) error    { return errors.ErrUnsupported }
func (*Writer) Info() (Info, error)               { return Info{}, errors.ErrUnsupported }
func (*Writer) Peer() Sender                      { return Sender{} }
func (*Writer) About() About                      { return About{} }
func (*Writer) Share() (int, About, error)        { return -1, About{}, errors.ErrUnsupported }
func (*Writer) Close() error                      { return errors.ErrUnsupported }

func (*Writer) WriteContext(context.Context, []byte) error { return errors.ErrUnsupported }

func DialContext(context.Context, string, string) (*Writer, error) {
	return nil, errors.ErrUnsupported
}
