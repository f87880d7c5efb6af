// Package mailslot gives Windows mailslots to Linux: named, one-way message
// queues owned by one server and written to by any number of clients.
//
// One write is one message. A message is read whole or not at all, messages
// come out in the order in which their writes completed, a writer never waits
// for the reader, and the slot vanishes with its server.
//
// # Windows
//
// There the slots are the system's own, and the same program works with those of
// any other. What Windows does not tell or have is said where it is missed:
// Message, Info, ListenConfig, Dialer.ServerUID, Slot.Ready and Writer.Share.
// Every other call does the same on both; docs/guarantees.md tells which
// promises are Windows' own word. Elsewhere all calls answer
// errors.ErrUnsupported.
package mailslot
