// Package mmsg takes many datagrams out of a UDP socket with one system call.
// It holds what recvmmsg needs of unsafe code; who owns the socket, waits for
// it and closes it is the caller.
package mmsg
