// Package mailslottest is the conformance suite of mailslots: what Windows
// promises, as cases that any implementation can be run through.
//
//	func TestConformance(t *testing.T) {
//		mailslottest.Run(t, func(t *testing.T) mailslottest.System {
//			return newSystem(t) // empty, nothing created yet
//		})
//	}
//
// A system that is known to differ from Windows in some cases says so by a list
// of Differences; KnownDifferences is that of Wine.
//
// Each case cites the rules of the specification that it holds;
// docs/win32-rules.md lists all rules with their cases. The suite says what
// every mailslot does. What only the Windows calls show, such as overlapped
// reads and rights of handles, is tested in package win32.
package mailslottest
