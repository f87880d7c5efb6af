// Package versus compares mailslots with Unix datagram and seqpacket sockets
// of the same machine in a few seconds: every transport runs in every cell of
// every round, one after the other, so that a busy moment harms all alike.
// Writers and reader are goroutines of one process.
package versus
