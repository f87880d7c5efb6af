// Package mailslot gives Windows mailslots to Linux: named, one-way message
// queues owned by one server and written to by any number of clients.
//
// One write is one message. A message is read whole or not at all, messages
// come out in the order in which their writes completed, a writer never waits
// for the reader, and the slot vanishes with its server.
//
// Names need no slashes: x and net/x are slots of this computer, and
// //HOST/mailslot/x is one of another. Nothing has to run for slots of this
// computer, and nobody has to be root. They live in one directory: MAILSLOT_DIR
// if that is set; else /run/mailslot if root has made it, where users meet; else
// one of the user's own, under /run/user or /tmp.
//
// # Errors
//
// Every error of a slot or handle is a *net.OpError around a standard sentinel,
// such as fs.ErrNotExist, and carries the number that Windows would answer: Errno
// lists them. Like those of package net they tell by Timeout whether time ran
// out.
//
// # Windows
//
// There the slots are the system's own, in its one namespace, whatever
// MAILSLOT_DIR says, and the same program works with those of any other. What
// Windows does not tell or have is said where it is missed: Message, Info,
// ListenConfig, Dialer.ServerUID, Slot.Ready and Writer.Share. Every other call
// does the same on both, though a read that waits there keeps a thread of the
// system waiting; docs/guarantees.md tells which promises are Windows' own word.
// Elsewhere all calls answer errors.ErrUnsupported.
package mailslot
