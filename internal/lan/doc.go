// Package lan puts the NetBIOS node of package nbt on a network: UDP ports 137
// and 138, a clock, and the wires between.
//
// A Host is the resident form that a daemon runs. It owns the computer's names,
// receives, and lives beside Samba's nmbd without taking a single datagram
// from it (see Mode). A Sender is the form without a daemon: it sends from
// unprivileged sockets, owns nothing and hears only the answers to its own
// questions.
//
// Nothing here opens a socket unless the configuration names an interface.
package lan
