// Package mailslot gives Windows mailslots to Linux: named, one-way message
// queues owned by one server and written to by any number of clients.
//
// One write is one message. A message is read whole or not at all, messages
// come out in the order in which their writes completed, a writer never waits
// for the reader, and the slot vanishes with its server.
package mailslot
