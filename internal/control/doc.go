// Package control is the conversation between the daemon of this computer and
// the programs that use it: one JSON object a line over a Unix socket, a
// request and its reply in turn. The daemon serves it, the library and the
// command line are its clients.
//
// The socket lies in a directory that belongs to the daemon's user alone, so
// nobody can answer in its place while it is down. Every user may send,
// resolve and look, at a limited rate; the rest is root's and the group's.
package control
