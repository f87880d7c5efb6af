package mailslottest

import (
	"slices"
	"testing"
)

// System is the computer under test. Names are given in full, as to
// CreateMailslot, in WTF-8.
type System interface {
	// Create makes a slot. maxSize 0 is any size, timeout is in milliseconds,
	// 0 not at all and Forever for ever.
	Create(name string, maxSize, timeout uint32) (Server, error)
	// Open opens a client handle that can write.
	Open(name string) (Client, error)
	// Code is the Win32 number of an error that one of these calls answered.
	Code(error) uint32
}

// Server is the handle that Create answers.
type Server interface {
	Read(p []byte) (int, error)
	Info() (Info, error)
	SetReadTimeout(milliseconds uint32) error
	Close() error
}

// Client is the handle that Open answers.
type Client interface {
	Write(p []byte) error
	Info() (Info, error)
	Close() error
}

// Info is what GetMailslotInfo answers.
type Info struct{ MaxSize, NextSize, Count, ReadTimeout uint32 }

// Special values of time-outs and of Info.NextSize.
const (
	NoWait    uint32 = 0
	Forever   uint32 = 0xFFFFFFFF
	NoMessage uint32 = 0xFFFFFFFF
)

// Case is one behaviour.
type Case struct {
	Name string
	Rule string // the rules it holds, separated by blanks
	test func(*run)
}

// Cases are all of them.
func Cases() []Case {
	return slices.Concat(
		nameCases(), namelessCases(), createCases(), openCases(), writeCases(),
		readCases(), pendingCases(), infoCases(), lifetimeCases(),
	)
}

// Run runs every case as a subtest, each on a new system. A case in which the
// system is known to differ must fail: then its subtest passes, with a word.
func Run(t *testing.T, open func(t *testing.T) System, known ...Difference) {
	for _, c := range Cases() {
		t.Run(c.Name, func(t *testing.T) {
			if i := slices.IndexFunc(known, func(d Difference) bool { return d.Case == c.Name }); i >= 0 {
				differs(t, known[i], c, open(t))
				return
			}
			c.test(&run{t, open(t)})
		})
	}
}
